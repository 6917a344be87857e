#pragma once
#include "backend/domain/device.h"
#include "backend/domain/listing.h"
#include "backend/domain/timespan.h"

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

// Which resident a device counted for, and from when to when.
class AssignmentStore
{
public:
    explicit AssignmentStore(Session &session) : m_session(session) {}

    struct Current {
        AssignmentId id;
        ResidentId resident;
        Timestamp from;
    };
    std::optional<Current> current(DeviceId device);

    void insert(OrganizationId organization, DeviceId device, ResidentId resident,
                const TimeSpan &time, const QString &uuid);
    void end(AssignmentId id, std::optional<Timestamp> to);
    void remove(AssignmentId id);
    // From this moment on, what `old` counted for counts by `next`.
    void handOver(OrganizationId organization, DeviceId old, DeviceId next, Timestamp at);
    // Newest first, at most a thousand.
    std::vector<Assignment> list(DeviceId device);

private:
    Session &m_session;
};

} // namespace datakubo::storage
