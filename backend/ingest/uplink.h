#pragma once
#include "backend/domain/device.h"
#include "backend/domain/eui.h"
#include "backend/domain/result.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"
#include "backend/domain/words.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace datakubo::ingest {

// A webhook as it came in, before anyone looked inside.
struct RawWebhook {
    QByteArray body;
    QString event;        // ChirpStack's `?event=`; empty when the URL had none
    Timestamp receivedAt; // arrival
};

// One register value found in an uplink: the current one, or one of the meter's own log.
struct Sample {
    Timestamp recordedAt;
    Volume volume;
    bool timeDoubtful = false; // the sender's time was not believed: arrival stands instead
};

// Skip reasons. Of uplinks:
//   no_decoded_payload     nothing decoded by the network server
//   no_volume              decoded, but no register among the fields
//   unreadable_volume: P   a register at the JSON path P that is no volume ("NaN", 1e300, true)
//   unreadable_payload: P  decoded fields at P that are no object
// Of other messages (isUplink is false):
//   join, ack, txack, status, location, integration (ChirpStack; join and location also TTS),
//   log (v4), error (v3), service_data, downlink_ack, downlink_nack, downlink_sent,
//   downlink_failed, downlink_queued, downlink_queue_invalidated (TTS), unknown_event
// Of messages without a device: no_device

// One message of one device, normalised: what the services need, nothing of the sender's shape.
struct Uplink {
    ReadingSource source = ReadingSource::Custom;
    DevEui eui;
    QString deviceName; // the sender's name for the device; may be empty
    QString tenantName; // for routing to a community; may be empty
    Timestamp recordedAt;
    bool timeFromSender = false; // false: recordedAt is the arrival
    bool timeDoubtful = false;   // the sender's time was not believed: arrival stands instead
    QByteArray deduplicationKey; // the sender's id of this uplink; empty when it gives none
    std::optional<qint64> frameCounter;
    // The current value first, dated recordedAt, then the meter's own log, oldest first. A message
    // may bring a log alone. Empty when there is no volume.
    std::vector<Sample> samples;
    Battery battery;
    Signal signal;
    std::vector<MeterFlag> flags;
    bool isNormalized =
        false;            // TTS uplink_normalized: counts only where the plain uplink is missing
    bool isUplink = true; // false: join, ack, status, … (status still carries battery)
    QString skipReason;   // why there are no samples, one of the words above; else empty
    QString quarantineReason; // "negative_register" (samples are then empty); else empty
    QJsonObject unmapped;     // the decoded fields when they held no known volume; else empty
};

// A well-formed message of a known shape without a device ("no_device").
struct Deviceless {
    ReadingSource source = ReadingSource::Custom;
    QString skipReason;
};

using Item = std::variant<Uplink, Deviceless, Error>;

inline constexpr int mostItems = 1000; // of an array

struct Decoded {
    bool isArray = false;
    std::vector<Item> items; // one for a single body; one for each element of an array, in order
};

// Reads one body: recognises the sender by shape, applies the contract's rules for volume,
// battery, time and flags. Pure: no clock, no disk; any thread. A body that is no JSON, no object
// or array, or of no known shape is an Error (VALIDATION_ERROR, INVALID_DEVICE_ID with
// details.field); so is an array in which no item was understood.
Result<Decoded> decode(const RawWebhook &webhook);

} // namespace datakubo::ingest
