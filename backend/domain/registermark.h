#pragma once
#include "backend/domain/device.h"
#include "backend/domain/ids.h"
#include "backend/domain/meterregister.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>

namespace datakubo {

// Something about one reading that a person should see beside the consumption: drawn into charts,
// and asked in the attention list when numbers cannot decide it.
struct RegisterMark
{
    DeviceId device;
    Timestamp at; // of the reading
    RegisterMarkKind kind = RegisterMarkKind::Glitch;
    Volume value;                 // what the register showed
    std::optional<Volume> before; // what it showed at the believed reading before
    Volume counted;               // consumption taken for the step
};

// A question of the attention list, with the device it is about.
struct AttentionItem
{
    RegisterMark mark;
    DevEui eui;
    QString deviceName;
    QString customerUuid; // empty: at organization level
};

} // namespace datakubo
