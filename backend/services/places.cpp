#include "backend/services/places.h"

#include <algorithm>
#include <map>

namespace datakubo::services {

std::vector<MeterPlace> placesOf(std::span<const storage::CommunityMeter> meters)
{
    std::map<DeviceId, const storage::CommunityMeter *> known;
    for (const storage::CommunityMeter &meter : meters)
        known.emplace(meter.window.device, &meter);
    std::vector<MeterPlace> places;
    for (const storage::CommunityMeter &meter : meters) {
        if (meter.isReplaced)
            continue;
        MeterPlace place{meter, {meter.window}};
        for (auto before = known.find(meter.predecessor); before != known.end();
             before = known.find(before->second->predecessor))
            place.chain.push_back(before->second->window);
        std::reverse(place.chain.begin(), place.chain.end());
        places.push_back(std::move(place));
    }
    return places;
}

bool isLeaf(const MeterPlace &place)
{
    return !place.meter.isPrincipal && !place.meter.hasChildren;
}

std::vector<MeterPlace> consumingPlaces(std::vector<MeterPlace> places)
{
    if (std::any_of(places.begin(), places.end(), isLeaf))
        std::erase_if(places, [](const MeterPlace &place) { return !isLeaf(place); });
    else
        std::erase_if(places, [](const MeterPlace &place) { return !place.meter.isPrincipal; });
    return places;
}

} // namespace datakubo::services
