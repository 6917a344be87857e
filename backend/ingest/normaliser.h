#pragma once
#include "backend/ingest/sendertime.h"
#include "backend/ingest/uplink.h"

#include <QJsonObject>

namespace datakubo::ingest {

// What a sender's decoder says of an uplink beside the decoded fields.
struct Frame
{
    SenderTime time;
    Timestamp receivedAt;
    int port = 0;
    QString path; // of the decoded object in the body, for reasons: "object"
};

void setTime(Uplink &uplink, const SenderTime &time);

// Puts volume, log, battery and flags of the decoded fields into the uplink, or why there are none.
void applyDecoded(Uplink &uplink, const QJsonObject &decoded, const Frame &frame);

// The same from a decoded value as it stands in the body, which may be missing or of a wrong type.
void applyDecodedValue(Uplink &uplink, const QJsonValue &decoded, const Frame &frame);

// TTS `normalized_payload` (one measurement or an array of them) fills what is still open.
void applyNormalized(Uplink &uplink, const QJsonValue &normalized, const Frame &frame);

// ChirpStack's status event: the network layer's percentage.
Battery networkBattery(const QJsonObject &status);

enum class ZeroSignal { Sent, Omitted }; // whether the sender leaves out an rssi or snr of 0

// How the gateway that heard it best heard it.
Signal strongestSignal(const QJsonValue &gateways, ZeroSignal zero);

} // namespace datakubo::ingest
