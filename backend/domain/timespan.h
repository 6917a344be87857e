#pragma once
#include "backend/domain/timestamp.h"

#include <optional>
#include <vector>

namespace datakubo {

// From a moment to another, the second not included; without one it goes on.
struct TimeSpan {
    Timestamp from;
    std::optional<Timestamp> to;

    bool contains(Timestamp moment) const { return from <= moment && (!to || moment < *to); }
    // Whether it has a moment in common with the time from `begin` to `end`.
    bool meets(Timestamp begin, Timestamp end) const { return from < end && (!to || *to > begin); }
    bool operator==(const TimeSpan &) const = default;
};

// All the time that none of these covers, since `beginning`.
std::vector<TimeSpan> outside(std::vector<TimeSpan> spans, Timestamp beginning);

} // namespace datakubo
