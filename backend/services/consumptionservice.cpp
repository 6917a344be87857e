#include "backend/services/consumptionservice.h"

#include "backend/domain/intervals.h"
#include "backend/services/places.h"
#include "backend/storage/attentionstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestore.h"

#include <algorithm>
#include <array>
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
    case Interval::Hour: return day.addDays(-1);
    case Interval::Day: return day.addDays(-30);
    case Interval::Month: break;
    }
    return QDate(day.year(), day.month(), 1).addMonths(-11);
}

Timestamp momentOf(const ConsumptionRange::Moment &moment, const QTimeZone &zone)
{
    return moment.at ? *moment.at : startOfDay(moment.day, zone);
}

bool isEarlier(const RegisterMark &a, const RegisterMark &b)
{
    return a.at < b.at;
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

Result<ConsumptionService::Span> ConsumptionService::spanOf(const ConsumptionRange &range,
                                                            CommunityId community, size_t mostHours)
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
    const size_t most = range.interval == Interval::Hour  ? mostHours
                        : range.interval == Interval::Day ? mostDays
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

Timestamp ConsumptionService::knownUntil(const RegisterAt &last, const Span &span)
{
    if (last.after || !last.before)
        return span.until;
    return std::min(span.until, *last.before);
}

Result<ConsumptionReport>
ConsumptionService::ofMeters(const std::vector<storage::ResidentMeter> &meters, const Span &span,
                             const ConsumptionRange &range)
{
    const Interval interval = range.interval;
    ConsumptionReport report;
    std::vector<PlaceHistory::Values> values;
    std::vector<PlaceHistory::Values> stays; // of one place: what went on after a swap is one
    std::set<DeviceId> places;
    for (size_t i = 0; i < meters.size(); ++i) {
        const storage::ResidentMeter &meter = meters[i];
        places.insert(meter.place);
        values.push_back(m_history.during(meter, span.moments));
        if (i > 0 && meters[i - 1].to == meter.from)
            stays.back() = joined(std::array{stays.back(), values.back()});
        else
            stays.push_back(values.back());
        const TimeSpan time{std::max(span.from, meter.from),
                            std::min(span.moments.back(), meter.to.value_or(span.moments.back()))};
        if (time.from < *time.to) {
            const auto marks = m_history.marks(std::span(&meter.window, 1), time.from, *time.to);
            report.marks.insert(report.marks.end(), marks.begin(), marks.end());
        }
    }
    std::stable_sort(report.marks.begin(), report.marks.end(), isEarlier);
    report.series = places.size() == 1
                        ? seriesOf(std::span<const PlaceHistory::Values>(stays), interval)
                        : sumOf(values, interval);
    report.series.from = span.from;
    report.series.to = span.moments.back();
    report.series.interval = interval;
    if (range.hasParts)
        report.parts = partsOf(meters, span);
    return report;
}

Result<ConsumptionReport> ConsumptionService::ofDevice(DevEui eui, const ConsumptionRange &range)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return Error{
            ErrorCode::DeviceNotFound, u"Device with EUI %1 not found"_s.arg(eui.toString()), {}};
    const auto span = spanOf(range, device->community, mostHoursOfMeter);
    if (!span)
        return span.error();
    storage::PlaceStore places(m_session);
    if (m_visibility.reach == Visibility::Reach::Resident) { // their own time there, nobody else's
        auto meters = places.ofResident(m_visibility.resident);
        std::erase_if(
            meters, [&](const storage::ResidentMeter &meter) { return meter.place != device->id; });
        return ofMeters(meters, *span, range);
    }
    const auto chain = places.chain(device->organization, device->id);
    const PlaceHistory::Values values = m_history.at(chain, span->moments);
    ConsumptionReport report;
    report.series = seriesOf(values, range.interval);
    report.marks = m_history.marks(chain, span->from, span->moments.back());
    for (size_t i = 1; i < chain.size(); ++i) {
        const Timestamp swap = *chain[i].installedAt;
        if (swap >= span->from && swap < span->moments.back())
            report.marks.push_back({chain[i].device, swap, RegisterMarkKind::Swap, {}, {}, {}});
    }
    std::stable_sort(report.marks.begin(), report.marks.end(), isEarlier);
    const Timestamp known = knownUntil(values.back(), *span);
    report.comparison = compare(*span, known, device->community, [&](Timestamp from, Timestamp to) {
        return m_history.used(chain, from, to);
    });
    if (range.hasParts)
        report.parts = named(m_history.parts(chain, {}, span->from, span->moments.back()));
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
    auto report = ofMeters(meters, *span, range);
    if (!report)
        return report;
    Timestamp known = span->until;
    const std::array end{span->moments.back()};
    for (const storage::ResidentMeter &meter : meters) {
        if (!meter.to)
            known = std::min(known, knownUntil(m_history.during(meter, end).back(), *span));
    }
    report->comparison =
        compare(*span, known, resident->community, [&](Timestamp from, Timestamp to) {
            std::optional<Volume> sum;
            const std::array moments{from, to};
            for (const storage::ResidentMeter &meter : meters) {
                const auto values = m_history.during(meter, moments);
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
    const auto all = placesOf(storage::PlaceStore(m_session).ofCommunity(community->id));
    const std::vector<MeterPlace> places = consumingPlaces(all);
    std::vector<PlaceHistory::Values> values;
    for (const MeterPlace &place : places) {
        for (PlaceHistory::Values &counted : m_history.counted(place, span->moments))
            values.push_back(std::move(counted));
    }
    ConsumptionReport report;
    report.series = sumOf(values, range.interval);
    report.series.from = span->from;
    report.series.to = span->moments.back();
    // Of many meters each was heard last at another time.
    report.comparison =
        compare(*span, span->until, community->id,
                [&](Timestamp from, Timestamp to) { return sumBetween(places, from, to); });
    if (range.hasParts)
        report.parts = partsOf(all, *span);
    return report;
}

Result<Listing<AttentionItem>> ConsumptionService::attention(const QString &communityUuid,
                                                             const PageRequest &page)
{
    if (page.cursor && !page.cursor->fits(u"questions"_s, true))
        return Error::field(u"cursor"_s, u"The cursor does not belong to this list"_s);
    return storage::AttentionStore(m_session).list(m_visibility, communityUuid,
                                                   m_environment.clock.now(), page);
}

} // namespace datakubo::services
