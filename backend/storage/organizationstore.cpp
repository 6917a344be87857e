#include "backend/storage/organizationstore.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

const QString selectSql =
    u"select id, uuid, name, time_zone, currency, locale, subscription_tier, "
    "monthly_webhook_limit, webhook_limit_policy, offline_after_hours, allow_signup, "
    "created_at_ms from organizations "_s;

Organization readRow(const Statement &row)
{
    Organization organization;
    organization.id = row.id<OrganizationId>(0);
    organization.uuid = row.text(1);
    organization.name = row.text(2);
    organization.timeZone = row.text(3);
    organization.currency = row.text(4);
    organization.locale = row.text(5);
    organization.subscriptionTier = row.text(6);
    organization.monthlyWebhookLimit = row.optionalInteger(7);
    organization.webhookLimitPolicy =
        parseWebhookLimitPolicy(row.text(8)).value_or(WebhookLimitPolicy::Enforce);
    organization.offlineAfterHours = row.integer(9);
    organization.allowSignup = row.boolean(10);
    organization.createdAt = row.time(11);
    return organization;
}

} // namespace

OrganizationId OrganizationStore::insert(const Organization &organization)
{
    Statement &row = m_session.prepare(
        u"insert into organizations (uuid, name, time_zone, currency, locale, subscription_tier, "
        "monthly_webhook_limit, webhook_limit_policy, offline_after_hours, allow_signup, "
        "created_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id"_s);
    row.bindAll(organization.uuid, organization.name, organization.timeZone, organization.currency,
                organization.locale, organization.subscriptionTier,
                organization.monthlyWebhookLimit, toText(organization.webhookLimitPolicy),
                organization.offlineAfterHours, organization.allowSignup, organization.createdAt)
        .exec()
        .next();
    return row.id<OrganizationId>(0);
}

void OrganizationStore::edit(const Organization &organization)
{
    m_session
        .prepare(u"update organizations set name = ?, time_zone = ?, currency = ?, locale = ?, "
                 "subscription_tier = ?, monthly_webhook_limit = ?, webhook_limit_policy = ?, "
                 "offline_after_hours = ?, allow_signup = ? where id = ?"_s)
        .bindAll(organization.name, organization.timeZone, organization.currency,
                 organization.locale, organization.subscriptionTier,
                 organization.monthlyWebhookLimit, toText(organization.webhookLimitPolicy),
                 organization.offlineAfterHours, organization.allowSignup, organization.id)
        .exec();
}

std::optional<Organization> OrganizationStore::find(OrganizationId id)
{
    Statement &row = m_session.prepare(selectSql + u"where id = ?"_s).bind(id).exec();
    return row.next() ? std::optional(readRow(row)) : std::nullopt;
}

std::optional<Organization> OrganizationStore::first()
{
    Statement &row = m_session.prepare(selectSql + u"order by id limit 1"_s).exec();
    return row.next() ? std::optional(readRow(row)) : std::nullopt;
}

std::vector<Organization> OrganizationStore::all()
{
    std::vector<Organization> organizations;
    Statement &row = m_session.prepare(selectSql + u"order by id"_s).exec();
    while (row.next())
        organizations.push_back(readRow(row));
    return organizations;
}

QByteArray OrganizationStore::secret(const QString &name, const QByteArray &fresh)
{
    m_session
        .prepare(
            u"insert into instance_secrets (name, value) values (?, ?) on conflict do nothing"_s)
        .bindAll(name, fresh)
        .exec();
    Statement &row =
        m_session.prepare(u"select value from instance_secrets where name = ?"_s).bind(name).exec();
    row.next();
    return row.blob(0);
}

} // namespace datakubo::storage
