#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

namespace {

QJsonValue numberOrNull(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

} // namespace

QJsonObject toJson(const Organization &organization)
{
    return {{u"id"_s, organization.uuid},
            {u"name"_s, organization.name},
            {u"time_zone"_s, organization.timeZone},
            {u"currency"_s, organization.currency},
            {u"locale"_s, organization.locale},
            {u"subscription_tier"_s, organization.subscriptionTier},
            {u"monthly_webhook_limit"_s, numberOrNull(organization.monthlyWebhookLimit)},
            {u"webhook_limit_policy"_s, toText(organization.webhookLimitPolicy)},
            {u"offline_after_hours"_s, organization.offlineAfterHours},
            {u"allow_signup"_s, organization.allowSignup},
            {u"created_at"_s, organization.createdAt.toString()}};
}

Result<Organization> organizationFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Organization organization;
    organization.uuid = read.text(u"id"_s);
    organization.name = read.text(u"name"_s);
    organization.timeZone = read.text(u"time_zone"_s);
    organization.currency = read.text(u"currency"_s);
    organization.locale = read.text(u"locale"_s);
    organization.subscriptionTier = read.text(u"subscription_tier"_s);
    organization.monthlyWebhookLimit = read.integer(u"monthly_webhook_limit"_s);
    organization.webhookLimitPolicy = read.word(u"webhook_limit_policy"_s, parseWebhookLimitPolicy)
                                          .value_or(WebhookLimitPolicy::Enforce);
    organization.offlineAfterHours = read.integer(u"offline_after_hours"_s).value_or(48);
    organization.allowSignup = read.boolean(u"allow_signup"_s).value_or(false);
    organization.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    return read.finish(std::move(organization));
}

QJsonObject toJson(const WebhookUsage &usage)
{
    QJsonArray days;
    for (const WebhookUsage::Day &day : usage.byDay)
        days.append(QJsonObject{{u"date"_s, day.date}, {u"count"_s, day.count}});
    return {{u"period"_s, usage.period},
            {u"used"_s, usage.used},
            {u"limit"_s, numberOrNull(usage.limit)},
            {u"held"_s, usage.held},
            {u"resets_at"_s, usage.resetsAt.toString()},
            {u"by_day"_s, days}};
}

Result<WebhookUsage> webhookUsageFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    WebhookUsage usage;
    usage.period = read.text(u"period"_s);
    usage.used = read.integer(u"used"_s).value_or(0);
    usage.limit = read.integer(u"limit"_s);
    usage.held = read.integer(u"held"_s).value_or(0);
    usage.resetsAt = read.time(u"resets_at"_s).value_or(Timestamp{});
    for (const QJsonValue &day : object[u"by_day"].toArray())
        usage.byDay.push_back({day[u"date"].toString(), day[u"count"].toInteger()});
    return read.finish(std::move(usage));
}

} // namespace datakubo::contract
