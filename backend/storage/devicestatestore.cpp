#include "backend/storage/devicestatestore.h"

#include "backend/storage/bulk.h"
#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"

#include <QUuid>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

const QString selectState =
    u"select d.id, d.dev_eui, d.is_registered, d.is_active, d.status, d.community_id, "
    "coalesce(s.sender_name, ''), coalesce(s.tenant_name, ''), coalesce(s.first_seen_at_ms, 0), "
    "coalesce(s.last_seen_at_ms, 0), coalesce(s.message_count, 0), coalesce(s.last_recorded_at_ms, "
    "0), "
    "s.last_volume_ml, s.previous_volume_ml, s.battery_mv, s.battery_percent, s.rssi, "
    "s.snr_tenths, "
    "d.device_type, coalesce(s.known_until_ms, 0) from devices d left join device_states s on s.device_id = d.id where d.organization_id = ? and d.dev_eui "_s;

DeviceState readState(const Statement &row)
{
    DeviceState state;
    state.id = row.id<DeviceId>(0);
    state.eui = DevEui::parse(row.text(1)).value_or(DevEui());
    state.isRegistered = row.boolean(2);
    state.isActive = row.boolean(3);
    state.status = parseDeviceStatus(row.text(4)).value_or(DeviceStatus::Online);
    state.community = row.id<CommunityId>(5);
    state.senderName = row.text(6);
    state.tenantName = row.text(7);
    state.firstSeenAt = row.time(8);
    state.lastSeenAt = row.time(9);
    state.messageCount = row.integer(10);
    state.lastRecordedAt = row.time(11);
    state.lastVolume = row.optionalVolume(12);
    state.previousVolume = row.optionalVolume(13);
    state.battery = {row.optionalInt(14), row.optionalInt(15)};
    state.signal = {row.optionalInt(16), row.optionalInt(17)};
    state.type = parseDeviceType(row.text(18)).value_or(DeviceType::WaterMeter);
    state.knownUntil = row.time(19);
    return state;
}

QVariant orNull(std::optional<int> value)
{
    return value ? QVariant(*value) : QVariant();
}

QVariant orNull(std::optional<Volume> value)
{
    return value ? QVariant(value->millilitres) : QVariant();
}

// Which community an unregistered device's tenant name routes to, if any.
const QString unregisteredFrom =
    u" from devices d join device_states s on s.device_id = d.id "
    "left join communities c on c.organization_id = d.organization_id and c.tenant_name = s.tenant_name"_s;

const QString selectUnregistered = u"select d.id, d.dev_eui, s.sender_name, s.tenant_name, "
                                   u"coalesce(c.uuid, ''), s.first_seen_at_ms, "
                                   "s.last_seen_at_ms, s.message_count, s.last_volume_ml"_s
                                   + unregisteredFrom;

UnregisteredDevice readUnregistered(const Statement &row)
{
    UnregisteredDevice device;
    device.id = row.id<DeviceId>(0);
    device.eui = DevEui::parse(row.text(1)).value_or(DevEui());
    device.name = row.text(2);
    device.tenantName = row.text(3);
    device.customerUuid = row.text(4);
    device.firstSeenAt = row.time(5);
    device.lastSeenAt = row.time(6);
    device.messageCount = row.integer(7);
    device.lastVolume = row.optionalVolume(8);
    return device;
}

} // namespace

std::map<DevEui, DeviceState> DeviceStateStore::find(OrganizationId organization,
                                                     const std::vector<DevEui> &euis)
{
    std::map<DevEui, DeviceState> states;
    if (m_session.engine() == Engine::PostgreSql) {
        QStringList texts;
        for (const DevEui eui : euis)
            texts.append(eui.toString());
        // Locked first and read then: what another process wrote meanwhile is seen.
        const QVariant list = dialect::textList(Engine::PostgreSql, texts);
        m_session
            .prepare(u"select id from devices where organization_id = ? and dev_eui "_s
                     + dialect::inTexts(Engine::PostgreSql) + u" order by id for update"_s)
            .bindAll(organization, list)
            .exec();
        Statement &row = m_session.prepare(selectState + dialect::inTexts(Engine::PostgreSql))
                             .bindAll(organization, list)
                             .exec();
        while (row.next()) {
            DeviceState state = readState(row);
            states.emplace(state.eui, std::move(state));
        }
        return states;
    }
    static const QString sql = selectState + u"= ?"_s;
    for (const DevEui eui : euis) {
        if (states.contains(eui))
            continue;
        Statement &row = m_session.prepare(sql).bindAll(organization, eui.toString()).exec();
        if (row.next())
            states.emplace(eui, readState(row));
    }
    return states;
}

void DeviceStateStore::addUnregistered(OrganizationId organization, const std::vector<DevEui> &euis,
                                       Timestamp now)
{
    Bulk rows({{"organization_id", "bigint"},
               {"uuid", "text"},
               {"dev_eui", "text"},
               {"is_registered", "smallint"},
               {"is_active", "smallint"},
               {"name", "text"},
               {"name_key", "text"},
               {"search_key", "text"},
               {"device_type", "text"},
               {"status", "text"},
               {"hierarchy_level", "integer"},
               {"serial_number", "text"},
               {"location", "text"},
               {"created_at_ms", "bigint"}});
    for (const DevEui eui : euis) {
        rows.add({organization.value, QUuid::createUuid().toString(QUuid::WithoutBraces),
                  eui.toString(), 0, 0, u""_s, u""_s, u""_s, toText(DeviceType::WaterMeter),
                  toText(DeviceStatus::Online), 1, u""_s, u""_s, now.ms});
    }
    rows.insert(m_session, u"devices"_s, u"on conflict (organization_id, dev_eui) do nothing"_s);
}

void DeviceStateStore::save(OrganizationId organization,
                            const std::vector<const DeviceState *> &states)
{
    const std::vector<BulkColumn> columns{
        {"device_id", "bigint"},        {"organization_id", "bigint"},
        {"sender_name", "text"},        {"tenant_name", "text"},
        {"first_seen_at_ms", "bigint"}, {"last_seen_at_ms", "bigint"},
        {"message_count", "bigint"},    {"last_recorded_at_ms", "bigint"},
        {"last_volume_ml", "bigint"},   {"previous_volume_ml", "bigint"},
        {"known_until_ms", "bigint"},   {"battery_mv", "integer"},
        {"battery_percent", "integer"}, {"rssi", "integer"},
        {"snr_tenths", "integer"}};
    static const QString upsert = [&columns] {
        QStringList sets{u"is_judged = 0"_s}; // whatever came, ClosingService looks at it
        for (size_t i = 2; i < columns.size(); ++i)
            sets.append(u"%1 = excluded.%1"_s.arg(QLatin1String(columns[i].name)));
        return QString(u"on conflict (device_id) do update set "_s + sets.join(u", "_s));
    }();
    Bulk rows(columns);
    for (const DeviceState *state : states) {
        rows.add({state->id.value, organization.value,
                  state->senderName.isNull() ? u""_s : state->senderName,
                  state->tenantName.isNull() ? u""_s : state->tenantName, state->firstSeenAt.ms,
                  state->lastSeenAt.ms, state->messageCount, state->lastRecordedAt.ms,
                  orNull(state->lastVolume), orNull(state->previousVolume), state->knownUntil.ms,
                  orNull(state->battery.millivolts), orNull(state->battery.percent),
                  orNull(state->signal.rssi), orNull(state->signal.snrTenths)});
    }
    rows.insert(m_session, u"device_states"_s, upsert);
}

void DeviceStateStore::setOnline(const std::vector<DeviceId> &ids)
{
    if (ids.empty())
        return;
    std::vector<qint64> values;
    for (const DeviceId id : ids)
        values.push_back(id.value);
    m_session
        .prepare(u"update devices set status = 'online' where status = 'offline' and id "_s
                 + dialect::inIntegers(m_session.engine()))
        .bind(dialect::integerList(m_session.engine(), values))
        .exec();
}

Listing<UnregisteredDevice> DeviceStateStore::unregistered(const Visibility &visibility,
                                                           const QString &communityUuid,
                                                           const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"d.organization_id"_s, u"c.id"_s, {})
        .add(u"d.is_registered = 0"_s);
    if (!communityUuid.isEmpty())
        conditions.add(u"c.uuid = ?"_s, {communityUuid});
    const SortOrder order{u"-last_seen_at"_s,      u"s.last_seen_at_ms"_s, u"d.id"_s, 6, 0, true,
                          SortOrder::Kind::Integer};
    return readPage<UnregisteredDevice>(m_session, selectUnregistered,
                                        u"select count(*)"_s + unregisteredFrom, conditions, order,
                                        page, readUnregistered);
}

bool DeviceStateStore::waitsFor(const Visibility &visibility, DevEui eui)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"d.organization_id"_s, u"c.id"_s, {})
        .add(u"d.is_registered = 0"_s)
        .add(u"d.dev_eui = ?"_s, {eui.toString()});
    return prepareWith(m_session, u"select 1"_s + unregisteredFrom + conditions.where(),
                       conditions.values())
        .exec()
        .next();
}

std::vector<UnregisteredDevice> DeviceStateStore::unregisteredOfTenant(OrganizationId organization,
                                                                       const QString &tenantName)
{
    std::vector<UnregisteredDevice> devices;
    Statement &row = m_session
                         .prepare(selectUnregistered
                                  + u" where d.organization_id = ? and d.is_registered = 0 "_s
                                    "and s.tenant_name = ? order by d.dev_eui limit 10000"_s)
                         .bindAll(organization, tenantName)
                         .exec();
    while (row.next())
        devices.push_back(readUnregistered(row));
    return devices;
}

qint64 DeviceStateStore::countUnregistered(OrganizationId organization)
{
    Statement &row =
        m_session
            .prepare(u"select count(*) from devices d join device_states s on s.device_id = d.id "
                     "where d.organization_id = ? and d.is_registered = 0"_s)
            .bind(organization)
            .exec();
    return row.next() ? row.integer(0) : 0;
}

std::vector<DeviceStateStore::Heard> DeviceStateStore::lastHeard(const Visibility &visibility,
                                                                 int limit)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"d.organization_id"_s, u"d.community_id"_s, u"a.resident_id"_s)
        .add(u"d.is_registered = 1 and s.last_recorded_at_ms > 0"_s);
    QVariantList values = conditions.values();
    values << limit;
    std::vector<Heard> heard;
    Statement &row =
        prepareWith(m_session,
                    u"select d.id, s.previous_volume_ml from devices d "
                    "join device_states s on s.device_id = d.id "
                    "left join assignments a on a.device_id = d.id and a.to_ms is null"_s
                        + conditions.where() + u" order by s.last_seen_at_ms desc, d.id limit ?"_s,
                    values)
            .exec();
    while (row.next())
        heard.push_back({row.id<DeviceId>(0), row.optionalVolume(1)});
    return heard;
}

} // namespace datakubo::storage
