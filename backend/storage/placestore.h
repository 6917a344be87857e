#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/ids.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

// A meter and the time it stood in its place; what it read outside of it does not count.
struct MeterWindow {
    OrganizationId organization;
    DeviceId device;
    std::optional<Timestamp> installedAt;
    std::optional<Timestamp> removedAt;
};

// A meter of a community or fed by one of it, retired ones included.
struct CommunityMeter {
    MeterWindow window;
    std::optional<MeterWindow> former; // where it stood before it was replaced and came back
    bool isElsewhere = false;          // in another community, or in none
    DevEui eui;
    QString name;
    bool isActive = true;
    bool isPrincipal = false; // level 0
    DeviceId parent;          // invalid without
    DeviceId predecessor;     // invalid without
    bool isReplaced = false;  // another meter stands in its place now
    std::optional<Timestamp> lastSeenAt;
    // Of the readings in its windows that count.
    std::optional<Timestamp> firstRead;
    std::optional<Timestamp> lastRead; // only of a retired one
    std::optional<Timestamp> formerFirstRead;
};

// A time during which a meter counted for a resident.
struct ResidentMeter {
    MeterWindow window;
    ResidentId resident;
    DeviceId place; // the meter that stands there now, whatever stood there then
    Timestamp from;
    std::optional<Timestamp> to;
};

// Who stands where: meters in their places, one after another.
class PlaceStore
{
public:
    explicit PlaceStore(Session &session) : m_session(session) {}

    // The meters that stood where this one stands, the first one first, itself last.
    std::vector<MeterWindow> chain(OrganizationId organization, DeviceId device);
    std::optional<DeviceId> successor(DeviceId device);
    // By name; with those elsewhere that are fed by one of them.
    std::vector<CommunityMeter> ofCommunity(CommunityId community);
    std::vector<ResidentMeter> ofResident(ResidentId resident);
    // Of all residents of a community, when it overlaps the time from `from` to `to`.
    std::vector<ResidentMeter> ofResidents(CommunityId community, Timestamp from, Timestamp to);

    // `next` stands where `old` stood, from this moment on.
    void replace(DeviceId old, DeviceId next, Timestamp at);
    // A meter that was replaced is registered again: it stands at a place of its own, from right
    // after it was removed. Whether it was one.
    bool comeBack(DeviceId device);
    // Meters fed by `old` are fed by `next`.
    void handChildren(DeviceId old, DeviceId next);
    // The time zone whose days a community counts by, or the organization when it is invalid.
    QByteArray timeZone(OrganizationId organization, CommunityId community);

private:
    std::vector<ResidentMeter> residentMeters(const QString &condition, const QVariantList &values);

    Session &m_session;
};

} // namespace datakubo::storage
