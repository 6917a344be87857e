#pragma once
#include "backend/domain/device.h"
#include "backend/ingest/uplink.h"

#include <QJsonObject>

#include <optional>
#include <vector>

// What the decoders of real water meters put into `object`, `objectJSON` or `decoded_payload`, one
// question each. Keys are matched as sent; a key that is not known is never guessed at.
namespace datakubo::ingest {

struct MeterVolume {
    std::optional<Volume> volume; // negative as sent: the caller judges
    QString unreadable;           // without a volume: the known key whose value was no volume
};

// The register. Order: cumulativeFlowM3, water, cumulativeFlow, then the meters known by name.
MeterVolume cumulativeVolume(const QJsonObject &decoded);

// The register values of the meter's own log, dated by the meter's own clock; oldest first, one for
// each moment, none later than `now`. A time without a zone is read as UTC.
std::vector<Sample> loggedVolumes(const QJsonObject &decoded, Timestamp now);

// The unit a sender writes behind a number: "L", "m3", "m³", "gal"; empty for any other word.
std::optional<VolumeUnit> volumeUnitOf(const QString &word);

struct MeterBattery {
    Battery battery;
    bool low = false; // said in a word
};

MeterBattery batteryOf(const QJsonObject &decoded);

// What the meter complains of, each once, in the order of MeterFlag. `port` tells Axioma's alarm
// packet from its periodic one, whose status bits mean other things.
std::vector<MeterFlag> flagsOf(const QJsonObject &decoded, int port);

} // namespace datakubo::ingest
