#include "backend/storage/placestore.h"

#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

std::vector<MeterWindow> PlaceStore::chain(OrganizationId organization, DeviceId device)
{
    std::vector<MeterWindow> meters;
    Statement &row =
        m_session
            .prepare(u"with recursive chain (id, predecessor_id, installed_at_ms, removed_at_ms, depth) as ("
                     "select id, predecessor_id, installed_at_ms, removed_at_ms, 0 from devices "
                     "where organization_id = ? and id = ? union all "
                     "select d.id, d.predecessor_id, d.installed_at_ms, d.removed_at_ms, c.depth + 1 "
                     "from devices d join chain c on d.id = c.predecessor_id where c.depth < 100) "
                     "select id, installed_at_ms, removed_at_ms from chain order by depth desc"_s)
            .bindAll(organization, device)
            .exec();
    while (row.next())
        meters.push_back(
            {organization, row.id<DeviceId>(0), row.optionalTime(1), row.optionalTime(2)});
    return meters;
}

std::optional<DeviceId> PlaceStore::successor(DeviceId device)
{
    Statement &row = m_session.prepare(u"select id from devices where predecessor_id = ?"_s)
                         .bind(device)
                         .exec();
    return row.next() ? std::optional(row.id<DeviceId>(0)) : std::nullopt;
}

std::vector<CommunityMeter> PlaceStore::ofCommunity(CommunityId community)
{
    std::vector<CommunityMeter> meters;
    Statement &row =
        m_session
            .prepare(u"select d.organization_id, d.id, d.installed_at_ms, d.removed_at_ms, d.dev_eui, "
                     "d.name, d.is_active, d.hierarchy_level, d.predecessor_id, n.id, "
                     "coalesce(s.last_seen_at_ms, 0), exists (select 1 from devices k "
                     "where k.parent_id = d.id and k.is_registered = 1 and k.is_active = 1) "
                     "from devices d left join devices n on n.predecessor_id = d.id "
                     "left join device_states s on s.device_id = d.id "
                     "where d.community_id = ? and d.is_registered = 1 order by d.name_key, d.id"_s)
            .bind(community)
            .exec();
    while (row.next()) {
        CommunityMeter meter;
        meter.window = {row.id<OrganizationId>(0), row.id<DeviceId>(1), row.optionalTime(2),
                        row.optionalTime(3)};
        meter.eui = DevEui::parse(row.text(4)).value_or(DevEui());
        meter.name = row.text(5);
        meter.isActive = row.boolean(6);
        meter.isPrincipal = row.integer(7) == 0;
        meter.predecessor = row.id<DeviceId>(8);
        meter.isReplaced = !row.isNull(9);
        if (row.integer(10) > 0)
            meter.lastSeenAt = row.time(10);
        meter.hasChildren = row.boolean(11);
        meters.push_back(std::move(meter));
    }
    return meters;
}

std::vector<ResidentMeter> PlaceStore::residentMeters(const QString &condition,
                                                      const QVariantList &values)
{
    std::vector<ResidentMeter> meters;
    Statement &row =
        prepareWith(m_session,
                    u"select d.organization_id, d.id, d.installed_at_ms, d.removed_at_ms, "
                    "a.resident_id, n.id, a.from_ms, a.to_ms from assignments a "
                    "join residents r on r.id = a.resident_id "
                    "join devices d on d.id = a.device_id "
                    "left join devices n on n.predecessor_id = d.id where "_s
                        + condition + u" order by a.from_ms, a.id"_s,
                    values)
            .exec();
    while (row.next()) {
        meters.push_back({{row.id<OrganizationId>(0), row.id<DeviceId>(1), row.optionalTime(2),
                           row.optionalTime(3)},
                          row.id<ResidentId>(4),
                          row.id<DeviceId>(row.isNull(5) ? 1 : 5),
                          row.time(6),
                          row.optionalTime(7)});
    }
    for (ResidentMeter &meter : meters) {
        while (const auto next = meter.place == meter.window.device ? std::nullopt
                                                                    : successor(meter.place))
            meter.place = *next;
    }
    return meters;
}

std::vector<ResidentMeter> PlaceStore::ofResident(ResidentId resident)
{
    return residentMeters(u"a.resident_id = ?"_s, {resident.value});
}

std::vector<ResidentMeter> PlaceStore::ofResidents(CommunityId community, Timestamp from,
                                                   Timestamp to)
{
    return residentMeters(
        u"r.community_id = ? and a.from_ms < ? and (a.to_ms is null or a.to_ms > ?)"_s,
        {community.value, to.ms, from.ms});
}

void PlaceStore::replace(DeviceId old, DeviceId next, Timestamp at)
{
    m_session.prepare(u"update devices set removed_at_ms = ? where id = ?"_s)
        .bindAll(at, old)
        .exec();
    m_session.prepare(u"update devices set predecessor_id = ?, installed_at_ms = ? where id = ?"_s)
        .bindAll(old, at, next)
        .exec();
}

void PlaceStore::handChildren(DeviceId old, DeviceId next)
{
    m_session.prepare(u"update devices set parent_id = ? where parent_id = ? and is_active = 1"_s)
        .bindAll(next, old)
        .exec();
}

QByteArray PlaceStore::timeZone(OrganizationId organization, CommunityId community)
{
    Statement &row = m_session
                         .prepare(u"select coalesce(nullif(c.time_zone, ''), o.time_zone) "
                                  "from organizations o left join communities c "
                                  "on c.organization_id = o.id and c.id = ? where o.id = ?"_s)
                         .bindAll(community, organization)
                         .exec();
    return row.next() ? row.text(0).toLatin1() : QByteArrayLiteral("UTC");
}

} // namespace datakubo::storage
