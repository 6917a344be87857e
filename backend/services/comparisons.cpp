#include "backend/domain/occupancy.h"
#include "backend/services/consumptionservice.h"
#include "backend/services/places.h"

#include <algorithm>
#include <array>

namespace datakubo::services {

namespace {

// The same time of the same date, years earlier.
Timestamp yearBefore(Timestamp moment, const QTimeZone &zone)
{
    return {QDateTime::fromMSecsSinceEpoch(moment.ms, zone).addYears(-1).toMSecsSinceEpoch()};
}

// Where a period as long as this one began: as many months when it is whole months, else as many
// local days, so that it starts at the same time of day.
Timestamp periodBefore(Timestamp from, Timestamp to, const QTimeZone &zone)
{
    const QDateTime begin = QDateTime::fromMSecsSinceEpoch(from.ms, zone);
    const QDateTime end = QDateTime::fromMSecsSinceEpoch(to.ms, zone);
    if (begin.date().day() == 1 && end.date().day() == 1 && begin.time() == end.time()) {
        const int months = (end.date().year() - begin.date().year()) * 12 + end.date().month()
                           - begin.date().month();
        return {begin.addMonths(-months).toMSecsSinceEpoch()};
    }
    const qint64 days = begin.date().daysTo(end.date());
    if (days == 0)
        return from - (to - from);
    return {begin.addDays(-days).toMSecsSinceEpoch()};
}

// As far after another beginning, by the days and the time of the calendar.
Timestamp asFar(Timestamp begin, Timestamp from, Timestamp until, const QTimeZone &zone)
{
    const QDateTime end = QDateTime::fromMSecsSinceEpoch(until.ms, zone);
    const QDateTime start = QDateTime::fromMSecsSinceEpoch(from.ms, zone);
    const QDateTime other = QDateTime::fromMSecsSinceEpoch(begin.ms, zone);
    if (start.date() == end.date())
        return begin + (until - from);
    const QDate day = other.date().addDays(start.date().daysTo(end.date()));
    return {QDateTime(day, end.time(), zone).toMSecsSinceEpoch()};
}

} // namespace

ConsumptionComparison ConsumptionService::compare(const Span &span, Timestamp known,
                                                  CommunityId community, const Used &usedBetween)
{
    ConsumptionComparison comparison;
    // Of a period that is not over, or that was not heard to its end, as much of the one before as
    // there is of this one: silence is no saving.
    if (known > span.from) {
        const Timestamp before = periodBefore(span.from, span.moments.back(), span.zone);
        const bool isWhole = known == span.moments.back();
        comparison.periodBefore = usedBetween(
            before,
            isWhole ? span.from : std::min(asFar(before, span.from, known, span.zone), span.from));
        comparison.lastYear =
            usedBetween(yearBefore(span.from, span.zone), yearBefore(known, span.zone));
    }
    addAverage(comparison, span, community);
    return comparison;
}

void ConsumptionService::addAverage(ConsumptionComparison &comparison, const Span &span,
                                    CommunityId community)
{
    if (!community.isValid())
        return;
    const std::array moments{span.from, span.until};
    Volume sum;
    std::vector<std::pair<ResidentId, DeviceId>> livingAt;
    for (const storage::ResidentMeter &meter :
         storage::PlaceStore(m_session).ofResidents(community, span.from, span.until)) {
        const auto values = m_history.during(meter, moments);
        if (!values[0].after || !values[1].before)
            continue;
        sum = sum + (values[1].total - values[0].total);
        livingAt.push_back({meter.resident, meter.place});
    }
    comparison.households = households(livingAt);
    if (comparison.households >= fewestHouseholdsToCompare)
        comparison.communityAverage = share(sum, 1, comparison.households);
}

std::optional<Volume> ConsumptionService::sumBetween(const std::vector<MeterPlace> &places,
                                                     Timestamp from, Timestamp to)
{
    std::optional<Volume> sum;
    for (const MeterPlace &place : places) {
        if (!place.service || !place.service->meets(from, to))
            continue;
        const auto part = m_history.counted(place, from, to);
        if (!part) // a sum without one of them compares with nothing
            return std::nullopt;
        sum = sum.value_or(Volume{}) + *part;
    }
    return sum;
}

} // namespace datakubo::services
