#pragma once
#include "backend/domain/community.h"
#include "backend/domain/resident.h"
#include "ui/dialogs/formdialog.h"

namespace datakubo::ui {

class ApiClient;

class ResidentDialog : public FormDialog
{
    Q_OBJECT

public:
    ResidentDialog(ApiClient &client, const Community &community, QWidget *parent);

Q_SIGNALS:
    void created(const datakubo::Resident &resident);

protected:
    void submit() override;

private:
    ApiClient &m_client;
    QString m_communityUuid;
    QLineEdit *m_name;
    QLineEdit *m_unit;
    QLineEdit *m_email;
};

} // namespace datakubo::ui
