#pragma once
#include "backend/domain/eui.h"
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>

namespace datakubo {

// Battery of a meter: volts or a percentage, never one guessed from the other.
struct Battery {
    std::optional<int> millivolts;
    std::optional<int> percent; // 0..100
};

// How the best gateway heard an uplink.
struct Signal {
    std::optional<int> rssi;      // dBm
    std::optional<int> snrTenths; // tenths of dB
};

// The resident or community a device belongs to, as an answer names it.
struct Reference {
    QString uuid;
    QString name;
};

inline constexpr int lowestLevel = 10; // of the hierarchy: meters below meters

// A registered meter with what is known of it now.
struct Device {
    DeviceId id;
    OrganizationId organization;
    CommunityId community; // invalid: at organization level
    QString uuid;
    DevEui eui;
    QString name;
    DeviceType type = DeviceType::WaterMeter;
    DeviceStatus status = DeviceStatus::Online;
    bool isActive = true;   // false: retired
    int hierarchyLevel = 1; // 0: principal meter; at most lowestLevel
    std::optional<DevEui> parent;
    QString serialNumber;
    QString location;
    Timestamp createdAt;
    std::optional<Timestamp> lastSeenAt; // arrival of the last uplink
    std::optional<Timestamp> lastRecordedAt;
    std::optional<Volume> lastVolume;
    Battery battery;
    Signal signal;
    std::optional<Reference> customer;
    std::optional<Reference> endUser; // assigned now
    QString endUserUnit;
};

// A device→resident link with a beginning and an end (none while it holds).
struct Assignment {
    AssignmentId id;
    QString uuid;
    QString residentUuid;
    QString residentName;
    Timestamp from;
    std::optional<Timestamp> to;
    ResidentId resident = {};
};

// What sent without being registered.
struct UnregisteredDevice {
    DeviceId id;
    DevEui eui;
    QString name;         // as the sender calls it; may be empty
    QString tenantName;   // may be empty
    QString customerUuid; // the community its tenant name routes to; may be empty
    Timestamp firstSeenAt;
    Timestamp lastSeenAt;
    qint64 messageCount = 0;
    std::optional<Volume> lastVolume;
};

} // namespace datakubo
