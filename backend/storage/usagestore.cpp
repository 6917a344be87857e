#include "backend/storage/usagestore.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

void UsageStore::add(OrganizationId organization, const QString &localDay, qint64 webhooks)
{
    m_session
        .prepare(
            u"insert into usage_days (organization_id, day, webhooks) values (?, ?, ?) "
            "on conflict (organization_id, day) do update set webhooks = usage_days.webhooks + excluded.webhooks"_s)
        .bindAll(organization, localDay, webhooks)
        .exec();
}

qint64 UsageStore::inMonth(OrganizationId organization, const QString &month)
{
    Statement &row =
        m_session
            .prepare(u"select cast(coalesce(sum(webhooks), 0) as bigint) from usage_days "
                     "where organization_id = ? and day >= ? and day < ?"_s)
            .bindAll(organization, QString(month + u"-01"_s), QString(month + u"-32"_s))
            .exec();
    return row.next() ? row.integer(0) : 0;
}

std::map<QString, qint64> UsageStore::daysOf(OrganizationId organization, const QString &month)
{
    std::map<QString, qint64> days;
    Statement &row =
        m_session
            .prepare(u"select day, webhooks from usage_days "
                     "where organization_id = ? and day >= ? and day < ? order by day"_s)
            .bindAll(organization, QString(month + u"-01"_s), QString(month + u"-32"_s))
            .exec();
    while (row.next())
        days[row.text(0)] = row.integer(1);
    return days;
}

} // namespace datakubo::storage
