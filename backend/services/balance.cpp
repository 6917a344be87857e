#include "backend/domain/intervals.h"
#include "backend/services/consumptionservice.h"
#include "backend/services/places.h"
#include "backend/storage/communitystore.h"

#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr qint64 mostBalanceDays = 400;

DaySpan daysOf(const TimeSpan &time, const QTimeZone &zone)
{
    return {localDate(time.from, zone), time.to ? localDate(*time.to, zone) : QDate()};
}

// Those on which meters below are counted: on the day of its first reading one is not yet.
std::vector<DaySpan> fedDaysOf(const MeterPlace &place, const QTimeZone &zone)
{
    std::vector<DaySpan> days;
    for (const TimeSpan &time : place.fed) {
        days.push_back(daysOf(time, zone));
        days.back().first = days.back().first.addDays(1);
    }
    return days;
}

} // namespace

std::vector<DayReading>
ConsumptionService::dayReadings(const std::vector<storage::MeterWindow> &chain, QDate first,
                                QDate last, const QTimeZone &zone)
{
    std::vector<Timestamp> ends;
    for (QDate day = first; day <= last; day = day.addDays(1))
        ends.push_back(startOfDay(day.addDays(1), zone));
    const auto values = m_history.at(chain, ends);
    std::vector<DayReading> readings;
    Timestamp begin = startOfDay(first, zone);
    QDate day = first;
    for (RegisterAt value : values) {
        // One at midnight sharp belongs to the next day already.
        if (value.before == value.at) {
            const std::array justBefore{value.at - 1};
            value = m_history.at(chain, justBefore).front();
        }
        if (value.before && *value.before >= begin)
            readings.push_back({day, value.totalBefore});
        day = day.addDays(1);
        begin = startOfDay(day, zone);
    }
    return readings;
}

Result<Balance> ConsumptionService::balance(const QString &communityUuid, std::optional<QDate> from,
                                            std::optional<QDate> to)
{
    const auto community = storage::CommunityStore(m_session).find(m_visibility, communityUuid);
    if (!community)
        return Error{
            ErrorCode::CustomerNotFound, u"Customer %1 not found"_s.arg(communityUuid), {}};
    storage::PlaceStore store(m_session);
    const QTimeZone zone(store.timeZone(m_principal.organization, community->id));
    const QDate end = to.value_or(localDate(m_environment.clock.now(), zone).addDays(1));
    const QDate first = from.value_or(end.addDays(-30));
    if (first >= end)
        return Error::field(u"from"_s, u"from must be before to"_s);
    if (first.daysTo(end) > mostBalanceDays)
        return Error::field(u"from"_s, u"At most %1 days at once"_s.arg(mostBalanceDays));
    // Of a day that is not over the meters have been heard unequally far.
    const QDate last = std::min(end, localDate(m_environment.clock.now(), zone)).addDays(-1);

    const std::vector<MeterPlace> places = placesOf(store.ofCommunity(community->id));
    std::vector<BalanceMeter> meters;
    for (const MeterPlace &place : places) {
        BalanceMeter meter;
        meter.eui = place.meter.eui;
        meter.name = place.meter.name;
        meter.isPrincipal = place.meter.isPrincipal;
        meter.lastSeenAt = place.meter.lastSeenAt;
        if (place.service)
            meter.service = daysOf(*place.service, zone);
        meter.fedDays = fedDaysOf(place, zone);
        meter.readings = dayReadings(place.chain, first.addDays(-1), last, zone);
        meters.push_back(std::move(meter));
    }
    const Balance balance = balanceOf(meters, first, last);
    // Only those that are missing need what came before.
    std::set<DevEui> missing;
    for (const BalanceDay &day : balance.days) {
        for (const MissingMeter &meter : day.missing)
            missing.insert(meter.eui);
    }
    if (missing.empty())
        return balance;
    for (size_t i = 0; i < places.size(); ++i) {
        if (missing.contains(meters[i].eui)) {
            meters[i].readings =
                dayReadings(places[i].chain, first.addDays(-balanceLookBackDays - 1), last, zone);
        }
    }
    return balanceOf(meters, first, last);
}

} // namespace datakubo::services
