#pragma once
#include "backend/domain/balance.h"
#include "backend/domain/consumptionreport.h"
#include "ui/charts/chartgeometry.h"

namespace datakubo::ui {

struct ChartPoint {
    Timestamp at;
    Volume value;
};

// What a consumption chart shows, ready to be drawn: bars, the register, last year, what is odd.
struct ChartContent {
    Interval interval = Interval::Day;
    TimeWindow whole;
    std::vector<ChartBar> bars;
    std::vector<BalanceDay> days;     // of a balance: one for each bar; else empty
    std::vector<ChartPoint> lastYear; // at this year's dates, in the middle of its interval
    std::vector<std::vector<ChartPoint>> registerLines; // broken where the register began anew
    std::vector<RegisterMark> marks;

    bool isEmpty() const { return bars.empty(); }
    bool isBalance() const { return !days.empty(); }
    // Of last year at the bar, empty where it is not known.
    std::optional<Volume> lastYearAt(const ChartBar &bar) const;
};

// `lastYear` is the same call with the dates of last year; null: not known.
ChartContent chartOf(const ConsumptionReport &report, const ConsumptionReport *lastYear,
                     const QTimeZone &zone);
ChartContent chartOf(const Balance &balance, const ConsumptionReport *lastYear,
                     const QTimeZone &zone);

} // namespace datakubo::ui
