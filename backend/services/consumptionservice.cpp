#include "backend/services/consumptionservice.h"

#include "backend/domain/intervals.h"
#include "backend/services/places.h"
#include "backend/storage/attentionstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestore.h"

#include <algorithm>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr size_t mostHoursOfMeter = 9000; // a year and a few days
constexpr size_t mostHoursOfMany = 800;   // a month
constexpr size_t mostDays = 4000;
constexpr size_t mostMonths = 400;

QDate dayBefore(Interval interval, QDate day)
{
    switch (interval) {
    case Interval::Hour:
        return day.addDays(-1);
    case Interval::Day:
        return day.addDays(-30);
    case Interval::Month:
        break;
    }
    return QDate(day.year(), day.month(), 1).addMonths(-11);
}

Timestamp momentOf(const ConsumptionRange::Moment &moment, const QTimeZone &zone)
{
    return moment.at ? *moment.at : startOfDay(moment.day, zone);
}

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

} // namespace

ConsumptionService::ConsumptionService(storage::Session &session, const Environment &environment,
                                       const Principal &principal)
    : m_session(session),
      m_environment(environment),
      m_principal(principal),
      m_visibility(Visibility::of(principal)),
      m_history(session)
{
}

Result<ConsumptionService::Span>
ConsumptionService::spanOf(const ConsumptionRange &range, CommunityId community, size_t mostHours)
{
    Span span;
    span.zone =
        QTimeZone(storage::PlaceStore(m_session).timeZone(m_principal.organization, community));
    const Timestamp now = m_environment.clock.now();
    const Timestamp to = range.to ? momentOf(*range.to, span.zone) : now;
    span.from = range.from
        ? momentOf(*range.from, span.zone)
        : startOfDay(dayBefore(range.interval, localDate(to, span.zone)), span.zone);
    if (span.from >= to)
        return Error::field(u"from"_s, u"from must be before to"_s);
    const size_t most = range.interval == Interval::Hour ? mostHours
        : range.interval == Interval::Day                ? mostDays
                                                         : mostMonths;
    span.moments = boundaries(range.interval, span.from, to, span.zone, most);
    if (span.moments.back() != to) {
        return Error::field(u"interval"_s,
                            u"At most %1 intervals at once: take a longer interval or a shorter "
                            "range"_s.arg(most));
    }
    span.until = std::min(to, std::max(now, span.from + 1));
    return span;
}

std::optional<Volume> ConsumptionService::used(const Chain &chain, Timestamp from, Timestamp to)
{
    const std::array moments{from, to};
    const auto values = m_history.at(chain, moments);
    if (values.size() != 2 || !values[0].before || !values[1].after)
        return std::nullopt;
    return values[1].total - values[0].total;
}

ConsumptionComparison ConsumptionService::compare(const Span &span, CommunityId community,
                                                  const Used &usedBetween)
{
    ConsumptionComparison comparison;
    // Of a period that is not over, as much of the one before as there is of this one.
    const Timestamp before = periodBefore(span.from, span.moments.back(), span.zone);
    comparison.periodBefore =
        usedBetween(before, std::min(before + (span.until - span.from), span.from));
    comparison.lastYear =
        usedBetween(yearBefore(span.from, span.zone), yearBefore(span.until, span.zone));
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
    std::set<ResidentId> households;
    for (const storage::ResidentMeter &meter :
         storage::PlaceStore(m_session).ofResidents(community, span.from, span.until)) {
        const auto values = during(meter, moments);
        if (!values[0].after || !values[1].before)
            continue;
        sum = sum + (values[1].total - values[0].total);
        households.insert(meter.resident);
    }
    comparison.households = static_cast<int>(households.size());
    if (comparison.households >= fewestHouseholdsToCompare)
        comparison.communityAverage = share(sum, 1, comparison.households);
}

std::vector<RegisterAt> ConsumptionService::during(const storage::ResidentMeter &meter,
                                                   std::span<const Timestamp> moments)
{
    std::vector<Timestamp> within{meter.from};
    for (const Timestamp moment : moments) {
        const Timestamp latest = meter.to.value_or(moment);
        within.push_back(std::max(meter.from, std::min(moment, latest)));
    }
    std::vector<RegisterAt> values = m_history.at(meter.window, within);
    const Volume begin = values.front().total;
    values.erase(values.begin());
    for (size_t i = 0; i < moments.size(); ++i) {
        RegisterAt &value = values[i];
        value.at = moments[i];
        value.total = value.total - begin;
        value.totalBefore = std::max(value.totalBefore - begin, Volume{});
        if (value.at < meter.from) {
            value.before.reset();
            value.after = value.after ? std::optional(meter.from) : std::nullopt;
        } else if (meter.to && value.at > *meter.to) {
            value.after.reset();
            value.before = value.before ? std::optional(*meter.to) : std::nullopt;
        }
    }
    return values;
}

Result<ConsumptionReport>
ConsumptionService::ofMeters(const std::vector<storage::ResidentMeter> &meters, const Span &span,
                             Interval interval)
{
    ConsumptionReport report;
    std::vector<std::vector<RegisterAt>> values;
    std::set<DeviceId> places;
    for (const storage::ResidentMeter &meter : meters) {
        places.insert(meter.place);
        values.push_back(during(meter, span.moments));
    }
    report.series = places.size() == 1 ? seriesOf(joined(values), interval)
                                       : sumOf(values, interval);
    report.series.from = span.from;
    report.series.to = span.moments.back();
    report.series.interval = interval;
    if (places.size() == 1) {
        for (const storage::ResidentMeter &meter : meters) {
            const auto marks = m_history.marks(meter.window, std::max(span.from, meter.from),
                                               std::min(span.moments.back(),
                                                        meter.to.value_or(span.moments.back())));
            report.marks.insert(report.marks.end(), marks.begin(), marks.end());
        }
    }
    return report;
}

Result<ConsumptionReport> ConsumptionService::ofDevice(DevEui eui, const ConsumptionRange &range)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return Error{ErrorCode::DeviceNotFound,
                     u"Device with EUI %1 not found"_s.arg(eui.toString()), {}};
    const auto span = spanOf(range, device->community, mostHoursOfMeter);
    if (!span)
        return span.error();
    storage::PlaceStore places(m_session);
    if (m_visibility.reach == Visibility::Reach::Resident) { // their own time there, nobody else's
        auto meters = places.ofResident(m_visibility.resident);
        std::erase_if(meters, [&](const storage::ResidentMeter &meter) {
            return meter.place != device->id;
        });
        return ofMeters(meters, *span, range.interval);
    }
    const Chain chain = places.chain(device->organization, device->id);
    ConsumptionReport report;
    report.series = seriesOf(m_history.at(chain, span->moments), range.interval);
    for (const storage::MeterWindow &meter : chain) {
        const auto marks = m_history.marks(meter, span->from, span->moments.back());
        report.marks.insert(report.marks.end(), marks.begin(), marks.end());
        if (meter.installedAt && *meter.installedAt >= span->from
            && *meter.installedAt < span->moments.back()) {
            report.marks.push_back(
                {meter.device, *meter.installedAt, RegisterMarkKind::Swap, {}, {}, {}});
        }
    }
    std::stable_sort(report.marks.begin(), report.marks.end(),
                     [](const RegisterMark &a, const RegisterMark &b) { return a.at < b.at; });
    report.comparison =
        compare(*span, device->community,
                [&](Timestamp from, Timestamp to) { return used(chain, from, to); });
    return report;
}

Result<ConsumptionReport> ConsumptionService::ofResident(const QString &uuid,
                                                         const ConsumptionRange &range)
{
    const auto resident = storage::ResidentStore(m_session).find(m_visibility, uuid);
    if (!resident)
        return Error{ErrorCode::EndUserNotFound, u"End user %1 not found"_s.arg(uuid), {}};
    const auto span = spanOf(range, resident->community, mostHoursOfMeter);
    if (!span)
        return span.error();
    const auto meters = storage::PlaceStore(m_session).ofResident(resident->id);
    auto report = ofMeters(meters, *span, range.interval);
    if (!report)
        return report;
    report->comparison =
        compare(*span, resident->community, [&](Timestamp from, Timestamp to) {
            std::optional<Volume> sum;
            const std::array moments{from, to};
            for (const storage::ResidentMeter &meter : meters) {
                const auto values = during(meter, moments);
                if (values[0].before && values[1].after)
                    sum = sum.value_or(Volume{}) + (values[1].total - values[0].total);
            }
            return sum;
        });
    return report;
}

Result<ConsumptionReport> ConsumptionService::ofCommunity(const QString &uuid,
                                                          const ConsumptionRange &range)
{
    const auto community = storage::CommunityStore(m_session).find(m_visibility, uuid);
    if (!community)
        return Error{ErrorCode::CustomerNotFound, u"Customer %1 not found"_s.arg(uuid), {}};
    const auto span = spanOf(range, community->id, mostHoursOfMany);
    if (!span)
        return span.error();
    const std::vector<MeterPlace> places = consumingPlaces(
        placesOf(storage::PlaceStore(m_session).ofCommunity(community->id)));
    std::vector<std::vector<RegisterAt>> values;
    for (const MeterPlace &place : places)
        values.push_back(m_history.at(place.chain, span->moments));
    ConsumptionReport report;
    report.series = sumOf(values, range.interval);
    report.series.from = span->from;
    report.series.to = span->moments.back();
    report.comparison = compare(*span, community->id, [&](Timestamp from, Timestamp to) {
        std::optional<Volume> sum;
        for (size_t i = 0; i < places.size(); ++i) {
            const bool isRead = values[i].back().before.has_value();
            const auto part = used(places[i].chain, from, to);
            if (isRead && !part)
                return std::optional<Volume>(); // a sum without one of them compares with nothing
            if (part)
                sum = sum.value_or(Volume{}) + *part;
        }
        return sum;
    });
    return report;
}

Result<Listing<AttentionItem>> ConsumptionService::attention(const QString &communityUuid,
                                                             const PageRequest &page)
{
    if (page.cursor && !page.cursor->fits(u"-at"_s, true))
        return Error::field(u"cursor"_s, u"The cursor does not belong to this list"_s);
    return storage::AttentionStore(m_session).list(m_visibility, communityUuid,
                                                   m_environment.clock.now(), page);
}

} // namespace datakubo::services
