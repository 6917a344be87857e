#pragma once
#include "backend/domain/timespan.h"
#include "backend/storage/placestore.h"

#include <span>
#include <vector>

namespace datakubo::services {

// Where a meter stands in a community, with those that stood there before it.
struct MeterPlace {
    storage::CommunityMeter meter; // now
    std::vector<storage::MeterWindow> chain;
    // From its first reading to the last one if it was retired; empty when it was never read.
    std::optional<TimeSpan> service;
    std::vector<TimeSpan> fed; // when a meter below it was in service
};

// Of the community itself; those elsewhere only say what feeds them.
std::vector<MeterPlace> placesOf(std::span<const storage::CommunityMeter> meters);

// When it is one of those that are summed: not above level 0 and no meter in service below it. Of a
// place without meters below, all the time.
std::vector<TimeSpan> leafTimes(const MeterPlace &place);
// Those that are leaves at times; the principal meters where there are no others.
std::vector<MeterPlace> consumingPlaces(std::vector<MeterPlace> places);

} // namespace datakubo::services
