#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/listing.h"
#include "backend/domain/reading.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"
#include "backend/storage/devicestore.h"

namespace datakubo::services {

// What a person says of a meter. In an edit an absent field stays as it is.
struct DeviceFields {
    std::optional<QString> name;
    std::optional<DeviceType> type;
    std::optional<QString> customerUuid; // empty text: at organization level
    std::optional<DevEui> parent;
    bool clearParent = false;
    std::optional<int> hierarchyLevel; // 0 marks a principal meter
    std::optional<QString> serialNumber;
    std::optional<QString> location;
};

// Registered meters: their facts, status and readings. What the principal may not
// see is not found.
class DeviceService
{
public:
    DeviceService(storage::Session &session, const Environment &environment,
                  const Principal &principal);

    // 409 when it is registered and active; a retired one comes back with its id and history, and
    // one that was only heard brings what it sent. One that was replaced comes back at a place of
    // its own: what it counted before stays where it was.
    Result<Device> registerDevice(DevEui eui, const DeviceFields &fields);
    Result<Device> edit(DevEui eui, const DeviceFields &fields);
    Result<void> retire(DevEui eui);
    Result<Device> setStatus(DevEui eui, DeviceStatus status);
    Result<Device> find(DevEui eui);
    Result<Listing<Device>> list(const storage::DeviceFilter &filter, const PageRequest &page);

    // Whose local days a range of its readings means: its community's, else the organization's.
    Result<QString> timeZone(DevEui eui);
    Result<Listing<Reading>> readings(DevEui eui, std::optional<Timestamp> from,
                                      std::optional<Timestamp> to, const PageRequest &page);

private:
    Result<std::optional<DeviceId>> applyFields(Device &device, const DeviceFields &fields,
                                                bool isNew);
    void audit(const QString &action, const Device &device, const QJsonObject &details);
    void hideEarlierReading(Device &device);

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
};

} // namespace datakubo::services
