#include "ui/models/changewords.h"

#include "ui/format.h"
#include "ui/widgets/chip.h"

#include <QHash>
#include <QSet>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

using Say = QString (*)(const QJsonValue &, const Format &);

// A value of an audit entry, and how a person says it; empty: nothing was given.
struct Field {
    QString name;
    QString label;
    Say say;
};

class Words
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Changes)

public:
    static QString action(const QString &action)
    {
        static const QHash<QString, QString> words{
            {u"reading.add"_s, tr("Added a reading")},
            {u"reading.exclude"_s, tr("Excluded a reading")},
            {u"reading.restore"_s, tr("Counted a reading again")},
            {u"reading.answer"_s, tr("Answered for a register")},
            {u"reading.import"_s, tr("Imported readings")},
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

    static QString text(const QJsonValue &value, const Format &)
    {
        return value.toVariant().toString();
    }

    static QString number(const QJsonValue &value, const Format &)
    {
        return QLocale().toString(value.toDouble(), 'f', QLocale::FloatingPointShortest);
    }

    static QString numberAboveZero(const QJsonValue &value, const Format &format)
    {
        return value.toDouble() > 0 ? number(value, format) : QString();
    }

    static QString share(const QJsonValue &value, const Format &format)
    {
        return numberAboveZero(value.toDouble() / 1e6, format);
    }

    static QString hours(const QJsonValue &value, const Format &)
    {
        return tr("%n hour(s)", nullptr, value.toInt());
    }

    static QString yesOrNo(const QJsonValue &value, const Format &)
    {
        return value.toBool() ? tr("yes") : tr("no");
    }

    static QString moment(const QJsonValue &value, const Format &format)
    {
        const auto time = Timestamp::parse(value.toString());
        return time ? format.moment(*time, Format::now()) : QString();
    }

    static QString day(const QJsonValue &value, const Format &)
    {
        return QLocale().toString(QDate::fromString(value.toString(), Qt::ISODate),
                                  u"d MMM yyyy"_s);
    }

    static QString volume(const QJsonValue &value, const Format &format)
    {
        return format.volumeWithUnit(Volume::fromCubicMetres(value.toDouble()));
    }

    static QString language(const QJsonValue &value, const Format &)
    {
        return QLocale(value.toString()).nativeLanguageName();
    }

    static QString deviceType(const QJsonValue &value, const Format &)
    {
        const auto type = parseDeviceType(value.toString());
        return type ? wordFor(*type) : value.toString();
    }

    static QString status(const QJsonValue &value, const Format &)
    {
        const auto status = parseDeviceStatus(value.toString());
        return status ? wordFor(*status) : value.toString();
    }

    static QString level(const QJsonValue &value, const Format &)
    {
        return value.toInt() == 0   ? tr("principal meter")
               : value.toInt() == 1 ? tr("flat's meter")
                                    : tr("meter behind another");
    }

    static QString scope(const QJsonValue &value, const Format &)
    {
        const auto scope = parseKeyScope(value.toString());
        return scope ? wordFor(*scope) : value.toString();
    }

    static QString role(const QJsonValue &value, const Format &)
    {
        const auto role = parseRole(value.toString());
        if (!role)
            return value.toString();
        return *role == Role::Admin            ? tr("administrator")
               : *role == Role::CommunityAdmin ? tr("administrator of communities")
                                               : tr("resident");
    }

    static QString policy(const QJsonValue &value, const Format &)
    {
        const auto policy = parseWebhookLimitPolicy(value.toString());
        if (!policy)
            return value.toString();
        return *policy == WebhookLimitPolicy::Enforce ? tr("held until the month turns")
                                                      : tr("counted like the others");
    }

    static QString answer(const QJsonValue &value, const Format &)
    {
        const auto answer = parseRegisterAnswer(value.toString());
        if (!answer)
            return value.toString();
        return *answer == RegisterAnswer::FromZero ? tr("restarted at zero")
               : *answer == RegisterAnswer::Anew   ? tr("no water was used in this step")
                                                   : tr("the register is right");
    }

    static QString changed(const QJsonValue &, const Format &) { return tr("changed"); }

    static QString volumeUnit(const QJsonValue &value, const Format &)
    {
        const auto unit = parseVolumeUnit(value.toString());
        if (!unit)
            return value.toString();
        switch (*unit) {
        case VolumeUnit::CubicMetre: return tr("cubic metres");
        case VolumeUnit::Litre: return tr("litres");
        case VolumeUnit::Millilitre: return tr("millilitres");
        case VolumeUnit::UsGallon: return tr("US gallons");
        case VolumeUnit::CubicFoot: break;
        }
        return tr("cubic feet");
    }

    // In the order in which they are said.
    static const std::vector<Field> &fields()
    {
        static const std::vector<Field> all{
            {u"device_name"_s, tr("Name"), text},
            {u"name"_s, tr("Name"), text},
            {u"email"_s, tr("E-mail"), text},
            {u"role"_s, tr("Role"), role},
            {u"password"_s, tr("Password"), changed},
            {u"device_type"_s, tr("Type"), deviceType},
            {u"status"_s, tr("Status"), status},
            {u"customer"_s, tr("Community"), text},
            {u"hierarchy_level"_s, tr("Counts as"), level},
            {u"parent_dev_eui"_s, tr("Parent meter"), text},
            {u"serial_number"_s, tr("Serial number"), text},
            {u"location"_s, tr("Location"), text},
            {u"end_user"_s, tr("Resident"), text},
            {u"from"_s, tr("From"), moment},
            {u"new_dev_eui"_s, tr("New DevEUI"), text},
            {u"replaced_at"_s, tr("Replaced at"), moment},
            {u"final_reading_m3"_s, tr("Last register, old"), volume},
            {u"initial_reading_m3"_s, tr("First register, new"), volume},
            {u"recorded_at"_s, tr("Read at"), moment},
            {u"consumption_m3"_s, tr("Register"), volume},
            {u"register"_s, tr("Answer"), answer},
            {u"reason"_s, tr("Reason"), text},
            {u"note"_s, tr("Note"), text},
            {u"note_before"_s, tr("Note before"), text},
            {u"first_line"_s, tr("First line"), number},
            {u"last_line"_s, tr("Last line"), number},
            {u"devices"_s, tr("Devices"), number},
            {u"unit"_s, tr("Unit"), text},
            {u"move_in"_s, tr("Moved in"), day},
            {u"move_out"_s, tr("Moved out"), day},
            {u"household_size"_s, tr("Persons"), numberAboveZero},
            {u"share_millionths"_s, tr("Share"), share},
            {u"admin_email"_s, tr("Contact e-mail"), text},
            {u"tenant_name"_s, tr("Tenant name"), text},
            {u"address"_s, tr("Address"), text},
            {u"time_zone"_s, tr("Time zone"), text},
            {u"scope"_s, tr("Allows"), scope},
            {u"factor"_s, tr("Factor"), number},
            {u"currency"_s, tr("Currency"), text},
            {u"locale"_s, tr("Language"), language},
            {u"subscription_tier"_s, tr("Subscription"), text},
            {u"monthly_webhook_limit"_s, tr("Webhooks a month"), numberAboveZero},
            {u"webhook_limit_policy"_s, tr("Beyond the limit"), policy},
            {u"offline_after_hours"_s, tr("Offline after"), hours},
            {u"allow_signup"_s, tr("Others may sign up"), yesOrNo},
        };
        return all;
    }
};

QString sayUnknown(const QJsonValue &value, const Format &format)
{
    if (value.isDouble())
        return Words::number(value, format);
    if (value.isBool())
        return Words::yesOrNo(value, format);
    const QString time = Words::moment(value, format);
    return time.isEmpty() ? value.toString() : time;
}

// One that is in no table yet: "dial_color" is said as "Dial color".
Field unknown(const QString &name)
{
    const bool isVolume = name.endsWith(u"_m3"_s);
    QString label = isVolume ? name.chopped(3) : name;
    label.replace(u'_', u' ');
    if (!label.isEmpty())
        label[0] = label[0].toUpper();
    return {name, label, isVolume ? &Words::volume : &sayUnknown};
}

} // namespace

QString wordForAction(const QString &action)
{
    return Words::action(action);
}

QStringList changeTexts(const AuditEntry &entry, const Format &format)
{
    static const QString before = u"_before"_s;
    std::vector<Field> fields = Words::fields();
    if (entry.action.startsWith(u"mapping."_s)) {
        for (Field &field : fields) {
            if (field.name == u"unit")
                field.say = &Words::volumeUnit;
        }
    }
    QSet<QString> known;
    for (const Field &field : fields)
        known.insert(field.name);
    for (const QString &key : entry.details.keys()) {
        const QString name =
            key.endsWith(before) && !known.contains(key) ? key.chopped(before.size()) : key;
        if (!known.contains(name) && !name.endsWith(u"_id"_s)) {
            known.insert(name);
            fields.push_back(unknown(name));
        }
    }

    const auto said = [&](const Field &field, const QString &key) {
        const QJsonValue value = entry.details[key];
        return value.isNull() || value.isUndefined() ? QString() : field.say(value, format);
    };
    QStringList texts;
    for (const Field &field : fields) {
        const QString old =
            known.contains(field.name + before) ? QString() : said(field, field.name + before);
        const QString now = said(field, field.name);
        const bool isTold = now == entry.subject || now == entry.subjectName;
        if (old == now || (old.isEmpty() && isTold))
            continue;
        texts << field.label + u": "_s + (old.isEmpty() ? QString() : old + u" → "_s)
                     + (now.isEmpty() ? Format::none() : now);
    }
    return texts;
}

} // namespace datakubo::ui
