#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/listing.h"

#include <QStringList>

#include <map>
#include <vector>

namespace datakubo::storage {

class Session;

// One EUI of an organization as ingest needs it: who it is and what was last heard of it.
struct DeviceState {
    DeviceId id;
    DevEui eui;
    bool isRegistered = false;
    bool isActive = false;
    DeviceStatus status = DeviceStatus::Online;
    DeviceType type = DeviceType::WaterMeter; // of a registered one
    CommunityId community;
    QString senderName;
    QString tenantName;
    Timestamp firstSeenAt; // 0 when it never sent
    Timestamp lastSeenAt;
    qint64 messageCount = 0;
    Timestamp lastRecordedAt; // newest reading that is not excluded, not last arrived; 0 without
    Timestamp knownUntil;     // a reading up to then touches closings or stands beside another
    std::optional<Volume> lastVolume;
    std::optional<Volume> previousVolume; // of the reading before that
    Battery battery;
    Signal signal;
};

class DeviceStateStore
{
public:
    explicit DeviceStateStore(Session &session) : m_session(session) {}

    // The known ones among these. On PostgreSQL their rows stay locked until the transaction ends
    // (in key order), so that two processes cannot judge the same device's readings at once.
    std::map<DevEui, DeviceState> find(OrganizationId organization,
                                       const std::vector<DevEui> &euis);

    // Rows for EUIs heard for the first time (not registered). Call find() afterwards.
    void addUnregistered(OrganizationId organization, const std::vector<DevEui> &euis,
                         Timestamp now);

    void save(OrganizationId organization, const std::vector<const DeviceState *> &states);
    void setOnline(const std::vector<DeviceId> &ids);

    Listing<UnregisteredDevice> unregistered(const Visibility &visibility,
                                             const QString &communityUuid, const PageRequest &page);
    // Whether that EUI is among those.
    bool waitsFor(const Visibility &visibility, DevEui eui);
    std::vector<UnregisteredDevice> unregisteredOfTenant(OrganizationId organization,
                                                         const QString &tenantName);
    qint64 countUnregistered(OrganizationId organization);

    // The last readings to arrive, newest first: (device, when).
    struct Heard {
        DeviceId device;
        std::optional<Volume> previousVolume;
    };
    std::vector<Heard> lastHeard(const Visibility &visibility, int limit);

private:
    Session &m_session;
};

} // namespace datakubo::storage
