#pragma once
#include "backend/domain/consumption.h"

#include <QRectF>
#include <QTimeZone>

#include <optional>
#include <vector>

// Where things are in a chart over time: what is shown of it, where a value lies, which bar is
// under the mouse. Pure.
namespace datakubo::ui {

struct TimeWindow {
    Timestamp from;
    Timestamp to;

    qint64 length() const { return to - from; }
    bool operator==(const TimeWindow &) const = default;
};

// `shown` made shorter (factor < 1) or longer around `fixed`, which stays where it is; never longer
// than `whole`, never past its ends, never shorter than `shortest`.
TimeWindow zoomed(TimeWindow shown, TimeWindow whole, Timestamp fixed, double factor,
                  qint64 shortest);
TimeWindow panned(TimeWindow shown, TimeWindow whole, qint64 by);
// Moved as little as possible, so that `from`..`to` is in it.
TimeWindow revealing(TimeWindow shown, TimeWindow whole, Timestamp from, Timestamp to);

// One bar. A gap is a single bar over several intervals, as high as its average.
struct ChartBar {
    Timestamp from;
    Timestamp to;
    Volume volume;      // of the whole span
    Volume perInterval; // how high it is drawn
    Volume unmetered;   // on top of it, in a balance
    int intervals = 1;
    Quality quality = Quality::Measured;
    std::optional<Volume> opening;
    std::optional<Volume> closing;

    Volume top() const { return perInterval + unmetered; }
};

// How many intervals a span is long, at least one.
int intervalsIn(Timestamp from, Timestamp to, Interval interval);
std::vector<ChartBar> barsOf(const ConsumptionSeries &series);

// Time and volume to points of the plot.
struct PlotScale {
    QRectF plot;
    TimeWindow shown;
    double highest = 1; // millilitres at the upper edge; zero is the lower one

    double x(Timestamp at) const;
    double y(Volume volume) const;
    Timestamp at(double x) const;
    // The rectangle of a bar with a small space at both sides while there is room for it.
    QRectF rectOf(const ChartBar &bar) const;
};

// The bars that are at least partly shown, as [first, last).
std::pair<size_t, size_t> barsWithin(const std::vector<ChartBar> &bars, TimeWindow shown);
// The bar at this moment, or the nearest one when it lies between two; empty without bars.
std::optional<size_t> barAt(const std::vector<ChartBar> &bars, Timestamp at);
Volume highestOf(const std::vector<ChartBar> &bars, TimeWindow shown);

// 1, 2 or 5 times a power of ten, so that `range` is cut into about `parts`.
double niceStep(double range, int parts);

struct TimeTick {
    enum class Kind { Hour, Day, Month };

    Timestamp at; // where an hour, day or month begins
    Kind kind = Kind::Day;
};

// At most about `most` of them, at whole hours, days or months of this zone, and from `anchor` on
// always the same ones however the window moves.
std::vector<TimeTick> timeTicks(TimeWindow shown, Interval interval, const QTimeZone &zone,
                                int most, Timestamp anchor);

} // namespace datakubo::ui
