#include "backend/domain/consumption.h"

#include "backend/domain/intervals.h"

#include <algorithm>

namespace datakubo {

namespace {

// How far the nearest believed reading is; only asked between two of them.
qint64 distance(const RegisterAt &value)
{
    return std::min(value.at - *value.before, *value.after - value.at);
}

bool isInGap(const RegisterAt &value, Interval interval)
{
    return value.isBetween() && distance(value) > nominalLength(interval) * 3 / 4;
}

bool isCertain(const RegisterAt &value, Interval interval)
{
    return value.before && value.after && distance(value) <= nominalLength(interval) / 8;
}

// What the register shows when `run` of the water between two readings was used.
std::optional<Volume> levelBetween(const RegisterPoint &before, const RegisterPoint &after,
                                   Volume run)
{
    switch (after.step) {
    case RegisterStep::Normal:
    case RegisterStep::Held:
    case RegisterStep::Leapt: break;
    case RegisterStep::RollOver: {
        const Volume end = before.level + (after.total - before.total) - after.level;
        const Volume shown = before.level + run;
        return shown >= end ? shown - end : shown;
    }
    case RegisterStep::Restart: return run; // all that is counted was used after it
    case RegisterStep::Dropped: return std::nullopt;
    }
    return before.level + run;
}

Quality qualityOf(const RegisterAt &opening, const RegisterAt &closing, Interval interval)
{
    if (isInGap(opening, interval) || isInGap(closing, interval))
        return Quality::Gap;
    return isCertain(opening, interval) && isCertain(closing, interval) ? Quality::Measured
                                                                        : Quality::Estimated;
}

} // namespace

bool hasReadings(const RegisterAt &opening, const RegisterAt &closing)
{
    if (!opening.after || !closing.before)
        return false;
    const bool endsBefore = !closing.after && *closing.before <= opening.at;
    const bool beginsAfter = !opening.before && *opening.after >= closing.at;
    return !endsBefore && !beginsAfter;
}

std::vector<RegisterAt> RegisterCurve::at(std::span<const Timestamp> moments) const
{
    std::vector<RegisterAt> values;
    values.reserve(moments.size());
    size_t next = 0; // the first point at or after the moment
    for (const Timestamp moment : moments) {
        while (next < m_points.size() && m_points[next].at < moment)
            ++next;
        values.push_back(at(moment, next));
    }
    return values;
}

RegisterAt RegisterCurve::at(Timestamp moment, size_t next) const
{
    RegisterAt value;
    value.at = moment;
    if (m_points.empty())
        return value;
    if (next == m_points.size()) {
        const RegisterPoint &last = m_points.back();
        value.total = value.totalBefore = last.total;
        value.value = value.levelBefore = last.level;
        value.before = last.at;
        return value;
    }
    const RegisterPoint &after = m_points[next];
    value.after = after.at;
    if (after.at == moment) {
        value.total = value.totalBefore = after.total;
        value.value = value.levelBefore = after.level;
        value.before = after.at;
        return value;
    }
    if (next == 0) {
        value.value = after.level;
        value.total = value.totalBefore = after.total;
        return value;
    }
    const RegisterPoint &before = m_points[next - 1];
    const Volume run = share(after.total - before.total, moment - before.at, after.at - before.at);
    value.before = before.at;
    value.totalBefore = before.total;
    value.levelBefore = before.level;
    value.total = before.total + run;
    value.value = levelBetween(before, after, run);
    return value;
}

std::vector<RegisterAt> joined(std::span<const std::vector<RegisterAt>> meters)
{
    std::vector<RegisterAt> values;
    if (meters.empty())
        return values;
    values = meters.front();
    for (const std::vector<RegisterAt> &later : meters.subspan(1)) {
        for (size_t i = 0; i < values.size(); ++i) {
            RegisterAt &value = values[i];
            const RegisterAt &next = later[i];
            if (next.before) { // the later meter stood there by then
                const Volume earlier = value.total;
                value = next;
                value.total = earlier + next.total;
                value.totalBefore = earlier + next.totalBefore;
            } else if (value.before && !value.after) {
                value.after = next.after; // between the last of one and the first of the other
            } else if (!value.before && !value.after) {
                value = next;
            }
        }
    }
    return values;
}

RegisterPoint Closing::before() const
{
    RegisterPoint point;
    point.at = *value.before;
    point.level = value.levelBefore;
    point.total = value.totalBefore;
    return point;
}

std::vector<Closing> closingsOf(std::span<const RegisterPoint> points,
                                std::span<const Timestamp> moments)
{
    std::vector<Closing> closings;
    size_t next = 0;
    for (const RegisterAt &value : RegisterCurve(points).at(moments)) {
        while (next < points.size() && points[next].at < value.at)
            ++next;
        if (!value.before || next == points.size() || !points[next].settledBy)
            continue;
        // A walk that went on from what took an answer over would not know that it did.
        const RegisterPoint &start = value.isRead() ? points[next] : points[next - 1];
        if (!start.isAnsweredByNext)
            closings.push_back({value, *points[next].settledBy});
    }
    return closings;
}

ConsumptionSeries seriesOf(std::span<const RegisterAt> values, Interval interval)
{
    ConsumptionSeries series;
    series.interval = interval;
    if (values.size() < 2)
        return series;
    series.from = values.front().at;
    series.to = values.back().at;
    series.total = values.back().total - values.front().total;
    bool continuesGap = false;
    for (size_t i = 0; i + 1 < values.size(); ++i) {
        const RegisterAt &opening = values[i];
        const RegisterAt &closing = values[i + 1];
        if (!hasReadings(opening, closing))
            continue;
        ConsumptionItem item;
        item.from = opening.at;
        item.to = closing.at;
        item.consumption = closing.total - opening.total;
        item.opening = opening.value;
        item.closing = closing.value;
        item.quality = qualityOf(opening, closing, interval);
        item.openingIsInterpolated = !opening.isRead();
        item.closingIsInterpolated = !closing.isRead();
        if (continuesGap && !series.items.empty() && series.items.back().to == item.from) {
            ConsumptionItem &span = series.items.back();
            span.to = item.to;
            span.consumption = span.consumption + item.consumption;
            span.closing = item.closing;
            span.closingIsInterpolated = item.closingIsInterpolated;
            span.quality = Quality::Gap;
        } else {
            series.items.push_back(item);
        }
        continuesGap = isInGap(closing, interval);
    }
    return series;
}

ConsumptionSeries seriesOf(std::span<const std::vector<RegisterAt>> times, Interval interval)
{
    ConsumptionSeries series;
    series.interval = interval;
    for (const std::vector<RegisterAt> &values : times) {
        const ConsumptionSeries next = seriesOf(values, interval);
        if (&values == &times.front())
            series = {next.from, next.to, interval, {}, {}};
        series.total = series.total + next.total;
        for (const ConsumptionItem &item : next.items) {
            if (series.items.empty() || series.items.back().to <= item.from) {
                series.items.push_back(item);
                continue;
            }
            ConsumptionItem &shared = series.items.back();
            shared.from = std::min(shared.from, item.from);
            shared.to = std::max(shared.to, item.to);
            shared.consumption = shared.consumption + item.consumption;
            shared.closing = item.closing;
            shared.quality = std::max(shared.quality, item.quality);
            shared.closingIsInterpolated = item.closingIsInterpolated;
        }
    }
    return series;
}

ConsumptionSeries sumOf(std::span<const std::vector<RegisterAt>> meters, Interval interval)
{
    ConsumptionSeries series;
    series.interval = interval;
    if (meters.empty() || meters.front().size() < 2)
        return series;
    const std::vector<RegisterAt> &first = meters.front();
    series.from = first.front().at;
    series.to = first.back().at;
    for (size_t i = 0; i + 1 < first.size(); ++i) {
        ConsumptionItem item;
        item.from = first[i].at;
        item.to = first[i + 1].at;
        bool isRead = false;
        for (const std::vector<RegisterAt> &meter : meters) {
            const RegisterAt &opening = meter[i];
            const RegisterAt &closing = meter[i + 1];
            if (!hasReadings(opening, closing))
                continue;
            isRead = true;
            item.consumption = item.consumption + (closing.total - opening.total);
            item.quality = std::max(item.quality, qualityOf(opening, closing, interval));
            item.openingIsInterpolated = item.openingIsInterpolated || !opening.isRead();
            item.closingIsInterpolated = item.closingIsInterpolated || !closing.isRead();
        }
        if (!isRead)
            continue;
        series.total = series.total + item.consumption;
        series.items.push_back(item);
    }
    return series;
}

} // namespace datakubo
