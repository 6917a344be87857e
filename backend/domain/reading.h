#pragma once
#include "backend/domain/device.h"
#include "backend/domain/ids.h"
#include "backend/domain/meterregister.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>

namespace datakubo {

// The identity of a reading. Outside it is a UUID (version 8) that spells device and time, so it
// needs no column.
struct ReadingKey {
    DeviceId device;
    Timestamp recordedAt;

    QString uuid() const;
    static std::optional<ReadingKey> parse(const QString &uuid);
};

// The times that a person or a sheet may give a reading: from 2000-01-01T00:00:00Z on, and no
// further ahead of now than this.
inline constexpr Timestamp earliestEntry{946'684'800'000};
inline constexpr qint64 entryAheadAtMost = duration::day;

// One register value of a meter. Never overwritten; identity is (device, recordedAt).
struct Reading {
    DeviceId device;
    Timestamp recordedAt;
    Timestamp receivedAt;
    Volume volume;
    Battery battery;
    Signal signal;
    ReadingSource source = ReadingSource::Custom;
    std::optional<qint64> frameCounter;
    bool excluded = false;
    bool timeDoubtful = false; // the sender's time was not believed, arrival stands instead
    RegisterAnswer answer = RegisterAnswer::None; // what a person said the register did here
    QString note;

    QString uuid() const { return ReadingKey{device, recordedAt}.uuid(); }
};

} // namespace datakubo
