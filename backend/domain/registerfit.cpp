#include "backend/domain/registerfit.h"

#include <algorithm>

namespace datakubo {

namespace {

// But for water that flowed back, as much as is held against the higher one.
bool isAtMost(Volume value, Volume other)
{
    using namespace registerlimits;
    const Volume held{value.millilitres / heldShare};
    return value <= other + std::clamp(held, heldAtMost, heldOfLargeAtMost);
}

// By the same limits above which a rise is a leap.
bool mayRise(const RegisterValue &from, const RegisterValue &to)
{
    return to.value - from.value <= largestRise(to.at - from.at);
}

} // namespace

bool fits(const std::optional<RegisterValue> &before, const RegisterValue &value,
          const std::optional<RegisterValue> &after)
{
    if (before && after && isAtMost(before->value, after->value))
        return isAtMost(before->value, value.value) && isAtMost(value.value, after->value);
    const bool followsBefore =
        !before || (isAtMost(before->value, value.value) && mayRise(*before, value));
    const bool leadsToAfter =
        !after || (isAtMost(value.value, after->value) && mayRise(value, *after));
    // Where the register began anew between the two, it did so before or after this.
    return before && after ? followsBefore || leadsToAfter : followsBefore && leadsToAfter;
}

} // namespace datakubo
