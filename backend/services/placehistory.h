#pragma once
#include "backend/domain/consumptionpart.h"
#include "backend/domain/timespan.h"
#include "backend/services/places.h"
#include "backend/services/registerhistory.h"

namespace datakubo::services {

// The totals of places: of the meters that stood there, each while it did.
class PlaceHistory
{
public:
    explicit PlaceHistory(storage::Session &session) : m_history(session) {}

    using Chain = std::span<const storage::MeterWindow>; // the meters of one place, in their order
    using Values = std::vector<RegisterAt>;

    // The moments are in the order of time.
    Values at(Chain chain, std::span<const Timestamp> moments);
    // What counts within a time only; totals begin there.
    Values during(Chain chain, const TimeSpan &time, std::span<const Timestamp> moments);
    // Of a meter while it counted for a resident.
    Values during(const storage::ResidentMeter &meter, std::span<const Timestamp> moments);
    // What a place adds to the sum of its community: one for each time in which it is a leaf. A
    // principal meter counts all the time.
    std::vector<Values> counted(const MeterPlace &place, std::span<const Timestamp> moments);

    // What a place used between two moments; empty unless it was read around both.
    std::optional<Volume> used(Chain chain, Timestamp from, Timestamp to);
    // What it added to the sum of its community then: nothing out of service, and empty when it was
    // in service and is not known.
    std::optional<Volume> counted(const MeterPlace &place, Timestamp from, Timestamp to);

    // What each meter of a place adds between two moments, within a time only. They have no names.
    std::vector<ConsumptionPart> parts(Chain chain, const TimeSpan &time, Timestamp from,
                                       Timestamp to);

    // In the order of time.
    std::vector<RegisterMark> marks(Chain chain, Timestamp from, Timestamp to);

private:
    Values at(const storage::MeterWindow &meter, std::span<const Timestamp> moments);

    RegisterHistory m_history;
};

} // namespace datakubo::services
