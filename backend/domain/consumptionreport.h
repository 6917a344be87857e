#pragma once
#include "backend/domain/consumptionpart.h"
#include "backend/domain/registermark.h"

#include <vector>

namespace datakubo {

// What a consumption view shows: the series, what is odd in it, and what to hold it against.
struct ConsumptionReport {
    ConsumptionSeries series;
    std::vector<RegisterMark> marks; // of one meter; several have none
    ConsumptionComparison comparison;
    // When they were asked for: those that are counted add up to the total of the series.
    std::optional<std::vector<ConsumptionPart>> parts;
};

} // namespace datakubo
