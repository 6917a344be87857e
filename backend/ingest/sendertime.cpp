#include "backend/ingest/sendertime.h"

namespace datakubo::ingest {

bool isBelievable(Timestamp time, Timestamp arrival)
{
    return time >= earliestBelievable && time <= arrival + duration::day;
}

SenderTime chooseTime(Timestamp arrival, std::initializer_list<std::optional<Timestamp>> candidates)
{
    for (const auto &candidate : candidates) {
        if (!candidate || *candidate < earliestBelievable)
            continue;
        if (isBelievable(*candidate, arrival))
            return {*candidate, true, false};
        return {arrival, false, true};
    }
    return {arrival, false, false};
}

} // namespace datakubo::ingest
