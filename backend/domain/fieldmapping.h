#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>

namespace datakubo {

// Where a decoder nobody knows puts its register: asked when an uplink brought fields but none
// that is known to be a volume.
struct FieldMapping {
    QString uuid;
    std::optional<DeviceType> deviceType; // empty: any device, also an unregistered one
    QString volumePath;                   // "path.to.key"; a number is a place in an array
    VolumeUnit unit = VolumeUnit::CubicMetre;
    double factor = 1;   // the value times this is in the unit: pulses of ten litres are 10 of "l"
    QString batteryPath; // volts, percent or millivolts, told apart by size; empty: none
    Timestamp createdAt;
};

} // namespace datakubo
