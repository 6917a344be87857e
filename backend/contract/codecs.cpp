#include "backend/contract/codecs.h"

#include "backend/contract/fields.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

QJsonValue toJson(const std::optional<Volume> &volume)
{
    return volume ? QJsonValue(volume->toCubicMetres()) : QJsonValue();
}

QJsonValue toJson(const std::optional<Timestamp> &time)
{
    return time ? QJsonValue(time->toString()) : QJsonValue();
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

std::optional<Volume> volumeFromJson(const QJsonValue &value)
{
    return value.isDouble() ? Volume::fromCubicMetres(value.toDouble()) : std::nullopt;
}

std::optional<Timestamp> timestampFromJson(const QJsonValue &value)
{
    return value.isString() ? Timestamp::parse(value.toString()) : std::nullopt;
}

QJsonObject toJson(const Community &community)
{
    return {{u"id"_s, community.uuid},
            {u"name"_s, community.name},
            {u"admin_email"_s, textOrNull(community.adminEmail)},
            {u"tenant_name"_s, textOrNull(community.tenantName)},
            {u"time_zone"_s, textOrNull(community.timeZone)},
            {u"address"_s, textOrNull(community.address)},
            {u"created_at"_s, community.createdAt.toString()},
            {u"device_count"_s, community.deviceCount},
            {u"resident_count"_s, community.residentCount},
            {u"open_alert_count"_s, community.openAlertCount}};
}

Result<Community> communityFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Community community;
    community.uuid = read.text(u"id"_s);
    community.name = read.text(u"name"_s);
    community.adminEmail = read.text(u"admin_email"_s);
    community.tenantName = read.text(u"tenant_name"_s);
    community.timeZone = read.text(u"time_zone"_s);
    community.address = read.text(u"address"_s);
    community.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    community.deviceCount = read.integer(u"device_count"_s).value_or(0);
    community.residentCount = read.integer(u"resident_count"_s).value_or(0);
    community.openAlertCount = read.integer(u"open_alert_count"_s).value_or(0);
    return read.finish(std::move(community));
}

QJsonObject toJson(const Resident &resident)
{
    const auto date = [](QDate day) {
        return day.isValid() ? QJsonValue(day.toString(Qt::ISODate)) : QJsonValue();
    };
    return {{u"id"_s, resident.uuid},
            {u"customer_id"_s, textOrNull(resident.communityUuid)},
            {u"name"_s, resident.name},
            {u"email"_s, textOrNull(resident.email)},
            {u"unit"_s, textOrNull(resident.unit)},
            {u"move_in"_s, date(resident.moveIn)},
            {u"move_out"_s, date(resident.moveOut)},
            {u"household_size"_s,
             resident.householdSize > 0 ? QJsonValue(resident.householdSize) : QJsonValue()},
            {u"share"_s, resident.shareMillionths > 0
                             ? QJsonValue(static_cast<double>(resident.shareMillionths) / 1e6)
                             : QJsonValue()},
            {u"created_at"_s, resident.createdAt.toString()}};
}

Resident readResident(FieldReader &read)
{
    Resident resident;
    resident.uuid = read.text(u"id"_s);
    resident.communityUuid = read.text(u"customer_id"_s);
    resident.name = read.text(u"name"_s);
    resident.email = read.text(u"email"_s);
    resident.unit = read.text(u"unit"_s);
    resident.moveIn = read.date(u"move_in"_s);
    resident.moveOut = read.date(u"move_out"_s);
    resident.householdSize =
        static_cast<int>(read.integer(u"household_size"_s, 0, 1000).value_or(0));
    resident.shareMillionths = std::llround(read.number(u"share"_s, 0, 1e6).value_or(0) * 1e6);
    resident.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    return resident;
}

Result<Resident> residentFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    return read.finish(readResident(read));
}

QJsonObject toJson(const BillingSummary &summary)
{
    return {{u"subscription_tier"_s, summary.tier},
            {u"active_devices"_s, summary.activeDevices},
            {u"included_devices"_s, summary.includedDevices},
            {u"overage_devices"_s, summary.overageDevices},
            {u"base_cost"_s, summary.baseCost.toMajor()},
            {u"overage_cost"_s, summary.overageCost.toMajor()},
            {u"total_cost"_s, summary.totalCost.toMajor()},
            {u"currency"_s, summary.currency}};
}

Result<BillingSummary> billingSummaryFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    const auto money = [&read](const QString &name) {
        return Money{std::llround(read.number(name, -9e12, 9e12).value_or(0) * 100)};
    };
    BillingSummary summary;
    summary.tier = read.text(u"subscription_tier"_s);
    summary.activeDevices = read.integer(u"active_devices"_s).value_or(0);
    summary.includedDevices = read.integer(u"included_devices"_s).value_or(0);
    summary.overageDevices = read.integer(u"overage_devices"_s).value_or(0);
    summary.baseCost = money(u"base_cost"_s);
    summary.overageCost = money(u"overage_cost"_s);
    summary.totalCost = money(u"total_cost"_s);
    summary.currency = read.text(u"currency"_s);
    return read.finish(std::move(summary));
}

QJsonObject toJson(const OverviewCounts &counts)
{
    return {{u"devices"_s, counts.devices},
            {u"online"_s, counts.online},
            {u"offline"_s, counts.offline},
            {u"maintenance"_s, counts.maintenance},
            {u"unregistered"_s, counts.unregistered},
            {u"communities"_s, counts.communities},
            {u"residents"_s, counts.residents},
            {u"webhooks_this_month"_s, counts.webhooksThisMonth},
            {u"webhook_limit"_s,
             counts.webhookLimit ? QJsonValue(*counts.webhookLimit) : QJsonValue()}};
}

Result<OverviewCounts> overviewCountsFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    OverviewCounts counts;
    counts.devices = read.integer(u"devices"_s).value_or(0);
    counts.online = read.integer(u"online"_s).value_or(0);
    counts.offline = read.integer(u"offline"_s).value_or(0);
    counts.maintenance = read.integer(u"maintenance"_s).value_or(0);
    counts.unregistered = read.integer(u"unregistered"_s).value_or(0);
    counts.communities = read.integer(u"communities"_s).value_or(0);
    counts.residents = read.integer(u"residents"_s).value_or(0);
    counts.webhooksThisMonth = read.integer(u"webhooks_this_month"_s).value_or(0);
    counts.webhookLimit = read.integer(u"webhook_limit"_s);
    return read.finish(std::move(counts));
}

} // namespace datakubo::contract
