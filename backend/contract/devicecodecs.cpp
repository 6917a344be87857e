#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

namespace {

void writeCondition(QJsonObject &object, const Battery &battery, const Signal &signal)
{
    object[u"battery_level"] =
        battery.millivolts ? QJsonValue(*battery.millivolts / 1000.0) : QJsonValue();
    object[u"battery_percent"] = battery.percent ? QJsonValue(*battery.percent) : QJsonValue();
    object[u"rssi"] = signal.rssi ? QJsonValue(*signal.rssi) : QJsonValue();
    object[u"snr"] = signal.snrTenths ? QJsonValue(*signal.snrTenths / 10.0) : QJsonValue();
}

std::optional<int> rounded(std::optional<double> value, double scale)
{
    return value ? std::optional(static_cast<int>(std::lround(*value * scale))) : std::nullopt;
}

void readCondition(FieldReader &read, Battery &battery, Signal &signal)
{
    battery.millivolts = rounded(read.number(u"battery_level"_s, 0, 100), 1000);
    battery.percent = rounded(read.number(u"battery_percent"_s, 0, 100), 1);
    signal.rssi = rounded(read.number(u"rssi"_s, -1000, 1000), 1);
    signal.snrTenths = rounded(read.number(u"snr"_s, -1000, 1000), 10);
}

QJsonValue referenceToJson(const std::optional<Reference> &reference)
{
    if (!reference)
        return {};
    return QJsonObject{{u"id"_s, reference->uuid}, {u"name"_s, reference->name}};
}

std::optional<Reference> referenceFromJson(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    return Reference{value[u"id"].toString(), value[u"name"].toString()};
}

} // namespace

QJsonObject toJson(const Device &device)
{
    QJsonObject object{
        {u"id"_s, device.uuid},
        {u"dev_eui"_s, device.eui.toString()},
        {u"device_name"_s, device.name},
        {u"device_type"_s, toText(device.type)},
        {u"status"_s, toText(device.status)},
        {u"is_active"_s, device.isActive},
        {u"created_at"_s, device.createdAt.toString()},
        {u"hierarchy_level"_s, device.hierarchyLevel},
        {u"parent_dev_eui"_s, device.parent ? QJsonValue(device.parent->toString()) : QJsonValue()},
        {u"serial_number"_s, textOrNull(device.serialNumber)},
        {u"location"_s, textOrNull(device.location)},
        {u"customer"_s, referenceToJson(device.customer)},
        {u"end_user"_s, referenceToJson(device.endUser)},
        {u"last_seen_at"_s, toJson(device.lastSeenAt)},
    };
    if (device.endUser) {
        QJsonObject endUser = object[u"end_user"].toObject();
        endUser[u"unit"] = textOrNull(device.endUserUnit);
        object[u"end_user"] = endUser;
    }
    object[u"last_reading"] =
        device.lastRecordedAt && device.lastVolume
            ? QJsonValue(QJsonObject{{u"recorded_at"_s, device.lastRecordedAt->toString()},
                                     {u"consumption_m3"_s, toJson(device.lastVolume)}})
            : QJsonValue();
    writeCondition(object, device.battery, device.signal);
    return object;
}

Result<Device> deviceFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Device device;
    device.uuid = read.text(u"id"_s);
    device.eui = read.requiredEui(u"dev_eui"_s);
    device.name = read.text(u"device_name"_s);
    device.type = read.word(u"device_type"_s, parseDeviceType).value_or(DeviceType::WaterMeter);
    device.status = read.word(u"status"_s, parseDeviceStatus).value_or(DeviceStatus::Online);
    device.isActive = read.boolean(u"is_active"_s).value_or(true);
    device.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    device.hierarchyLevel =
        static_cast<int>(read.integer(u"hierarchy_level"_s, 0, 100).value_or(1));
    device.parent = read.eui(u"parent_dev_eui"_s);
    device.serialNumber = read.text(u"serial_number"_s);
    device.location = read.text(u"location"_s);
    device.customer = referenceFromJson(object[u"customer"]);
    device.endUser = referenceFromJson(object[u"end_user"]);
    device.endUserUnit = object[u"end_user"][u"unit"].toString();
    device.lastSeenAt = read.time(u"last_seen_at"_s);
    const QJsonObject last = object[u"last_reading"].toObject();
    device.lastRecordedAt = timestampFromJson(last[u"recorded_at"]);
    device.lastVolume = volumeFromJson(last[u"consumption_m3"]);
    readCondition(read, device.battery, device.signal);
    return read.finish(std::move(device));
}

QJsonObject toJson(const Assignment &assignment)
{
    return {{u"id"_s, assignment.uuid},
            {u"end_user_id"_s, assignment.residentUuid},
            {u"end_user_name"_s, assignment.residentName},
            {u"from"_s, assignment.from.toString()},
            {u"to"_s, toJson(assignment.to)}};
}

Result<Assignment> assignmentFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Assignment assignment;
    assignment.uuid = read.text(u"id"_s);
    assignment.residentUuid = read.text(u"end_user_id"_s);
    assignment.residentName = read.text(u"end_user_name"_s);
    assignment.from = read.time(u"from"_s).value_or(Timestamp{});
    assignment.to = read.time(u"to"_s);
    return read.finish(std::move(assignment));
}

QJsonObject toJson(const Reading &reading)
{
    QJsonObject object{{u"id"_s, reading.uuid()},
                       {u"recorded_at"_s, reading.recordedAt.toString()},
                       {u"received_at"_s, reading.receivedAt.toString()},
                       {u"consumption_m3"_s, reading.volume.toCubicMetres()},
                       {u"source"_s, toText(reading.source)},
                       {u"excluded"_s, reading.excluded},
                       {u"time_doubtful"_s, reading.timeDoubtful},
                       {u"register"_s, reading.answer == RegisterAnswer::None
                                           ? QJsonValue()
                                           : QJsonValue(toText(reading.answer))},
                       {u"note"_s, textOrNull(reading.note)}};
    writeCondition(object, reading.battery, reading.signal);
    return object;
}

Result<Reading> readingFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Reading reading;
    if (const auto key = ReadingKey::parse(read.text(u"id"_s)))
        reading.device = key->device;
    reading.recordedAt = read.time(u"recorded_at"_s).value_or(Timestamp{});
    reading.receivedAt = read.time(u"received_at"_s).value_or(Timestamp{});
    reading.volume = read.volume(u"consumption_m3"_s).value_or(Volume{});
    reading.source = read.word(u"source"_s, parseReadingSource).value_or(ReadingSource::Custom);
    reading.excluded = read.boolean(u"excluded"_s).value_or(false);
    reading.timeDoubtful = read.boolean(u"time_doubtful"_s).value_or(false);
    reading.answer =
        read.word(u"register"_s, parseRegisterAnswer).value_or(RegisterAnswer::None);
    reading.note = read.text(u"note"_s);
    readCondition(read, reading.battery, reading.signal);
    return read.finish(std::move(reading));
}

QJsonObject toJson(const UnregisteredDevice &device)
{
    return {{u"dev_eui"_s, device.eui.toString()},
            {u"device_name"_s, textOrNull(device.name)},
            {u"tenant_name"_s, textOrNull(device.tenantName)},
            {u"customer_id"_s, textOrNull(device.customerUuid)},
            {u"first_seen_at"_s, device.firstSeenAt.toString()},
            {u"last_seen_at"_s, device.lastSeenAt.toString()},
            {u"message_count"_s, device.messageCount},
            {u"last_consumption_m3"_s, toJson(device.lastVolume)}};
}

Result<UnregisteredDevice> unregisteredDeviceFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    UnregisteredDevice device;
    device.eui = read.requiredEui(u"dev_eui"_s);
    device.name = read.text(u"device_name"_s);
    device.tenantName = read.text(u"tenant_name"_s);
    device.customerUuid = read.text(u"customer_id"_s);
    device.firstSeenAt = read.time(u"first_seen_at"_s).value_or(Timestamp{});
    device.lastSeenAt = read.time(u"last_seen_at"_s).value_or(Timestamp{});
    device.messageCount = read.integer(u"message_count"_s).value_or(0);
    device.lastVolume = read.volume(u"last_consumption_m3"_s);
    return read.finish(std::move(device));
}

QJsonObject toJson(const LastUplink &uplink)
{
    return {{u"device"_s, toJson(uplink.device)},
            {u"reading"_s, toJson(uplink.reading)},
            {u"since_last_m3"_s, toJson(uplink.sinceLast)}};
}

Result<LastUplink> lastUplinkFromJson(const QJsonObject &object)
{
    const auto device = deviceFromJson(object[u"device"].toObject());
    if (!device)
        return device.error();
    const auto reading = readingFromJson(object[u"reading"].toObject());
    if (!reading)
        return reading.error();
    return LastUplink{*device, *reading, volumeFromJson(object[u"since_last_m3"])};
}

} // namespace datakubo::contract
