#include "backend/contract/codecs.h"
#include "backend/contract/consumptioncodecs.h"
#include "backend/contract/fields.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

namespace {

QJsonValue percent(const std::optional<int> &perMille)
{
    return perMille ? QJsonValue(*perMille / 10.0) : QJsonValue();
}

std::optional<int> perMille(const QJsonValue &percent)
{
    return percent.isDouble()
        ? std::optional(static_cast<int>(std::lround(percent.toDouble() * 10)))
        : std::nullopt;
}

QJsonObject dayToJson(const BalanceDay &day)
{
    QJsonArray missing;
    for (const MissingMeter &meter : day.missing) {
        missing.append(QJsonObject{{u"dev_eui"_s, meter.eui.toString()},
                                   {u"device_name"_s, meter.name},
                                   {u"last_seen_at"_s, toJson(meter.lastSeenAt)},
                                   {u"estimate_m3"_s, toJson(meter.estimate)}});
    }
    return {{u"date"_s, day.day.toString(Qt::ISODate)},
            {u"principal_m3"_s, toJson(day.principal)},
            {u"leaf_m3"_s, day.leaves.toCubicMetres()},
            {u"unmetered_m3"_s, toJson(day.unmetered)},
            {u"unmetered_percent"_s, percent(day.unmeteredPerMille)},
            {u"missing"_s, missing}};
}

Result<BalanceDay> dayFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    BalanceDay day;
    day.day = read.date(u"date"_s);
    day.principal = read.volume(u"principal_m3"_s);
    day.leaves = read.volume(u"leaf_m3"_s).value_or(Volume{});
    day.unmetered = read.volume(u"unmetered_m3"_s);
    day.unmeteredPerMille = perMille(object[u"unmetered_percent"]);
    for (const QJsonValue &value : object[u"missing"].toArray()) {
        const QJsonObject missing = value.toObject();
        FieldReader meter(missing);
        day.missing.push_back({meter.requiredEui(u"dev_eui"_s), meter.text(u"device_name"_s),
                               meter.time(u"last_seen_at"_s), meter.volume(u"estimate_m3"_s)});
        if (meter.failed())
            return meter.error();
    }
    return read.finish(std::move(day));
}

} // namespace

QJsonObject toJson(const Balance &balance)
{
    QJsonArray days;
    for (const BalanceDay &day : balance.days)
        days.append(dayToJson(day));
    return {{u"principal_m3"_s, balance.principal.toCubicMetres()},
            {u"leaf_m3"_s, balance.leaves.toCubicMetres()},
            {u"unmetered_m3"_s, balance.unmetered.toCubicMetres()},
            {u"unmetered_percent"_s, percent(balance.unmeteredPerMille)},
            {u"principal_count"_s, balance.principals},
            {u"leaf_count"_s, balance.leafMeters},
            {u"days"_s, days}};
}

Result<Balance> balanceFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Balance balance;
    balance.principal = read.volume(u"principal_m3"_s).value_or(Volume{});
    balance.leaves = read.volume(u"leaf_m3"_s).value_or(Volume{});
    balance.unmetered = read.volume(u"unmetered_m3"_s).value_or(Volume{});
    balance.unmeteredPerMille = perMille(object[u"unmetered_percent"]);
    balance.principals = object[u"principal_count"].toInt();
    balance.leafMeters = object[u"leaf_count"].toInt();
    for (const QJsonValue &value : object[u"days"].toArray()) {
        const auto day = dayFromJson(value.toObject());
        if (!day)
            return day.error();
        balance.days.push_back(*day);
    }
    return read.finish(std::move(balance));
}

} // namespace datakubo::contract
