#pragma once
#include "backend/domain/organization.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

#include <optional>

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// How many messages may still come in this calendar month (of the organization's time zone).
class Allowance
{
public:
    Allowance(storage::Session &session, const Environment &environment,
              const Organization &organization);

    // False when they do not fit; then nothing is taken.
    bool take(qint64 messages);
    // The same for a webhook that was held; one with more messages than a whole month allows is
    // taken where nothing else was yet, or it would never be.
    bool takeHeld(qint64 messages);
    // Messages of the largest held webhook that takeHeld() would take now.
    qint64 mostOfHeld() const;
    // RATE_LIMIT_EXCEEDED with limit, used, resets_at and how long until then.
    Error refusal() const;

private:
    std::optional<qint64> m_limit; // empty also when the policy is to count only
    qint64 m_used = 0;
    Timestamp m_now;
    Timestamp m_resetsAt;
};

} // namespace datakubo::services
