#include "backend/services/overviewservice.h"

#include "backend/services/jobservice.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/jobstore.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/readingstore.h"
#include "backend/storage/usagestore.h"

#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// A network server retries for an hour at most; a month is generous.
constexpr qint64 uplinkKeysKept = 35 * duration::day;
constexpr int forgottenAtOnce = 5000;
// A job is touched with every piece, a few times a second; of another process on this database
// nothing else is known.
constexpr qint64 jobSilence = 10 * duration::minute;
constexpr qint64 endedJobsKept = 90 * duration::day;

} // namespace

OverviewService::OverviewService(storage::Session &session, const Environment &environment,
                                 const Principal &principal)
    : m_session(session), m_environment(environment), m_principal(principal)
{
}

Result<SubscriptionTier> OverviewService::tierOf(const QString &name) const
{
    auto tier = findTier(m_environment.tiers, name);
    if (!tier) {
        return Error{ErrorCode::NotFound,
                     u"The subscription tier '%1' is not in subscription_tiers.json"_s.arg(name),
                     {}};
    }
    return std::move(*tier);
}

Result<OverviewCounts> OverviewService::counts()
{
    const OrganizationId id = m_principal.organization;
    const auto organization = storage::OrganizationStore(m_session).find(id);
    if (!organization)
        return Error{ErrorCode::NotFound, u"The organization no longer exists"_s, {}};
    storage::DeviceStore devices(m_session);
    OverviewCounts counts;
    counts.devices = devices.countActive(id);
    counts.online = devices.countWithStatus(id, DeviceStatus::Online);
    counts.offline = devices.countWithStatus(id, DeviceStatus::Offline);
    counts.maintenance = devices.countWithStatus(id, DeviceStatus::Maintenance);
    counts.unregistered = storage::DeviceStateStore(m_session).countUnregistered(id);
    counts.communities = storage::CommunityStore(m_session).count(id);
    counts.residents = storage::ResidentStore(m_session).count(id);
    const auto month =
        CalendarMonth::of(m_environment.clock.now(), QTimeZone(organization->timeZone.toLatin1()));
    counts.webhooksThisMonth = storage::UsageStore(m_session).inMonth(id, month.toString());
    counts.webhookLimit = webhookLimit(*organization, m_environment.tiers);
    return counts;
}

std::vector<LastUplink> OverviewService::lastUplinks(int limit)
{
    storage::DeviceStore devices(m_session);
    storage::ReadingStore readings(m_session);
    std::vector<LastUplink> last;
    for (const auto &heard :
         storage::DeviceStateStore(m_session).lastHeard(Visibility::of(m_principal), limit)) {
        auto device = devices.find(m_principal.organization, heard.device);
        if (!device || !device->lastRecordedAt)
            continue;
        auto reading =
            readings.find(m_principal.organization, heard.device, *device->lastRecordedAt);
        if (!reading)
            continue;
        std::optional<Volume> since;
        if (heard.previousVolume)
            since = reading->volume - *heard.previousVolume;
        last.push_back({std::move(*device), std::move(*reading), since});
    }
    return last;
}

Result<BillingSummary> OverviewService::billing(const QString &period)
{
    const auto organization = storage::OrganizationStore(m_session).find(m_principal.organization);
    if (!organization)
        return Error{ErrorCode::NotFound, u"The organization no longer exists"_s, {}};
    const auto tier = tierOf(organization->subscriptionTier);
    if (!tier)
        return tier.error();
    storage::DeviceStore devices(m_session);
    qint64 active = devices.countActive(organization->id);
    if (!period.isEmpty()) {
        const auto month =
            CalendarMonth::parse(period, QTimeZone(organization->timeZone.toLatin1()));
        const Timestamp now = m_environment.clock.now();
        if (!month || month->begin > now) {
            return Error::field(u"period"_s,
                                u"period must be a month up to this one, such as 2026-11"_s);
        }
        if (month->end <= now)
            active = devices.countActiveAt(organization->id, month->end);
    }
    return billingFor(*tier, active, organization->currency);
}

std::vector<Organization> UpkeepService::organizations()
{
    return storage::OrganizationStore(m_session).all();
}

int UpkeepService::run()
{
    const Timestamp now = m_environment.clock.now();
    storage::ReadingStore(m_session).preparePartitions({now, now + 30 * duration::day});
    storage::UplinkKeyStore(m_session).forgetBefore(now - uplinkKeysKept, forgottenAtOnce);
    failAbandonedJobs(m_session, now - jobSilence, now);
    storage::JobStore(m_session).forgetEndedBefore(now - endedJobsKept);
    int offline = 0;
    for (const Organization &organization : organizations()) {
        offline += storage::DeviceStore(m_session).markSilentOffline(
            organization.id, now - organization.offlineAfterHours * duration::hour);
    }
    return offline;
}

} // namespace datakubo::services
