#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timespan.h"

#include <span>
#include <utility>
#include <vector>

// Who lives at a place, and when: the place of a meter and of those that replaced it. Pure.
namespace datakubo {

struct Stay {
    ResidentId resident;
    TimeSpan time;

    bool operator==(const Stay &) const = default;
};

// The stays at a place, one after another.
using Stays = std::vector<Stay>;

// The stay that covers a moment; null where nobody lived there.
const Stay *stayAt(const Stays &stays, Timestamp moment);

// A stay that goes on where one of the same resident ended is the same stay.
Stays merged(Stays stays);

// From `at` on the place is `next`'s (nobody's when invalid), until somebody else is known to have
// come. Whose it was at `at` leaves then, and was never there when it began at that very moment.
Stays handedOver(const Stays &stays, Timestamp at, ResidentId next);

// How many households these are: residents who share a place are one, and so is a resident with
// several places.
int households(std::span<const std::pair<ResidentId, DeviceId>> livingAt);

} // namespace datakubo
