#pragma once
#include "backend/domain/device.h"
#include "backend/domain/reading.h"

#include <QJsonObject>
#include <QString>

#include <variant>
#include <vector>

// What happened, as the window and /events see it. Made after the commit, in batches.
namespace datakubo::contract {

// A reading was stored for a registered device.
struct ReadingEvent
{
    Device device; // as it is after the reading
    Reading reading;
    std::optional<Volume> sinceLast; // against the device's reading before; empty for the first
};

// A device was registered, edited, assigned, or changed its status.
struct DeviceEvent
{
    Device device;
};

// An unknown EUI sent.
struct UnregisteredEvent
{
    UnregisteredDevice device;
};

struct Event
{
    OrganizationId organization;
    std::variant<ReadingEvent, DeviceEvent, UnregisteredEvent> content;
};

using Events = std::vector<Event>;

QString eventKind(const Event &event); // "reading", "device", "unregistered"
QJsonObject toJson(const Event &event);

} // namespace datakubo::contract
