#pragma once
#include "backend/storage/placestore.h"

#include <span>
#include <vector>

namespace datakubo::services {

// Where a meter stands in a community, with those that stood there before it.
struct MeterPlace
{
    storage::CommunityMeter meter; // now
    std::vector<storage::MeterWindow> chain;
};

std::vector<MeterPlace> placesOf(std::span<const storage::CommunityMeter> meters);

// Level above 0 and no meter below: what is summed against the principal meters.
bool isLeaf(const MeterPlace &place);
// The leaves; the principal meters where there are no others.
std::vector<MeterPlace> consumingPlaces(std::vector<MeterPlace> places);

} // namespace datakubo::services
