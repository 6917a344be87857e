#include "backend/services/organizationservice.h"

#include "backend/services/audittrail.h"
#include "backend/services/validation.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/usagestore.h"
#include "backend/storage/webhooklogstore.h"

#include <QDate>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

Result<void> check(const OrganizationFields &fields, const std::vector<SubscriptionTier> &tiers)
{
    static const QRegularExpression currency(u"^[A-Z]{3}$"_s);
    static const QRegularExpression locale(u"^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"_s);
    if (fields.timeZone && !isTimeZone(*fields.timeZone))
        return Error::field(u"time_zone"_s, u"time_zone must be a name such as Europe/Madrid"_s);
    if (fields.currency && !currency.match(*fields.currency).hasMatch())
        return Error::field(u"currency"_s, u"currency must be three capitals such as EUR"_s);
    if (fields.locale && !locale.match(*fields.locale).hasMatch())
        return Error::field(u"locale"_s, u"locale must be a language such as es or es-ES"_s);
    if (!fields.subscriptionTier)
        return {};
    QStringList names;
    for (const SubscriptionTier &tier : tiers)
        names.append(tier.name);
    if (names.contains(*fields.subscriptionTier))
        return {};
    return Error::field(u"subscription_tier"_s,
                        u"subscription_tier must be one of %1"_s.arg(names.join(u", "_s)));
}

QJsonObject facts(const Organization &organization)
{
    const auto &limit = organization.monthlyWebhookLimit;
    return {{u"name"_s, organization.name},
            {u"time_zone"_s, organization.timeZone},
            {u"currency"_s, organization.currency},
            {u"locale"_s, organization.locale},
            {u"subscription_tier"_s, organization.subscriptionTier},
            {u"monthly_webhook_limit"_s, limit ? QJsonValue(*limit) : QJsonValue()},
            {u"webhook_limit_policy"_s, toText(organization.webhookLimitPolicy)},
            {u"offline_after_hours"_s, organization.offlineAfterHours},
            {u"allow_signup"_s, organization.allowSignup}};
}

} // namespace

OrganizationService::OrganizationService(storage::Session &session, const Environment &environment,
                                         const Principal &principal)
    : m_session(session), m_environment(environment), m_principal(principal)
{
}

Result<Organization> OrganizationService::find()
{
    auto organization = storage::OrganizationStore(m_session).find(m_principal.organization);
    if (!organization)
        return Error{ErrorCode::NotFound, u"The organization no longer exists"_s, {}};
    return std::move(*organization);
}

Result<Organization> OrganizationService::edit(const OrganizationFields &fields)
{
    auto organization = find();
    if (!organization)
        return organization;
    if (const auto right = check(fields, m_environment.tiers); !right)
        return right.error();
    storage::OrganizationStore store(m_session);
    if (fields.allowSignup.value_or(false)) {
        const auto first = store.first();
        if (!first || first->id != organization->id) {
            return Error::field(u"allow_signup"_s,
                                u"Only the organization this server belongs to may open sign-up"_s);
        }
    }
    const QJsonObject before = facts(*organization);
    const auto take = [](auto &target, const auto &given) {
        if (given)
            target = *given;
    };
    take(organization->name, fields.name);
    take(organization->timeZone, fields.timeZone);
    take(organization->currency, fields.currency);
    take(organization->locale, fields.locale);
    take(organization->subscriptionTier, fields.subscriptionTier);
    take(organization->monthlyWebhookLimit, fields.monthlyWebhookLimit);
    take(organization->webhookLimitPolicy, fields.webhookLimitPolicy);
    take(organization->offlineAfterHours, fields.offlineAfterHours);
    take(organization->allowSignup, fields.allowSignup);
    store.edit(*organization);
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"organization.edit"_s, organization->name, organization->uuid,
             differences(before, facts(*organization)));
    return organization;
}

Result<WebhookUsage> OrganizationService::usage()
{
    const auto organization = find();
    if (!organization)
        return organization.error();
    const QTimeZone zone(organization->timeZone.toLatin1());
    const Timestamp now = m_environment.clock.now();
    const auto month = CalendarMonth::of(now, zone);
    WebhookUsage usage;
    usage.period = month.toString();
    usage.limit = webhookLimit(*organization, m_environment.tiers);
    usage.held = storage::WebhookLogStore(m_session).countHeld(organization->id);
    usage.resetsAt = month.end;
    const auto counted = storage::UsageStore(m_session).daysOf(organization->id, usage.period);
    for (const auto &[date, count] : counted)
        usage.used += count;
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.ms, zone).date();
    for (QDate day(month.year, month.month, 1); day <= today; day = day.addDays(1)) {
        const QString date = day.toString(Qt::ISODate);
        const auto found = counted.find(date);
        usage.byDay.push_back({date, found == counted.end() ? 0 : found->second});
    }
    return usage;
}

} // namespace datakubo::services
