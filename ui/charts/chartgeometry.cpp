#include "ui/charts/chartgeometry.h"

#include "backend/domain/intervals.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace datakubo::ui {

namespace {

// A mean month, so that two short ones or two long ones still count as two.
constexpr double meanMonth = 30.44 * duration::day;

TimeWindow within(TimeWindow shown, TimeWindow whole)
{
    const qint64 length = std::min(shown.length(), whole.length());
    if (shown.from < whole.from)
        shown.from = whole.from;
    if (shown.from + length > whole.to)
        shown.from = whole.to - length;
    return {shown.from, shown.from + length};
}

} // namespace

TimeWindow zoomed(TimeWindow shown, TimeWindow whole, Timestamp fixed, double factor,
                  qint64 shortest)
{
    const auto length = static_cast<qint64>(std::clamp(double(shown.length()) * factor,
                                                       double(std::min(shortest, whole.length())),
                                                       double(whole.length())));
    const double part =
        shown.length() > 0 ? double(fixed - shown.from) / double(shown.length()) : 0.5;
    const Timestamp from = fixed - static_cast<qint64>(part * double(length));
    return within({from, from + length}, whole);
}

TimeWindow panned(TimeWindow shown, TimeWindow whole, qint64 by)
{
    return within({shown.from + by, shown.to + by}, whole);
}

TimeWindow revealing(TimeWindow shown, TimeWindow whole, Timestamp from, Timestamp to)
{
    if (from < shown.from)
        return panned(shown, whole, from - shown.from);
    if (to > shown.to)
        return panned(shown, whole, to - shown.to);
    return shown;
}

int intervalsIn(Timestamp from, Timestamp to, Interval interval)
{
    const double one = interval == Interval::Month ? meanMonth : double(nominalLength(interval));
    return std::max(1, static_cast<int>(std::lround(double(to - from) / one)));
}

std::vector<ChartBar> barsOf(const ConsumptionSeries &series)
{
    std::vector<ChartBar> bars;
    bars.reserve(series.items.size());
    for (const ConsumptionItem &item : series.items) {
        const int intervals =
            item.quality == Quality::Gap ? intervalsIn(item.from, item.to, series.interval) : 1;
        bars.push_back({item.from,
                        item.to,
                        item.consumption,
                        share(item.consumption, 1, intervals),
                        {},
                        intervals,
                        item.quality,
                        item.opening,
                        item.closing});
    }
    return bars;
}

double PlotScale::x(Timestamp at) const
{
    if (shown.length() <= 0)
        return plot.left();
    return plot.left() + plot.width() * double(at - shown.from) / double(shown.length());
}

double PlotScale::y(Volume volume) const
{
    return plot.bottom() - plot.height() * double(volume.millilitres) / std::max(highest, 1.0);
}

Timestamp PlotScale::at(double x) const
{
    if (plot.width() <= 0)
        return shown.from;
    return shown.from
           + static_cast<qint64>((x - plot.left()) / plot.width() * double(shown.length()));
}

QRectF PlotScale::rectOf(const ChartBar &bar) const
{
    const double left = x(bar.from);
    const double right = x(bar.to);
    const double one = (right - left) / bar.intervals;
    const double space = one < 4 ? 0 : std::clamp(one * 0.18, 1.0, 14.0);
    const double top = y(bar.perInterval);
    return {left + space, top, std::max(right - left - 2 * space, 0.5), plot.bottom() - top};
}

std::pair<size_t, size_t> barsWithin(const std::vector<ChartBar> &bars, TimeWindow shown)
{
    const auto first = std::partition_point(
        bars.begin(), bars.end(), [&shown](const ChartBar &bar) { return bar.to <= shown.from; });
    const auto last = std::partition_point(
        first, bars.end(), [&shown](const ChartBar &bar) { return bar.from < shown.to; });
    return {static_cast<size_t>(first - bars.begin()), static_cast<size_t>(last - bars.begin())};
}

std::optional<size_t> barAt(const std::vector<ChartBar> &bars, Timestamp at)
{
    if (bars.empty())
        return std::nullopt;
    const auto next = std::partition_point(bars.begin(), bars.end(),
                                           [at](const ChartBar &bar) { return bar.to <= at; });
    if (next == bars.end())
        return bars.size() - 1;
    const auto number = static_cast<size_t>(next - bars.begin());
    if (next->from <= at || number == 0)
        return number;
    const qint64 toNext = next->from - at;
    const qint64 sinceLast = at - bars[number - 1].to;
    return sinceLast < toNext ? number - 1 : number;
}

Volume highestOf(const std::vector<ChartBar> &bars, TimeWindow shown)
{
    Volume highest;
    const auto [first, last] = barsWithin(bars, shown);
    for (size_t i = first; i < last; ++i)
        highest = std::max(highest, bars[i].top());
    return highest;
}

double niceStep(double range, int parts)
{
    if (!(range > 0) || parts < 1)
        return 1;
    const double raw = range / parts;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double nice : {1.0, 2.0, 5.0}) {
        if (nice * power >= raw * 0.999)
            return nice * power;
    }
    return 10 * power;
}

namespace {

struct TickStep {
    TimeTick::Kind kind;
    int every;
    double length; // milliseconds
};

constexpr double hourLength = duration::hour;
constexpr double dayLength = duration::day;
constexpr TickStep tickSteps[] = {
    {TimeTick::Kind::Hour, 1, hourLength},       {TimeTick::Kind::Hour, 3, 3 * hourLength},
    {TimeTick::Kind::Hour, 6, 6 * hourLength},   {TimeTick::Kind::Hour, 12, 12 * hourLength},
    {TimeTick::Kind::Day, 1, dayLength},         {TimeTick::Kind::Day, 2, 2 * dayLength},
    {TimeTick::Kind::Day, 5, 5 * dayLength},     {TimeTick::Kind::Day, 10, 10 * dayLength},
    {TimeTick::Kind::Month, 1, meanMonth},       {TimeTick::Kind::Month, 2, 2 * meanMonth},
    {TimeTick::Kind::Month, 3, 3 * meanMonth},   {TimeTick::Kind::Month, 6, 6 * meanMonth},
    {TimeTick::Kind::Month, 12, 12 * meanMonth}, {TimeTick::Kind::Month, 60, 60 * meanMonth}};

TimeTick::Kind finestFor(Interval interval)
{
    switch (interval) {
    case Interval::Hour: return TimeTick::Kind::Hour;
    case Interval::Day: return TimeTick::Kind::Day;
    case Interval::Month: break;
    }
    return TimeTick::Kind::Month;
}

std::vector<TimeTick> hourTicks(TimeWindow shown, int every, const QTimeZone &zone)
{
    std::vector<TimeTick> ticks;
    const QDate last = localDate(shown.to, zone);
    for (QDate day = localDate(shown.from, zone); day <= last; day = day.addDays(1)) {
        for (int hour = 0; hour < 24; hour += every) {
            const QDateTime local(day, QTime(hour, 0), zone);
            const Timestamp at =
                hour == 0 ? startOfDay(day, zone) : Timestamp{local.toMSecsSinceEpoch()};
            // The hour that is skipped in spring would be drawn over the next one.
            if (hour > 0 && local.time().hour() != hour)
                continue;
            if (at >= shown.from && at < shown.to)
                ticks.push_back({at, hour == 0 ? TimeTick::Kind::Day : TimeTick::Kind::Hour});
        }
    }
    return ticks;
}

} // namespace

std::vector<TimeTick> timeTicks(TimeWindow shown, Interval interval, const QTimeZone &zone,
                                int most, Timestamp anchor)
{
    if (shown.length() <= 0)
        return {};
    const TickStep *step = nullptr;
    for (const TickStep &candidate : tickSteps) {
        step = &candidate;
        if (candidate.kind >= finestFor(interval)
            && double(shown.length()) / candidate.length <= std::max(most, 1))
            break;
    }
    if (step->kind == TimeTick::Kind::Hour)
        return hourTicks(shown, step->every, zone);

    std::vector<TimeTick> ticks;
    const QDate origin = localDate(anchor, zone);
    const QDate first = localDate(shown.from, zone);
    if (step->kind == TimeTick::Kind::Day) {
        const qint64 past = origin.daysTo(first);
        const qint64 behind = ((past % step->every) + step->every) % step->every;
        for (QDate day = first.addDays(behind == 0 ? 0 : step->every - behind);;
             day = day.addDays(step->every)) {
            const Timestamp at = startOfDay(day, zone);
            if (at >= shown.to)
                break;
            if (at >= shown.from)
                ticks.push_back({at, TimeTick::Kind::Day});
        }
        return ticks;
    }
    const auto monthsTo = [&origin](const QDate &day) {
        return (day.year() - origin.year()) * 12 + day.month() - origin.month();
    };
    for (QDate month(first.year(), first.month(), 1);; month = month.addMonths(1)) {
        const Timestamp at = startOfDay(month, zone);
        if (at >= shown.to)
            break;
        if (at >= shown.from && monthsTo(month) % step->every == 0)
            ticks.push_back({at, TimeTick::Kind::Month});
    }
    return ticks;
}

} // namespace datakubo::ui
