#pragma once
#include "backend/domain/device.h"
#include "backend/domain/occupancy.h"
#include "backend/storage/placestore.h"

#include <map>

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// Who lives at the place of a meter. What is stored says so by meter: a stay over a swap is a link
// of each of the two.
class PlaceStays
{
public:
    PlaceStays(storage::Session &session, const Device &device);

    const Stays &stays() const { return m_stays; }
    const Stay *current() const; // the one without an end
    // Since when its first meter stands there; empty when that is not known.
    std::optional<Timestamp> since() const { return m_chain.front().installedAt; }
    // The meter that stood there, or the first one.
    const storage::MeterWindow &meterAt(Timestamp moment) const;
    // One of those with a stay there.
    Reference resident(ResidentId id) const;

    void save(const Stays &stays);

private:
    void save(const storage::MeterWindow &meter, const Stays &stays);

    storage::Session &m_session;
    std::vector<storage::MeterWindow> m_chain;
    Stays m_stays;
    std::map<ResidentId, Reference> m_residents;
};

} // namespace datakubo::services
