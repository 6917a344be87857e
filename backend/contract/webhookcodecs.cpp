#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

QJsonObject toJson(const WebhookRecord &record)
{
    return {{u"id"_s, QString::number(record.id.value)},
            {u"received_at"_s, record.receivedAt.toString()},
            {u"event"_s, textOrNull(record.event)},
            {u"source"_s, record.source ? QJsonValue(toText(*record.source)) : QJsonValue()},
            {u"dev_eui"_s, textOrNull(record.devEui)},
            {u"result"_s, toText(record.outcome)},
            {u"reason"_s, textOrNull(record.reason)},
            {u"item_count"_s, record.itemCount},
            {u"replayed_at"_s, toJson(record.replayedAt)}};
}

Result<WebhookRecord> webhookFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    WebhookRecord record;
    record.id = {read.text(u"id"_s).toLongLong()};
    record.receivedAt = read.time(u"received_at"_s).value_or(Timestamp{});
    record.event = read.text(u"event"_s);
    record.source = read.word(u"source"_s, parseReadingSource);
    record.devEui = read.text(u"dev_eui"_s);
    record.outcome = read.word(u"result"_s, parseIngestOutcome).value_or(IngestOutcome::Rejected);
    record.reason = object[u"reason"].toString(); // a sender's words may be in it
    record.itemCount = static_cast<int>(read.integer(u"item_count"_s, 0, 1'000'000).value_or(1));
    record.replayedAt = read.time(u"replayed_at"_s);
    return read.finish(std::move(record));
}

QJsonObject toJson(const FieldMapping &mapping)
{
    return {{u"id"_s, mapping.uuid},
            {u"device_type"_s,
             mapping.deviceType ? QJsonValue(toText(*mapping.deviceType)) : QJsonValue()},
            {u"volume_path"_s, mapping.volumePath},
            {u"unit"_s, toText(mapping.unit)},
            {u"factor"_s, mapping.factor},
            {u"battery_path"_s, textOrNull(mapping.batteryPath)},
            {u"created_at"_s, mapping.createdAt.toString()}};
}

Result<FieldMapping> fieldMappingFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    FieldMapping mapping;
    mapping.uuid = read.text(u"id"_s);
    mapping.deviceType = read.word(u"device_type"_s, parseDeviceType);
    mapping.volumePath = read.text(u"volume_path"_s, 200);
    mapping.unit = read.word(u"unit"_s, parseVolumeUnit).value_or(VolumeUnit::CubicMetre);
    mapping.factor = read.number(u"factor"_s, 1e-9, 1e9).value_or(1);
    mapping.batteryPath = read.text(u"battery_path"_s, 200);
    mapping.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    return read.finish(std::move(mapping));
}

} // namespace datakubo::contract
