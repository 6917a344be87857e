#pragma once
#include "backend/domain/meterregister.h"
#include "backend/domain/words.h"

#include <optional>
#include <span>
#include <vector>

// Consumption, derived from readings: that of any span is the closing minus the opening total, so
// that parts always add up to the whole. Pure.
namespace datakubo {

// What the totals of a meter are at one moment: read at it, or between the two believed readings
// around it, as if water had run evenly.
struct RegisterAt {
    Timestamp at;
    Volume total; // consumed since the first reading
    // What the register shows; empty where there is no meter, and between two readings across which
    // it went on from another value: nobody knows which of the two it showed.
    std::optional<Volume> value;
    std::optional<Timestamp> before; // the believed readings around `at`, the same twice when there
    std::optional<Timestamp> after;  // is one at it; empty before the first and after the last
    Volume totalBefore;              // the total at `before`…
    Volume levelBefore;              // …and the level of the register then (RegisterPoint)

    bool isRead() const { return before && before == after; }
    bool isBetween() const { return before && after && before != after; }
};

// Whether a meter was read at all between two moments, or around them.
bool hasReadings(const RegisterAt &opening, const RegisterAt &closing);

// The points of one walk as a curve over time.
class RegisterCurve
{
public:
    explicit RegisterCurve(std::span<const RegisterPoint> points) : m_points(points) {}

    // At each of these moments, which are in the order of time.
    std::vector<RegisterAt> at(std::span<const Timestamp> moments) const;

private:
    RegisterAt at(Timestamp moment, size_t next) const;

    std::span<const RegisterPoint> m_points;
};

// What a place used where one meter followed another: their values at the same moments, in the
// order in which they stood there.
std::vector<RegisterAt> joined(std::span<const std::vector<RegisterAt>> meters);

// The value at a moment that no reading after `settledBy` can change: worth keeping. It is also
// where a walk may go on. Thrown away when a reading at or before settledBy comes, goes or changes.
struct Closing {
    RegisterAt value;
    Timestamp settledBy;

    RegisterPoint before() const; // the point to go on from
};

// The closings at these moments, of the points of one walk.
std::vector<Closing> closingsOf(std::span<const RegisterPoint> points,
                                std::span<const Timestamp> moments);

// How well the volume of a span is known to belong to that span, by how far from its ends the
// nearest readings are:
//   measured:  within an eighth of an interval (three hours for a day)
//   estimated: within three quarters of one, or the first or last reading lies inside
//   gap:       further: the volume of the whole span is known, how it is spread is not
struct ConsumptionItem {
    Timestamp from;
    Timestamp to;
    Volume consumption;
    std::optional<Volume> opening; // the register at `from` and `to`; empty for several meters
    std::optional<Volume> closing;
    Quality quality = Quality::Measured;
    bool openingIsInterpolated = false;
    bool closingIsInterpolated = false;
};

struct ConsumptionSeries {
    Timestamp from;
    Timestamp to;
    Interval interval = Interval::Day;
    Volume total;
    std::vector<ConsumptionItem> items;
};

// Of one meter, from its values at the boundaries. Intervals without any reading before or after
// them have no item; neighbours inside one gap are a single item.
ConsumptionSeries seriesOf(std::span<const RegisterAt> values, Interval interval);

// Of one place at several times, in their order: what lies between them is nobody's. An interval
// that two of them share is one item.
ConsumptionSeries seriesOf(std::span<const std::vector<RegisterAt>> times, Interval interval);

// The sum of several: the intervals of the finest, each marked with the weakest quality in it. The
// volume of a gap is spread evenly over its intervals here, so that sums stay whole.
ConsumptionSeries sumOf(std::span<const std::vector<RegisterAt>> meters, Interval interval);

// Beside a series: what the same meters used before, and what others used.
struct ConsumptionComparison {
    std::optional<Volume> periodBefore; // as long, directly before
    std::optional<Volume> lastYear;     // the same dates
    // Per household of the community; empty under five households, where it would give one away.
    std::optional<Volume> communityAverage;
    int households = 0;
};

inline constexpr int fewestHouseholdsToCompare = 5;

} // namespace datakubo
