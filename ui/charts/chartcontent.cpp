#include "ui/charts/chartcontent.h"

#include "backend/domain/intervals.h"

#include <QDateTime>

#include <algorithm>

namespace datakubo::ui {

namespace {

Timestamp aYearLater(Timestamp at, const QTimeZone &zone)
{
    return {QDateTime::fromMSecsSinceEpoch(at.ms, zone).addYears(1).toMSecsSinceEpoch()};
}

std::vector<ChartPoint> yearLaterPoints(const ConsumptionReport *lastYear, const QTimeZone &zone)
{
    std::vector<ChartPoint> points;
    if (!lastYear)
        return points;
    for (const ChartBar &bar : barsOf(lastYear->series)) {
        // A meter that was not read yet counts for nothing: there is no line to begin.
        if (points.empty() && bar.volume == Volume{} && bar.quality != Quality::Measured)
            continue;
        // A gap becomes as many points as it has intervals: its average holds for each.
        const qint64 length = bar.to - bar.from;
        for (int i = 0; i < bar.intervals; ++i) {
            const Timestamp middle = bar.from + length * (2 * i + 1) / (2 * bar.intervals);
            points.push_back({aYearLater(middle, zone), bar.perInterval});
        }
    }
    return points;
}

std::vector<std::vector<ChartPoint>> registerLinesOf(const std::vector<ChartBar> &bars)
{
    std::vector<std::vector<ChartPoint>> lines;
    const ChartBar *before = nullptr;
    for (const ChartBar &bar : bars) {
        if (!bar.opening || !bar.closing)
            continue;
        const bool goesOn = before && before->to == bar.from && before->closing == bar.opening;
        if (!goesOn)
            lines.push_back({{bar.from, *bar.opening}});
        // Within an interval in which the register fell a straight line would be a lie.
        if (*bar.closing < *bar.opening)
            lines.push_back({});
        lines.back().push_back({bar.to, *bar.closing});
        before = &bar;
    }
    return lines;
}

} // namespace

std::optional<Volume> ChartContent::lastYearAt(const ChartBar &bar) const
{
    const auto point = std::partition_point(
        lastYear.begin(), lastYear.end(), [&bar](const ChartPoint &p) { return p.at < bar.from; });
    if (point == lastYear.end() || point->at >= bar.to)
        return std::nullopt;
    return point->value;
}

ChartContent chartOf(const ConsumptionReport &report, const ConsumptionReport *lastYear,
                     const QTimeZone &zone)
{
    ChartContent content;
    content.interval = report.series.interval;
    content.whole = {report.series.from, report.series.to};
    content.bars = barsOf(report.series);
    content.registerLines = registerLinesOf(content.bars);
    content.lastYear = yearLaterPoints(lastYear, zone);
    content.marks = report.marks;
    std::ranges::sort(content.marks, {}, &RegisterMark::at);
    return content;
}

ChartContent chartOf(const Balance &balance, const ConsumptionReport *lastYear,
                     const QTimeZone &zone)
{
    ChartContent content;
    for (const BalanceDay &day : balance.days) {
        ChartBar bar;
        bar.from = startOfDay(day.day, zone);
        bar.to = startOfDay(day.day.addDays(1), zone);
        bar.volume = bar.perInterval = day.leaves;
        // Leaf meters can be ahead of the principal by a few litres; nothing is drawn for that.
        bar.unmetered = std::max(day.unmetered.value_or(Volume{}), Volume{});
        content.bars.push_back(bar);
    }
    content.days = balance.days;
    if (!content.bars.empty())
        content.whole = {content.bars.front().from, content.bars.back().to};
    content.lastYear = yearLaterPoints(lastYear, zone);
    return content;
}

} // namespace datakubo::ui
