#include "backend/services/placehistory.h"

#include <algorithm>
#include <array>

namespace datakubo::services {

PlaceHistory::Values PlaceHistory::at(const storage::MeterWindow &meter,
                                      std::span<const Timestamp> moments)
{
    if (!meter.removedAt || moments.empty() || moments.back() <= *meter.removedAt)
        return m_history.at(meter, moments);
    // A meter that came back at another place is never asked about its time there.
    std::vector<Timestamp> within;
    for (const Timestamp moment : moments)
        within.push_back(std::min(moment, *meter.removedAt));
    Values values = m_history.at(meter, within);
    for (size_t i = 0; i < moments.size(); ++i) {
        if (moments[i] <= *meter.removedAt)
            continue;
        values[i].at = moments[i];
        values[i].after.reset();
        values[i].totalBefore = values[i].total;
    }
    return values;
}

PlaceHistory::Values PlaceHistory::at(Chain chain, std::span<const Timestamp> moments)
{
    std::vector<Values> meters;
    for (const storage::MeterWindow &meter : chain)
        meters.push_back(at(meter, moments));
    return joined(meters);
}

PlaceHistory::Values PlaceHistory::during(Chain chain, const TimeSpan &time,
                                          std::span<const Timestamp> moments)
{
    std::vector<Timestamp> within{time.from};
    for (const Timestamp moment : moments)
        within.push_back(std::max(time.from, std::min(moment, time.to.value_or(moment))));
    Values values = at(chain, within);
    const Volume begin = values.front().total;
    values.erase(values.begin());
    for (size_t i = 0; i < moments.size(); ++i) {
        RegisterAt &value = values[i];
        value.at = moments[i];
        value.total = value.total - begin;
        value.totalBefore = std::max(value.totalBefore - begin, Volume{});
        if (value.at < time.from) {
            value.before.reset();
            value.after = value.after ? std::optional(time.from) : std::nullopt;
        } else if (time.to && value.at > *time.to) {
            value.after.reset();
            value.before = value.before ? time.to : std::nullopt;
        }
    }
    return values;
}

PlaceHistory::Values PlaceHistory::during(const storage::ResidentMeter &meter,
                                          std::span<const Timestamp> moments)
{
    return during(std::span(&meter.window, 1), {meter.from, meter.to}, moments);
}

std::vector<PlaceHistory::Values> PlaceHistory::counted(const MeterPlace &place,
                                                        std::span<const Timestamp> moments)
{
    if (place.meter.isPrincipal || place.fed.empty())
        return {at(place.chain, moments)};
    std::vector<Values> values;
    for (const TimeSpan &time : leafTimes(place)) {
        if (time.meets(moments.front(), moments.back()))
            values.push_back(during(place.chain, time, moments));
    }
    return values;
}

std::optional<Volume> PlaceHistory::used(Chain chain, Timestamp from, Timestamp to)
{
    const std::array moments{from, to};
    const Values values = at(chain, moments);
    if (values.size() != 2 || !values[0].before || !values[1].after)
        return std::nullopt;
    return values[1].total - values[0].total;
}

std::optional<Volume> PlaceHistory::counted(const MeterPlace &place, Timestamp from, Timestamp to)
{
    Volume sum;
    if (!place.service || !place.service->meets(from, to))
        return sum;
    const TimeSpan &service = *place.service;
    const auto times = place.meter.isPrincipal ? std::vector{TimeSpan{}} : leafTimes(place);
    for (const TimeSpan &time : times) {
        const Timestamp begin = std::max(from, time.from);
        const Timestamp end = std::min(to, time.to.value_or(to));
        if (begin >= end || !service.meets(begin, end))
            continue;
        const std::array moments{begin, end};
        const Values values = at(place.chain, moments);
        if (!values[1].after && !service.to) // of a retired one nothing more is to come
            return std::nullopt;
        sum = sum + (values[1].total - values[0].total);
    }
    return sum;
}

std::vector<ConsumptionPart> PlaceHistory::parts(Chain chain, const TimeSpan &time, Timestamp from,
                                                 Timestamp to)
{
    std::vector<ConsumptionPart> parts;
    for (const storage::MeterWindow &meter : chain) {
        const Timestamp begin = std::max({from, time.from, meter.installedAt.value_or(from)});
        const Timestamp end = std::min({to, time.to.value_or(to), meter.removedAt.value_or(to)});
        if (begin >= end)
            continue;
        const std::array moments{begin, end};
        const Values values = at(meter, moments);
        auto part = partOf(values[0], values[1]);
        if (!part)
            continue;
        part->device = meter.device;
        part->marks = m_history.marks(meter, part->firstReading() + 1, part->lastReading() + 1);
        parts.push_back(std::move(*part));
    }
    return parts;
}

std::vector<RegisterMark> PlaceHistory::marks(Chain chain, Timestamp from, Timestamp to)
{
    std::vector<RegisterMark> marks;
    for (const storage::MeterWindow &meter : chain) {
        const Timestamp begin = std::max(from, meter.installedAt.value_or(from));
        const Timestamp end = std::min(to, meter.removedAt ? *meter.removedAt + 1 : to);
        if (begin >= end)
            continue;
        const auto more = m_history.marks(meter, begin, end);
        marks.insert(marks.end(), more.begin(), more.end());
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const RegisterMark &a, const RegisterMark &b) { return a.at < b.at; });
    return marks;
}

} // namespace datakubo::services
