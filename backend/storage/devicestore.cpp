#include "backend/storage/devicestore.h"

#include "backend/storage/conditions.h"
#include "backend/storage/devicerow.h"
#include "backend/storage/paging.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

const std::vector<SortOrder> sortOrders{
    {u"device_name"_s, u"d.name_key"_s, u"d.id"_s, 26, 0, false, SortOrder::Kind::Text},
    {u"dev_eui"_s, u"d.dev_eui"_s, u"d.id"_s, 4, 0, false, SortOrder::Kind::Text},
    {u"status"_s, u"d.status"_s, u"d.id"_s, 7, 0, false, SortOrder::Kind::Text},
    {u"created_at"_s, u"d.created_at_ms"_s, u"d.id"_s, 13, 0, false, SortOrder::Kind::Integer},
    {u"last_seen_at"_s, u"coalesce(s.last_seen_at_ms, 0)"_s, u"d.id"_s, 14, 0, false,
     SortOrder::Kind::Integer},
};

SortOrder orderFor(const QString &sort)
{
    const bool descending = sort.startsWith(u'-');
    const QString key = descending ? sort.mid(1) : sort;
    for (SortOrder order : sortOrders) {
        if (order.name == key) {
            order.descending = descending;
            order.name = sort;
            return order;
        }
    }
    return sortOrders.front();
}

QString searchKey(const Device &device)
{
    return folded(device.name + u'\n' + device.eui.toString() + u'\n' + device.serialNumber);
}

} // namespace

QStringList deviceSortKeys()
{
    QStringList keys;
    for (const SortOrder &order : sortOrders)
        keys.append(order.name);
    return keys;
}

std::optional<DeviceStore::Known> DeviceStore::findKnown(OrganizationId organization, DevEui eui)
{
    Statement &row =
        m_session
            .prepare(
                u"select id, is_registered, is_active from devices where organization_id = ? and dev_eui = ?"_s)
            .bindAll(organization, eui.toString())
            .exec();
    if (!row.next())
        return std::nullopt;
    return Known{row.id<DeviceId>(0), row.boolean(1), row.boolean(2)};
}

DeviceId DeviceStore::save(const Device &device, std::optional<DeviceId> parent,
                           const std::optional<Known> &known)
{
    if (known) {
        m_session
            .prepare(u"update devices set is_registered = 1, is_active = 1, retired_at_ms = null, "
                     u"status = ?, "
                     "created_at_ms = ? where id = ?"_s)
            .bindAll(toText(device.status), device.createdAt, known->id)
            .exec();
        Device renewed = device;
        renewed.id = known->id;
        edit(renewed, parent);
        return known->id;
    }
    Statement &row =
        m_session.prepare(u"insert into devices (organization_id, uuid, dev_eui, is_registered, "
                          u"is_active, name, name_key, search_key, "
                          "device_type, status, community_id, parent_id, hierarchy_level, "
                          "serial_number, location, created_at_ms) "
                          "values (?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id"_s);
    row.bindAll(device.organization, device.uuid, device.eui.toString(), device.name,
                folded(device.name), searchKey(device), toText(device.type), toText(device.status),
                device.community, parent.value_or(DeviceId{}), device.hierarchyLevel,
                device.serialNumber, device.location, device.createdAt)
        .exec()
        .next();
    return row.id<DeviceId>(0);
}

void DeviceStore::edit(const Device &device, std::optional<DeviceId> parent)
{
    m_session
        .prepare(
            u"update devices set name = ?, name_key = ?, search_key = ?, device_type = ?, "
            u"community_id = ?, "
            "parent_id = ?, hierarchy_level = ?, serial_number = ?, location = ? where id = ?"_s)
        .bindAll(device.name, folded(device.name), searchKey(device), toText(device.type),
                 device.community, parent.value_or(DeviceId{}), device.hierarchyLevel,
                 device.serialNumber, device.location, device.id)
        .exec();
}

void DeviceStore::setStatus(DeviceId id, DeviceStatus status)
{
    m_session.prepare(u"update devices set status = ? where id = ?"_s)
        .bindAll(toText(status), id)
        .exec();
}

void DeviceStore::retire(DeviceId id, Timestamp now)
{
    m_session.prepare(u"update devices set is_active = 0, retired_at_ms = ? where id = ?"_s)
        .bindAll(now, id)
        .exec();
}

std::optional<Device> DeviceStore::find(const Visibility &visibility, DevEui eui)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"d.organization_id"_s, u"d.community_id"_s, u"a.resident_id"_s)
        .add(u"d.is_registered = 1"_s)
        .add(u"d.dev_eui = ?"_s, {eui.toString()});
    Statement &row =
        prepareWith(m_session, selectDevice + conditions.where(), conditions.values()).exec();
    return row.next() ? std::optional(readDevice(row)) : std::nullopt;
}

std::optional<Device> DeviceStore::find(OrganizationId organization, DeviceId id)
{
    Statement &row =
        m_session.prepare(selectDevice + u" where d.organization_id = ? and d.id = ?"_s)
            .bindAll(organization, id)
            .exec();
    return row.next() ? std::optional(readDevice(row)) : std::nullopt;
}

std::vector<Device> DeviceStore::findAll(OrganizationId organization,
                                         const std::vector<DeviceId> &ids)
{
    std::vector<qint64> values;
    for (const DeviceId id : ids)
        values.push_back(id.value);
    std::vector<Device> devices;
    Statement &row = m_session
                         .prepare(selectDevice + u" where d.organization_id = ? and d.id "_s
                                  + dialect::inIntegers(m_session.engine()))
                         .bindAll(organization, dialect::integerList(m_session.engine(), values))
                         .exec();
    while (row.next())
        devices.push_back(readDevice(row));
    return devices;
}

Listing<Device> DeviceStore::list(const Visibility &visibility, const DeviceFilter &filter,
                                  const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"d.organization_id"_s, u"d.community_id"_s, u"a.resident_id"_s)
        .add(u"d.is_registered = 1"_s)
        .contains(folded(filter.search), {u"d.search_key"_s, u"r.name_key"_s});
    if (!filter.includeRetired)
        conditions.add(u"d.is_active = 1"_s);
    if (filter.status)
        conditions.add(u"d.status = ?"_s, {toText(*filter.status)});
    if (filter.type)
        conditions.add(u"d.device_type = ?"_s, {toText(*filter.type)});
    if (!filter.customerUuid.isEmpty())
        conditions.add(u"c.uuid = ?"_s, {filter.customerUuid});
    if (!filter.endUserUuid.isEmpty())
        conditions.add(u"r.uuid = ?"_s, {filter.endUserUuid});
    if (filter.assigned)
        conditions.add(*filter.assigned ? u"a.id is not null"_s : u"a.id is null"_s);
    return readPage<Device>(m_session, selectDevice, u"select count(*)"_s + deviceFrom, conditions,
                            orderFor(filter.sort), page, readDevice);
}

qint64 DeviceStore::countActive(OrganizationId organization)
{
    Statement &row =
        m_session
            .prepare(
                u"select count(*) from devices where organization_id = ? and is_registered = 1 and is_active = 1"_s)
            .bind(organization)
            .exec();
    return row.next() ? row.integer(0) : 0;
}

qint64 DeviceStore::countActiveAt(OrganizationId organization, Timestamp at)
{
    Statement &row = m_session
                         .prepare(u"select count(*) from devices where organization_id = ? "
                                  "and is_registered = 1 and created_at_ms < ? "
                                  "and (is_active = 1 or retired_at_ms >= ?)"_s)
                         .bindAll(organization, at, at)
                         .exec();
    return row.next() ? row.integer(0) : 0;
}

qint64 DeviceStore::countWithStatus(OrganizationId organization, DeviceStatus status)
{
    Statement &row = m_session
                         .prepare(u"select count(*) from devices where organization_id = ? "
                                  "and is_registered = 1 and is_active = 1 and status = ?"_s)
                         .bindAll(organization, toText(status))
                         .exec();
    return row.next() ? row.integer(0) : 0;
}

int DeviceStore::markSilentOffline(OrganizationId organization, Timestamp before)
{
    return m_session
        .prepare(
            u"update devices set status = 'offline' where organization_id = ? and is_registered = "
            u"1 and is_active = 1 "
            "and status = 'online' and created_at_ms < ? and not exists "
            "(select 1 from device_states s where s.device_id = devices.id and s.last_seen_at_ms >= ?)"_s)
        .bindAll(organization, before, before)
        .exec()
        .changes();
}

} // namespace datakubo::storage
