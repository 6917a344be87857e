#include "backend/ingest/jsonread.h"
#include "backend/ingest/normaliser.h"
#include "backend/ingest/senders.h"

#include <QJsonArray>

#include <array>
#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

constexpr std::array events{"up"_L1,  "join"_L1,   "ack"_L1,      "txack"_L1,
                            "log"_L1, "status"_L1, "location"_L1, "integration"_L1};

// A proxy may strip the query; the fields of each event then tell it.
QLatin1StringView eventByFields(const QJsonObject &body)
{
    if (body.contains("integrationName"_L1))
        return "integration"_L1;
    if (body.contains("object"_L1) || body.contains("data"_L1) || body.contains("fPort"_L1))
        return "up"_L1;
    if (body.contains("margin"_L1) || body.contains("batteryLevel"_L1))
        return "status"_L1;
    if (body.contains("acknowledged"_L1))
        return "ack"_L1;
    if (body.contains("level"_L1) && body.contains("code"_L1))
        return "log"_L1;
    if (body.contains("location"_L1))
        return "location"_L1;
    if (body.contains("downlinkId"_L1))
        return "txack"_L1;
    if (body.contains("devAddr"_L1) && !body.contains("fCnt"_L1) && !body.contains("rxInfo"_L1))
        return "join"_L1;
    return "up"_L1;
}

QLatin1StringView eventOf(const Message &message)
{
    for (const QLatin1StringView event : events) {
        if (message.event == event)
            return event;
    }
    return eventByFields(message.body);
}

// The network server's own clock.
std::optional<Timestamp> serverTime(const QJsonObject &body, Timestamp receivedAt)
{
    for (const QJsonValue &gateway : body.value("rxInfo"_L1).toArray()) {
        const auto time = timeOf(gateway.toObject().value("nsTime"_L1));
        if (time && isBelievable(*time, receivedAt))
            return time;
    }
    return std::nullopt;
}

// `time` follows the gateway's clock, which may be days off.
SenderTime messageTime(const QJsonObject &body, Timestamp receivedAt)
{
    const auto time = timeOf(body.value("time"_L1));
    const auto server = serverTime(body, receivedAt);
    constexpr qint64 tolerated = 2 * duration::minute;
    if (time && server && std::abs(*time - *server) > tolerated)
        return chooseTime(receivedAt, {server});
    return chooseTime(receivedAt, {time, server});
}

} // namespace

bool isChirpStackV4(const QJsonObject &body)
{
    return body.contains("deviceInfo"_L1);
}

Item decodeChirpStackV4(const Message &message)
{
    const QJsonObject &body = message.body;
    const QJsonValue info = body.value("deviceInfo"_L1);
    if (!info.isObject() && !info.isNull())
        return Error::field(u"deviceInfo"_s, u"deviceInfo must be an object"_s);
    const QJsonObject device = info.toObject();
    const auto eui = euiOf(device.value("devEui"_L1), u"deviceInfo.devEui"_s);
    if (!eui)
        return eui.error();
    if (!*eui)
        return Deviceless{ReadingSource::ChirpStackV4, u"no_device"_s};

    Uplink uplink;
    uplink.source = ReadingSource::ChirpStackV4;
    uplink.eui = **eui;
    uplink.deviceName = textOf(device.value("deviceName"_L1));
    uplink.tenantName = textOf(device.value("tenantName"_L1));
    const Frame frame{messageTime(body, message.receivedAt), message.receivedAt,
                      wholeOf(body.value("fPort"_L1), 0, 255).value_or(0), u"object"_s};
    setTime(uplink, frame.time);
    const QLatin1StringView event = eventOf(message);
    if (event != "up"_L1) {
        uplink.isUplink = false;
        uplink.skipReason = event;
        if (event == "status"_L1)
            uplink.battery = networkBattery(body);
        return uplink;
    }
    uplink.deduplicationKey = deduplicationId(body.value("deduplicationId"_L1).toString());
    uplink.frameCounter = counterOf(body.value("fCnt"_L1));
    uplink.signal = strongestSignal(body.value("rxInfo"_L1), ZeroSignal::Omitted);
    applyDecodedValue(uplink, body.value("object"_L1), frame);
    return uplink;
}

} // namespace datakubo::ingest
