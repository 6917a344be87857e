#pragma once
#include "backend/domain/device.h"
#include "backend/domain/ids.h"
#include "backend/domain/meterregister.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace datakubo {

// Kinds that numbers cannot decide: a person is asked.
constexpr bool isQuestion(RegisterMarkKind kind)
{
    return kind == RegisterMarkKind::Restart || kind == RegisterMarkKind::Dropped
        || kind == RegisterMarkKind::Leap;
}

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
    bool isAnswered = false;      // a person has said what happened

    bool isOpen() const { return isQuestion(kind) && !isAnswered; }
};

// What there is to be seen in a stretch of a walk that goes on from `start`.
std::vector<RegisterMark> marksOf(DeviceId device, const std::optional<RegisterPoint> &start,
                                  std::span<const RegisterPoint> points,
                                  std::span<const RegisterSample> glitches);

// A retired device is in the attention list until it has been silent for so long.
inline constexpr qint64 retiredSilence = 35 * duration::day;

// A line of the attention list with the device it is about: a question about its register, or
// (RetiredDevice) that it still sends; `at` is the last arrival then, and it is of no one reading.
struct AttentionItem
{
    RegisterMark mark;
    DevEui eui;
    QString deviceName;
    QString customerUuid; // empty: at organization level
};

} // namespace datakubo
