#include "backend/ingest/jsonread.h"
#include "backend/ingest/normaliser.h"
#include "backend/ingest/senders.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::Literals::StringLiterals;

// Three shapes in one: Protobuf JSON (base64 ids, `objectJSON` a string), "JSON v3" (hex ids,
// `object`) and the older LoRa App Server's (hex ids, numeric applicationID, top-level `time`).
namespace datakubo::ingest {

namespace {

constexpr std::array events{"up"_L1,     "join"_L1,     "ack"_L1,   "error"_L1,
                            "status"_L1, "location"_L1, "txack"_L1, "integration"_L1};

QLatin1StringView eventByFields(const QJsonObject &body)
{
    if (body.contains("integrationName"_L1))
        return "integration"_L1;
    if (body.contains("objectJSON"_L1) || body.contains("object"_L1) || body.contains("data"_L1)
        || body.contains("fPort"_L1))
        return "up"_L1;
    if (body.contains("margin"_L1) || body.contains("batteryLevel"_L1))
        return "status"_L1;
    if (body.contains("acknowledged"_L1))
        return "ack"_L1;
    if (body.contains("error"_L1))
        return "error"_L1;
    if (body.contains("location"_L1))
        return "location"_L1;
    if (body.contains("devAddr"_L1))
        return "join"_L1;
    if (body.contains("rxInfo"_L1))
        return "up"_L1;
    return body.contains("fCnt"_L1) ? "txack"_L1 : "unknown_event"_L1;
}

QLatin1StringView eventOf(const Message &message)
{
    for (const QLatin1StringView event : events) {
        if (message.event == event)
            return event;
    }
    return eventByFields(message.body);
}

std::optional<Timestamp> earliestGatewayTime(const QJsonObject &body)
{
    std::optional<Timestamp> earliest;
    for (const QJsonValue &gateway : body.value("rxInfo"_L1).toArray()) {
        const auto time = timeOf(gateway.toObject().value("time"_L1));
        if (time && *time >= earliestBelievable && (!earliest || *time < *earliest))
            earliest = time;
    }
    return earliest;
}

// Each gateway gives its own; the smallest is the same in whatever order they are listed.
QByteArray smallestUplinkId(const QJsonObject &body)
{
    QByteArray smallest;
    for (const QJsonValue &gateway : body.value("rxInfo"_L1).toArray()) {
        const QByteArray id = deduplicationId(gateway.toObject().value("uplinkID"_L1).toString());
        if (!id.isEmpty() && (smallest.isEmpty() || id < smallest))
            smallest = id;
    }
    return smallest;
}

void applyPayload(Uplink &uplink, const QJsonObject &body, Frame frame)
{
    const QJsonValue text = body.value("objectJSON"_L1);
    if (!text.isString()) {
        const bool inObject = body.contains("object"_L1) || text.isUndefined();
        frame.path = inObject ? u"object"_s : u"objectJSON"_s;
        applyDecodedValue(uplink, inObject ? body.value("object"_L1) : text, frame);
        return;
    }
    frame.path = u"objectJSON"_s;
    const QByteArray json = text.toString().toUtf8().trimmed();
    if (json.isEmpty() || json == "null") {
        applyDecodedValue(uplink, QJsonValue(), frame);
        return;
    }
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (document.isObject())
        applyDecodedValue(uplink, document.object(), frame);
    else
        uplink.skipReason = u"unreadable_payload: objectJSON"_s;
}

} // namespace

bool isChirpStackV3(const QJsonObject &body)
{
    return body.contains("devEUI"_L1);
}

Item decodeChirpStackV3(const Message &message)
{
    const QJsonObject &body = message.body;
    const auto eui = euiOf(body.value("devEUI"_L1), u"devEUI"_s, EuiSpelling::HexOrBase64);
    if (!eui)
        return eui.error();
    if (!*eui)
        return Deviceless{ReadingSource::ChirpStackV3, u"no_device"_s};

    Uplink uplink;
    uplink.source = ReadingSource::ChirpStackV3;
    uplink.eui = **eui;
    uplink.deviceName = textOf(body.value("deviceName"_L1));
    uplink.tenantName = textOf(body.value("tenantName"_L1));
    const Frame frame{
        chooseTime(message.receivedAt, {timeOf(body.value("publishedAt"_L1)),
                                        timeOf(body.value("time"_L1)), earliestGatewayTime(body)}),
        message.receivedAt,
        wholeOf(body.value("fPort"_L1), 0, 255).value_or(0),
        {}};
    setTime(uplink, frame.time);
    const QLatin1StringView event = eventOf(message);
    if (event != "up"_L1) {
        uplink.isUplink = false;
        uplink.skipReason = event;
        if (event == "status"_L1)
            uplink.battery = networkBattery(body);
        return uplink;
    }
    uplink.deduplicationKey = smallestUplinkId(body);
    uplink.frameCounter = counterOf(body.value("fCnt"_L1));
    uplink.signal = strongestSignal(body.value("rxInfo"_L1), ZeroSignal::Sent);
    applyPayload(uplink, body, frame);
    return uplink;
}

} // namespace datakubo::ingest
