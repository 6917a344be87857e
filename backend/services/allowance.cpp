#include "backend/services/allowance.h"

#include "backend/domain/subscription.h"
#include "backend/storage/usagestore.h"

#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

Allowance::Allowance(storage::Session &session, const Environment &environment,
                     const Organization &organization)
    : m_now(environment.clock.now())
{
    if (organization.webhookLimitPolicy == WebhookLimitPolicy::Enforce)
        m_limit = webhookLimit(organization, environment.tiers);
    if (!m_limit)
        return;
    const auto month = CalendarMonth::of(m_now, QTimeZone(organization.timeZone.toLatin1()));
    m_resetsAt = month.end;
    m_used = storage::UsageStore(session).inMonth(organization.id, month.toString());
}

bool Allowance::take(qint64 messages)
{
    if (m_limit && m_used + messages > *m_limit && messages > 0)
        return false;
    m_used += messages;
    return true;
}

bool Allowance::takeHeld(qint64 messages)
{
    if (take(messages))
        return true;
    if (m_used > 0)
        return false;
    m_used = messages;
    return true;
}

qint64 Allowance::mostOfHeld() const
{
    constexpr qint64 all = std::numeric_limits<int>::max(); // as many as PostgreSQL's integer holds
    return m_limit && m_used > 0 ? std::min(all, *m_limit - m_used) : all;
}

Error Allowance::refusal() const
{
    const qint64 wait = (m_resetsAt - m_now + duration::second - 1) / duration::second;
    return {
        ErrorCode::RateLimitExceeded,
        u"The limit of %1 webhooks a month leaves no room for this one; it is kept and counted in "
        "later"_s.arg(m_limit.value_or(0)),
        {{u"limit"_s, m_limit.value_or(0)},
         {u"used"_s, m_used},
         {u"resets_at"_s, m_resetsAt.toString()},
         {u"retry_after_s"_s, wait}}};
}

} // namespace datakubo::services
