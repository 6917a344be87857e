#include "ui/models/changesmodel.h"

#include "ui/format.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

// "final_reading_m3: 431.2, reason: typing mistake": the contract's own names, which the
// documentation explains.
QString detailText(const QJsonObject &details)
{
    QStringList parts;
    for (auto detail = details.begin(); detail != details.end(); ++detail) {
        const QJsonValue value = detail.value();
        QString text = value.toVariant().toString();
        if (value.isObject())
            text =
                QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
        else if (value.isArray())
            text = QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
        else if (value.isNull())
            text = Format::none();
        parts << detail.key() + u": "_s + text;
    }
    return parts.join(u", "_s);
}

class Words
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Changes)

public:
    static QString of(const QString &action)
    {
        static const QHash<QString, QString> words{
            {u"reading.add"_s, tr("Added a reading")},
            {u"reading.exclude"_s, tr("Excluded a reading")},
            {u"reading.include"_s, tr("Counted a reading again")},
            {u"reading.register"_s, tr("Answered for a register")},
            {u"device.register"_s, tr("Registered a device")},
            {u"device.update"_s, tr("Changed a device")},
            {u"device.retire"_s, tr("Retired a device")},
            {u"device.status"_s, tr("Set the status of a device")},
            {u"device.assign"_s, tr("Assigned a device")},
            {u"device.unassign"_s, tr("Unassigned a device")},
            {u"device.replace"_s, tr("Replaced a meter")},
            {u"device.handover"_s, tr("Handed a meter over")},
        };
        return words.value(action, action);
    }
};

} // namespace

QString wordForAction(const QString &action)
{
    return Words::of(action);
}

ChangesModel::ChangesModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Time")}, {tr("Who")}, {tr("What")}, {tr("Of")}, {tr("Details")}}, parent),
      m_format(format)
{
}

QVariant ChangesModel::cell(const AuditEntry &entry, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Time: return m_format.moment(entry.at, Format::now());
        case Actor: return entry.actor;
        case Action: return wordForAction(entry.action);
        case Subject: return entry.subject;
        case Details: return detailText(entry.details);
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == Time)
            return m_format.dateTime(entry.at);
        if (column == Action)
            return entry.action;
        return column == Details ? QVariant(detailText(entry.details)) : QVariant();
    case MutedRole: return column == Time || column == Details;
    default: return {};
    }
}

} // namespace datakubo::ui
