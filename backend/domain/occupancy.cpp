#include "backend/domain/occupancy.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace datakubo {

const Stay *stayAt(const Stays &stays, Timestamp moment)
{
    const auto found = std::find_if(stays.begin(), stays.end(), [moment](const Stay &stay) {
        return stay.time.contains(moment);
    });
    return found == stays.end() ? nullptr : &*found;
}

Stays merged(Stays stays)
{
    std::stable_sort(stays.begin(), stays.end(),
                     [](const Stay &a, const Stay &b) { return a.time.from < b.time.from; });
    Stays whole;
    for (const Stay &stay : stays) {
        if (!whole.empty() && whole.back().resident == stay.resident
            && whole.back().time.to == stay.time.from)
            whole.back().time.to = stay.time.to;
        else
            whole.push_back(stay);
    }
    return whole;
}

Stays handedOver(const Stays &stays, Timestamp at, ResidentId next)
{
    const Stay *current = stayAt(stays, at);
    if (current != nullptr && current->resident == next)
        return stays;
    Stays after;
    for (Stay stay : stays) {
        if (stay.time.contains(at))
            stay.time.to = at;
        if (stay.time.to && *stay.time.to <= at && stay.time.from < *stay.time.to)
            after.push_back(stay);
    }
    auto later = std::find_if(stays.begin(), stays.end(),
                              [at](const Stay &stay) { return stay.time.from > at; });
    if (next.isValid()) {
        Stay stay{next, {at, std::nullopt}};
        if (later != stays.end() && later->resident == next)
            stay.time.to = (later++)->time.to;
        else if (later != stays.end())
            stay.time.to = later->time.from;
        after.push_back(stay);
    }
    after.insert(after.end(), later, stays.end());
    return merged(std::move(after));
}

int households(std::span<const std::pair<ResidentId, DeviceId>> livingAt)
{
    std::vector<size_t> household(livingAt.size()); // of each pair: another pair of the same one
    std::iota(household.begin(), household.end(), 0);
    const auto first = [&household](size_t pair) {
        while (household[pair] != pair)
            pair = household[pair];
        return pair;
    };
    std::map<ResidentId, size_t> byResident;
    std::map<DeviceId, size_t> byPlace;
    for (size_t pair = 0; pair < livingAt.size(); ++pair) {
        const size_t resident = byResident.try_emplace(livingAt[pair].first, pair).first->second;
        const size_t place = byPlace.try_emplace(livingAt[pair].second, pair).first->second;
        household[first(pair)] = first(resident);
        household[first(place)] = first(resident);
    }
    int number = 0;
    for (size_t pair = 0; pair < household.size(); ++pair)
        number += household[pair] == pair ? 1 : 0;
    return number;
}

} // namespace datakubo
