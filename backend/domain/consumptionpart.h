#pragma once
#include "backend/domain/consumption.h"
#include "backend/domain/eui.h"
#include "backend/domain/registermark.h"

#include <QString>

namespace datakubo {

// The register of a meter at an end of a part, and the believed readings it is made of: the reading
// at `at` twice, or the two around it.
struct PartEnd {
    Timestamp at;
    std::optional<Volume> value; // empty where nobody knows (RegisterAt::value)
    Timestamp before;
    Timestamp after;

    bool isRead() const { return before == after; }
};

// What one meter adds to a figure during one stretch of time, and by which of its readings: those
// from firstReading() to lastReading(), both included.
struct ConsumptionPart {
    DeviceId device;
    DevEui eui;
    QString name;
    PartEnd opening; // where the stretch begins, or the first reading after that
    PartEnd closing; // where it ends, or the last reading before that
    Volume consumption;
    bool isCounted = true; // a principal meter measures again what others add
    // What the register did between those readings. Without any that counts, the consumption is the
    // closing minus the opening register.
    std::vector<RegisterMark> marks;

    Timestamp firstReading() const { return opening.before; }
    Timestamp lastReading() const { return closing.after; }
};

// Of one meter between two moments; empty when it was not read in or around them.
std::optional<ConsumptionPart> partOf(const RegisterAt &opening, const RegisterAt &closing);

} // namespace datakubo
