#pragma once
#include "backend/domain/webhook.h"
#include "ui/models/rowsmodel.h"

namespace datakubo::ui {

class Format;

// The log of webhooks, newest first.
class WebhooksModel : public RowsModel<WebhookRecord>
{
    Q_OBJECT

public:
    enum Column { Received, Outcome, Device, Reason };

    WebhooksModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const WebhookRecord &record, int row, int column, int role) const override;

private:
    const Format &m_format;
};

} // namespace datakubo::ui
