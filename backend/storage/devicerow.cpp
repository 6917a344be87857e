#include "backend/storage/devicerow.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

const QString deviceFrom = u" from devices d "
                           "left join device_states s on s.device_id = d.id "
                           "left join communities c on c.id = d.community_id "
                           "left join devices p on p.id = d.parent_id "
                           "left join assignments a on a.device_id = d.id and a.to_ms is null "
                           "left join residents r on r.id = a.resident_id"_s;

const QString selectDevice =
    u"select d.id, d.organization_id, d.community_id, d.uuid, d.dev_eui, d.name, d.device_type, "
    u"d.status, "
    "d.is_active, d.hierarchy_level, p.dev_eui, d.serial_number, d.location, d.created_at_ms, "
    "coalesce(s.last_seen_at_ms, 0), coalesce(s.last_recorded_at_ms, 0), s.last_volume_ml, "
    "s.battery_mv, s.battery_percent, s.rssi, s.snr_tenths, "
    "c.uuid, c.name, r.uuid, r.name, r.unit, d.name_key"_s
    + deviceFrom;

Device readDevice(const Statement &row)
{
    Device device;
    device.id = row.id<DeviceId>(0);
    device.organization = row.id<OrganizationId>(1);
    device.community = row.id<CommunityId>(2);
    device.uuid = row.text(3);
    device.eui = DevEui::parse(row.text(4)).value_or(DevEui());
    device.name = row.text(5);
    device.type = parseDeviceType(row.text(6)).value_or(DeviceType::WaterMeter);
    device.status = parseDeviceStatus(row.text(7)).value_or(DeviceStatus::Online);
    device.isActive = row.boolean(8);
    device.hierarchyLevel = static_cast<int>(row.integer(9));
    if (!row.isNull(10))
        device.parent = DevEui::parse(row.text(10));
    device.serialNumber = row.text(11);
    device.location = row.text(12);
    device.createdAt = row.time(13);
    if (row.integer(14) > 0)
        device.lastSeenAt = row.time(14);
    if (row.integer(15) > 0)
        device.lastRecordedAt = row.time(15);
    device.lastVolume = row.optionalVolume(16);
    device.battery = {row.optionalInt(17), row.optionalInt(18)};
    device.signal = {row.optionalInt(19), row.optionalInt(20)};
    if (!row.isNull(21))
        device.customer = Reference{row.text(21), row.text(22)};
    if (!row.isNull(23)) {
        device.endUser = Reference{row.text(23), row.text(24)};
        device.endUserUnit = row.text(25);
    }
    return device;
}

} // namespace datakubo::storage
