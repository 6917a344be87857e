#include "backend/ingest/jsonread.h"
#include "backend/ingest/normaliser.h"
#include "backend/ingest/senders.h"

#include <QJsonArray>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

struct Kind {
    QLatin1StringView key;    // exactly one of these is in a message
    QLatin1StringView reason; // why it is no reading; empty for the uplink
};

// Each measurement of an uplink comes once more as uplink_normalized, if both kinds are enabled.
constexpr std::array kinds{
    Kind{"uplink_message"_L1, {}},
    Kind{"uplink_normalized"_L1, {}},
    Kind{"join_accept"_L1, "join"_L1},
    Kind{"downlink_ack"_L1, "downlink_ack"_L1},
    Kind{"downlink_nack"_L1, "downlink_nack"_L1},
    Kind{"downlink_sent"_L1, "downlink_sent"_L1},
    Kind{"downlink_failed"_L1, "downlink_failed"_L1},
    Kind{"downlink_queued"_L1, "downlink_queued"_L1},
    Kind{"downlink_queue_invalidated"_L1, "downlink_queue_invalidated"_L1},
    Kind{"location_solved"_L1, "location"_L1},
    Kind{"service_data"_L1, "service_data"_L1},
};

const Kind *kindOf(const QJsonObject &body)
{
    for (const Kind &kind : kinds) {
        if (body.contains(kind.key))
            return &kind;
    }
    return nullptr;
}

// as:up: is the uplink's id of older servers, gs:uplink: that of newer ones.
QByteArray correlationId(const QJsonObject &body)
{
    QByteArray gatewayServer;
    for (const QJsonValue &value : body.value("correlation_ids"_L1).toArray()) {
        const QString id = value.toString();
        if (id.startsWith("as:up:"_L1))
            return deduplicationId(id);
        if (gatewayServer.isEmpty() && id.startsWith("gs:uplink:"_L1))
            gatewayServer = deduplicationId(id);
    }
    return gatewayServer;
}

// Without a correlation id a session's frame, dated: a session may count from zero again, and the
// counter may be filtered out.
QByteArray deduplicationKey(const QJsonObject &body, const QJsonObject &message)
{
    if (QByteArray id = correlationId(body); !id.isEmpty())
        return id;
    const QByteArray session = deduplicationId(message.value("session_key_id"_L1).toString());
    const QString received = message.value("received_at"_L1).toString();
    if (session.isEmpty() || received.isEmpty())
        return {};
    return session + ':' + QByteArray::number(message.value("f_cnt"_L1).toInteger()) + ':'
           + received.left(100).toUtf8();
}

void applyUplink(Uplink &uplink, const Message &message, const QJsonObject &content)
{
    const QJsonObject &body = message.body;
    const Frame frame{chooseTime(message.receivedAt, {timeOf(content.value("received_at"_L1)),
                                                      timeOf(body.value("received_at"_L1))}),
                      message.receivedAt, wholeOf(content.value("f_port"_L1), 0, 255).value_or(0),
                      u"uplink_message.decoded_payload"_s};
    setTime(uplink, frame.time);
    // Zeros are left out, so a counter that is not there is 0.
    const QJsonValue sent = content.value("f_cnt"_L1);
    uplink.frameCounter = sent.isUndefined() ? std::optional<qint64>(0) : counterOf(sent);
    if (!uplink.isNormalized)
        uplink.deduplicationKey = deduplicationKey(body, content);
    uplink.signal = strongestSignal(content.value("rx_metadata"_L1), ZeroSignal::Omitted);
    applyDecodedValue(uplink, content.value("decoded_payload"_L1), frame);
    applyNormalized(uplink, content.value("normalized_payload"_L1), frame);
}

} // namespace

bool isTts(const QJsonObject &body)
{
    return body.contains("end_device_ids"_L1) || kindOf(body);
}

Item decodeTts(const Message &message)
{
    const QJsonObject &body = message.body;
    const QJsonValue idsValue = body.value("end_device_ids"_L1);
    if (!idsValue.isObject() && !idsValue.isNull() && !idsValue.isUndefined())
        return Error::field(u"end_device_ids"_s, u"end_device_ids must be an object"_s);
    const QJsonObject ids = idsValue.toObject();
    const auto eui = euiOf(ids.value("dev_eui"_L1), u"end_device_ids.dev_eui"_s);
    if (!eui)
        return eui.error();
    if (!*eui)
        return Deviceless{ReadingSource::TtsV3, u"no_device"_s};

    Uplink uplink;
    uplink.source = ReadingSource::TtsV3;
    uplink.eui = **eui;
    uplink.deviceName = textOf(ids.value("device_id"_L1));
    uplink.tenantName =
        textOf(ids.value("application_ids"_L1).toObject().value("application_id"_L1));
    const Kind *kind = kindOf(body);
    if (kind && kind->reason.isEmpty()) {
        const QJsonValue content = body.value(kind->key);
        if (!content.isObject() && !content.isNull())
            return Error::field(kind->key, u"%1 must be an object"_s.arg(kind->key));
        uplink.isNormalized = kind->key == "uplink_normalized"_L1;
        applyUplink(uplink, message, content.toObject());
        if (uplink.isNormalized && uplink.samples.empty() && uplink.quarantineReason.isEmpty())
            uplink.skipReason = u"no_volume"_s;
        return uplink;
    }
    setTime(uplink, chooseTime(message.receivedAt, {timeOf(body.value("received_at"_L1))}));
    uplink.isUplink = false;
    uplink.skipReason = kind ? QString(kind->reason) : u"unknown_event"_s;
    return uplink;
}

} // namespace datakubo::ingest
