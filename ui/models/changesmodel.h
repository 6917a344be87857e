#pragma once
#include "backend/domain/audit.h"
#include "ui/models/rowsmodel.h"

namespace datakubo::ui {

class Format;

// Who changed what, newest first.
class ChangesModel : public RowsModel<AuditEntry>
{
    Q_OBJECT

public:
    enum Column { Time, Actor, Action, Subject, Details };

    ChangesModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const AuditEntry &entry, int row, int column, int role) const override;

private:
    const Format &m_format;
};

} // namespace datakubo::ui
