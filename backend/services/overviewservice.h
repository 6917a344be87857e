#pragma once
#include "backend/domain/access.h"
#include "backend/domain/organization.h"
#include "backend/domain/overview.h"
#include "backend/domain/result.h"
#include "backend/domain/subscription.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// The numbers of the first page and of the bill: counted now, never kept.
class OverviewService
{
public:
    OverviewService(storage::Session &session, const Environment &environment,
                    const Principal &principal);

    Result<OverviewCounts> counts();
    // The devices heard last, the newest first.
    std::vector<LastUplink> lastUplinks(int limit);

    // Today's tier and the devices that are active now; for a past month ("2026-10") those that
    // were at its end. A device that was retired and registered again counts from the last time.
    Result<BillingSummary> billing(const QString &period = {});

private:
    Result<SubscriptionTier> tierOf(const QString &name) const;

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
};

// Work of the program itself, run once a minute as a writer job.
class UpkeepService
{
public:
    UpkeepService(storage::Session &session, const Environment &environment)
        : m_session(session), m_environment(environment)
    {
    }

    // Silent devices go offline, old deduplication ids are forgotten, next month's partition is
    // made. How many devices went offline.
    int run();
    // Those it concerns: all.
    std::vector<Organization> organizations();

private:
    storage::Session &m_session;
    const Environment &m_environment;
};

} // namespace datakubo::services
