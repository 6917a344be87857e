#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

struct MeterSwap {
    DevEui newEui;
    QString newName;       // empty: the old one's
    Volume finalReading;   // what the old register showed…
    Volume initialReading; // …and the new one, at…
    Timestamp replacedAt;
};

// What happens to the place of a meter: another meter comes, which may be entered late.
class PlaceService
{
public:
    PlaceService(storage::Session &session, const Environment &environment,
                 const Principal &principal);

    // The old meter retires; the new one takes its place, parent, children and assignment over, and
    // consumption reads through. It may have been sending already, registered or not.
    Result<Device> replace(DevEui eui, const MeterSwap &swap);

private:
    Result<Device> successorOf(const Device &old, const MeterSwap &swap);
    Result<void> registersFit(const Device &old, const Device &next, const MeterSwap &swap);

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
};

} // namespace datakubo::services
