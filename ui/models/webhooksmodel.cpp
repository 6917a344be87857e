#include "ui/models/webhooksmodel.h"

#include "ui/client/sentences.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/chip.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

WebhooksModel::WebhooksModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Received")}, {tr("Outcome")}, {tr("Device")}, {tr("Why")}}, parent),
      m_format(format)
{
}

QVariant WebhooksModel::cell(const WebhookRecord &record, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Received: return m_format.moment(record.receivedAt, Format::now());
        case Outcome: return wordFor(record.outcome);
        case Device:
            if (record.itemCount > 1)
                return tr("%n message(s)", nullptr, record.itemCount);
            return record.devEui.isEmpty() ? Format::none() : record.devEui;
        case Reason: return reasonSentence(record.reason);
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == Received)
            return m_format.dateTime(record.receivedAt);
        return column == Reason ? QVariant(reasonSentence(record.reason)) : QVariant();
    case ToneRole: return column == Outcome ? QVariant(int(toneOf(record.outcome))) : QVariant();
    case MutedRole: return column == Reason;
    case MonospaceRole: return column == Device && record.itemCount == 1;
    default: return {};
    }
}

} // namespace datakubo::ui
