#pragma once
#include "backend/domain/consumption.h"
#include "backend/domain/registermark.h"

#include <vector>

namespace datakubo {

// What a consumption view shows: the series, what is odd in it, and what to hold it against.
struct ConsumptionReport
{
    ConsumptionSeries series;
    std::vector<RegisterMark> marks; // of one meter; several have none
    ConsumptionComparison comparison;
};

} // namespace datakubo
