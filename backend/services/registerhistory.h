#pragma once
#include "backend/domain/consumption.h"
#include "backend/domain/registermark.h"
#include "backend/storage/placestore.h"

#include <span>
#include <vector>

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// The totals of meters at any moments: from the closings where there are some, else from the
// readings since the closing before. Closings only save time, they never change an answer.
class RegisterHistory
{
public:
    explicit RegisterHistory(storage::Session &session) : m_session(session) {}

    // The moments are in the order of time.
    std::vector<RegisterAt> at(const storage::MeterWindow &meter,
                               std::span<const Timestamp> moments);
    // The same of a place: its meters one after another.
    std::vector<RegisterAt> at(std::span<const storage::MeterWindow> chain,
                               std::span<const Timestamp> moments);
    // What the register did in a span, and what a person excluded there; in the order of time, at
    // most a thousand.
    std::vector<RegisterMark> marks(const storage::MeterWindow &meter, Timestamp from,
                                    Timestamp to);

private:
    std::vector<RegisterAt> fromReadings(const storage::MeterWindow &meter,
                                         std::span<const Timestamp> moments);

    storage::Session &m_session;
};

} // namespace datakubo::services
