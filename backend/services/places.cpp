#include "backend/services/places.h"

#include <algorithm>
#include <map>

namespace datakubo::services {

namespace {

using Meters = std::map<DeviceId, const storage::CommunityMeter *>;

MeterPlace placeOf(const storage::CommunityMeter &meter, const Meters &known)
{
    MeterPlace place{meter, {meter.window}, {}, {}};
    auto first = meter.firstRead;
    auto before = meter.former ? known.end() : known.find(meter.predecessor);
    for (; before != known.end(); before = known.find(before->second->predecessor)) {
        const storage::CommunityMeter &earlier = *before->second;
        place.chain.push_back(earlier.former.value_or(earlier.window));
        const auto &read = earlier.former ? earlier.formerFirstRead : earlier.firstRead;
        first = read ? read : first;
    }
    std::reverse(place.chain.begin(), place.chain.end());
    if (!first)
        return place;
    place.service = TimeSpan{*first, std::nullopt};
    if (!meter.isActive)
        place.service->to = meter.lastRead ? meter.lastRead : meter.window.installedAt;
    return place;
}

} // namespace

std::vector<MeterPlace> placesOf(std::span<const storage::CommunityMeter> meters)
{
    Meters known;
    for (const storage::CommunityMeter &meter : meters)
        known.emplace(meter.window.device, &meter);
    std::vector<MeterPlace> places;
    for (const storage::CommunityMeter &meter : meters) {
        if (!meter.isReplaced)
            places.push_back(placeOf(meter, known));
    }
    std::map<DeviceId, MeterPlace *> placeOfDevice;
    for (MeterPlace &place : places)
        placeOfDevice[place.meter.window.device] = &place;
    for (MeterPlace &place : places) {
        for (const storage::MeterWindow &earlier : place.chain)
            placeOfDevice.emplace(earlier.device, &place);
    }
    for (const MeterPlace &place : places) {
        const auto above = placeOfDevice.find(place.meter.parent);
        if (above != placeOfDevice.end() && place.service)
            above->second->fed.push_back(*place.service);
    }
    std::erase_if(places, [](const MeterPlace &place) { return place.meter.isElsewhere; });
    return places;
}

std::vector<TimeSpan> leafTimes(const MeterPlace &place)
{
    if (place.meter.isPrincipal)
        return {};
    return outside(place.fed, {});
}

std::vector<MeterPlace> consumingPlaces(std::vector<MeterPlace> places)
{
    const auto isPrincipal = [](const MeterPlace &place) { return place.meter.isPrincipal; };
    if (!std::all_of(places.begin(), places.end(), isPrincipal))
        std::erase_if(places, isPrincipal);
    return places;
}

} // namespace datakubo::services
