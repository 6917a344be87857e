#include "backend/domain/intervals.h"
#include "backend/services/consumptionservice.h"
#include "backend/services/places.h"
#include "backend/storage/communitystore.h"

#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr qint64 mostBalanceDays = 400;

} // namespace

std::vector<DayReading> ConsumptionService::dayReadings(const Chain &chain, QDate first, QDate last,
                                                        const QTimeZone &zone)
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
        return Error{ErrorCode::CustomerNotFound, u"Customer %1 not found"_s.arg(communityUuid), {}};
    storage::PlaceStore store(m_session);
    const QTimeZone zone(store.timeZone(m_principal.organization, community->id));
    const QDate end = to.value_or(localDate(m_environment.clock.now(), zone).addDays(1));
    const QDate first = from.value_or(end.addDays(-30));
    if (first >= end)
        return Error::field(u"from"_s, u"from must be before to"_s);
    if (first.daysTo(end) > mostBalanceDays)
        return Error::field(u"from"_s, u"At most %1 days at once"_s.arg(mostBalanceDays));

    std::vector<MeterPlace> places = placesOf(store.ofCommunity(community->id));
    std::erase_if(places, [](const MeterPlace &place) {
        return !place.meter.isPrincipal && !isLeaf(place);
    });
    std::vector<BalanceMeter> meters;
    for (const MeterPlace &place : places) {
        meters.push_back({place.meter.eui, place.meter.name, place.meter.isPrincipal,
                          place.meter.isActive, place.meter.lastSeenAt,
                          dayReadings(place.chain, first.addDays(-1), end.addDays(-1), zone)});
    }
    const Balance balance = balanceOf(meters, first, end.addDays(-1));
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
                dayReadings(places[i].chain, first.addDays(-balanceLookBackDays - 1),
                            end.addDays(-1), zone);
        }
    }
    return balanceOf(meters, first, end.addDays(-1));
}

} // namespace datakubo::services
