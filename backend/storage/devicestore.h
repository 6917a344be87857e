#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/listing.h"
#include "backend/domain/result.h"

#include <optional>

namespace datakubo::storage {

class Session;
class Statement;

struct DeviceFilter {
    std::optional<DeviceStatus> status;
    QString customerUuid;
    QString endUserUuid;
    std::optional<bool> assigned;
    std::optional<DeviceType> type;
    QString search; // name, EUI, serial number, resident
    bool includeRetired = false;
    QString sort; // a key of deviceSortKeys(), '-' in front for descending; empty: device_name
};

QStringList deviceSortKeys();

// Registered devices: what a person gave them. Their changing state is DeviceStateStore's.
class DeviceStore
{
public:
    explicit DeviceStore(Session &session) : m_session(session) {}

    // A row of any kind for this EUI: registered, retired or only heard of.
    struct Known {
        DeviceId id;
        bool isRegistered = false;
        bool isActive = false;
    };
    std::optional<Known> findKnown(OrganizationId organization, DevEui eui);

    // Inserts the device, or turns the row `known` into it (history and id kept).
    DeviceId save(const Device &device, std::optional<DeviceId> parent,
                  const std::optional<Known> &known);
    void edit(const Device &device, std::optional<DeviceId> parent);
    void setStatus(DeviceId id, DeviceStatus status);
    void retire(DeviceId id, Timestamp now);

    // Registered ones, retired included.
    std::optional<Device> find(const Visibility &visibility, DevEui eui);
    std::optional<Device> find(OrganizationId organization, DeviceId id);
    std::vector<Device> findAll(OrganizationId organization, const std::vector<DeviceId> &ids);
    Listing<Device> list(const Visibility &visibility, const DeviceFilter &filter,
                         const PageRequest &page);
    qint64 countActive(OrganizationId organization);
    // Registered before `at` and not retired before it.
    qint64 countActiveAt(OrganizationId organization, Timestamp at);
    qint64 countWithStatus(OrganizationId organization, DeviceStatus status);

    // Online devices that have been silent since `before`; they become offline. How many.
    int markSilentOffline(OrganizationId organization, Timestamp before);

private:
    Session &m_session;
};

} // namespace datakubo::storage
