#include "ui/models/changesmodel.h"

#include "ui/format.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QString valueText(const QJsonValue &value)
{
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    const QString text = value.toVariant().toString();
    return text.isEmpty() ? Format::none() : text;
}

// "final_reading_m3: 431.2, end_user: – → Y. Haddad": the contract's own names, which the
// documentation explains. Ids tell a person nothing; the tool tip has them.
QString detailText(const QJsonObject &details, bool withIds)
{
    static const QString before = u"_before"_s;
    QStringList parts;
    for (auto detail = details.begin(); detail != details.end(); ++detail) {
        const QString name = detail.key();
        const bool isBefore = name.endsWith(before);
        if (!withIds && (name.endsWith(u"_id"_s) || name.endsWith(u"_id_before"_s)))
            continue;
        if (isBefore && details.contains(name.chopped(before.size())))
            continue; // told with what it became
        const auto old = details.constFind(name + before);
        parts << name + u": "_s
                     + (old == details.constEnd() ? QString() : valueText(*old) + u" → "_s)
                     + valueText(detail.value());
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
            {u"reading.restore"_s, tr("Counted a reading again")},
            {u"reading.answer"_s, tr("Answered for a register")},
            {u"device.register"_s, tr("Registered a device")},
            {u"device.edit"_s, tr("Changed a device")},
            {u"device.retire"_s, tr("Retired a device")},
            {u"device.set_status"_s, tr("Set a device's status")},
            {u"device.assign"_s, tr("Assigned a device")},
            {u"device.unassign"_s, tr("Unassigned a device")},
            {u"device.replace"_s, tr("Replaced a meter")},
            {u"customer.create"_s, tr("Added a community")},
            {u"customer.edit"_s, tr("Changed a community")},
            {u"customer.delete"_s, tr("Deleted a community")},
            {u"end_user.create"_s, tr("Added a resident")},
            {u"end_user.edit"_s, tr("Changed a resident")},
            {u"end_user.delete"_s, tr("Deleted a resident")},
            {u"user.create"_s, tr("Added a user")},
            {u"user.edit"_s, tr("Changed a user")},
            {u"user.delete"_s, tr("Deleted a user")},
            {u"api_key.create"_s, tr("Made an API key")},
            {u"api_key.revoke"_s, tr("Revoked an API key")},
            {u"mapping.create"_s, tr("Added a field mapping")},
            {u"mapping.delete"_s, tr("Deleted a field mapping")},
            {u"organization.edit"_s, tr("Changed the organization")},
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
        case Details: return detailText(entry.details, false);
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == Time)
            return m_format.dateTime(entry.at);
        if (column == Action)
            return entry.action;
        return column == Details ? QVariant(detailText(entry.details, true)) : QVariant();
    case MutedRole: return column == Time || column == Details;
    default: return {};
    }
}

} // namespace datakubo::ui
