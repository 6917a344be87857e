#pragma once
#include "backend/ingest/uplink.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

// Bodies of each sender around decoded fields, and short sentences about what became of them.
namespace datakubo::ingest::test {

inline const Timestamp arrival = *Timestamp::parse(u"2026-11-24T12:00:00Z");

inline QByteArray sample(const QString &name)
{
    QFile file(QStringLiteral(DATAKUBO_TEST_DATA "/payloads/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QByteArray v4(const QByteArray &object, const QByteArray &more = {})
{
    return R"({"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d",)"
           R"("time":"2026-11-24T11:59:58.123456+00:00",)"
           R"("deviceInfo":{"tenantName":"Torre Norte","deviceName":"Flat 12","devEui":"a1b2c3d4e5f60001"},)"
           R"("fCnt":7,"fPort":1,"data":"qg==","object":)"
           + object + more + "}";
}

inline QByteArray v3Hex(const QByteArray &object, const QByteArray &more = {})
{
    return R"({"applicationID":"123","deviceName":"Flat 12","devEUI":"a1b2c3d4e5f60001",)"
           R"("fCnt":7,"fPort":1,"data":"qg==","object":)"
           + object + more + "}";
}

inline QByteArray v3Base64(const QByteArray &object, const QByteArray &more = {})
{
    const QJsonObject text{{QStringLiteral("objectJSON"), QString::fromUtf8(object)}};
    const QByteArray quoted = QJsonDocument(text).toJson(QJsonDocument::Compact);
    return R"({"applicationID":"123","deviceName":"Flat 12","devEUI":"obLD1OX2AAE=","fCnt":7,"fPort":1,)"
           R"("data":"qg==",)"
           + quoted.mid(1).chopped(1) + more + "}";
}

inline QByteArray tts(const QByteArray &decoded, const QByteArray &more = {})
{
    return R"({"end_device_ids":{"device_id":"flat-12","application_ids":{"application_id":"torre-norte"},)"
           R"("dev_eui":"A1B2C3D4E5F60001"},"received_at":"2026-11-24T11:59:59Z",)"
           R"("uplink_message":{"f_port":1,"f_cnt":7,"received_at":"2026-11-24T11:59:58.123456789Z",)"
           R"("decoded_payload":)"
           + decoded + more + "}}";
}

inline Result<Decoded> read(const QByteArray &body, const QString &event = {})
{
    return decode({body, event, arrival});
}

// "123456000 ml", "skipped: join", "quarantined: negative_register", "no_device", or for an error
// its code and field: "INVALID_DEVICE_ID devEUI".
inline QString outcome(const Item &item)
{
    if (const auto *error = std::get_if<Error>(&item)) {
        const QString code = error->code == ErrorCode::InvalidDeviceId
                                 ? QStringLiteral("INVALID_DEVICE_ID ")
                                 : QStringLiteral("VALIDATION_ERROR ");
        return QString(code + error->details.value(QStringLiteral("field")).toString()).trimmed();
    }
    if (const auto *deviceless = std::get_if<Deviceless>(&item))
        return deviceless->skipReason;
    const Uplink &uplink = std::get<Uplink>(item);
    if (!uplink.quarantineReason.isEmpty())
        return QStringLiteral("quarantined: ") + uplink.quarantineReason;
    if (uplink.samples.empty())
        return QStringLiteral("skipped: ") + uplink.skipReason;
    const qint64 millilitres = uplink.samples.front().volume.millilitres;
    return QStringLiteral("%1 ml").arg(millilitres);
}

inline QString outcome(const Result<Decoded> &result)
{
    return result ? outcome(result->items.front()) : outcome(Item(result.error()));
}

// The uplink of a single body; an empty one when it was none.
inline Uplink uplinkOf(const Result<Decoded> &result)
{
    if (result) {
        if (const auto *uplink = std::get_if<Uplink>(&result->items.front()))
            return *uplink;
    }
    return {};
}

} // namespace datakubo::ingest::test
