#include "backend/storage/placestore.h"

#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

// The first or last reading of device d between two moments that counts.
QString readingBetween(const QString &from, const QString &to, const QString &order)
{
    return u"(select r.recorded_at_ms from readings r where r.organization_id = d.organization_id "
           "and r.device_id = d.id and r.recorded_at_ms >= coalesce(%1, 0) "
           "and r.recorded_at_ms <= coalesce(%2, 9223372036854775807) and r.marks & 1 = 0 "
           "order by r.recorded_at_ms %3 limit 1)"_s.arg(from, to, order);
}

} // namespace

std::vector<MeterWindow> PlaceStore::chain(OrganizationId organization, DeviceId device)
{
    std::vector<MeterWindow> meters;
    Statement &row =
        m_session
            .prepare(u"with recursive chain (id, predecessor_id, installed_at_ms, removed_at_ms, "
                     u"depth) as ("
                     "select id, case when former_removed_at_ms is null then predecessor_id end, "
                     "installed_at_ms, removed_at_ms, 0 from devices "
                     "where organization_id = ? and id = ? union all "
                     "select d.id, d.predecessor_id, "
                     "case when d.former_removed_at_ms is null then d.installed_at_ms "
                     "else d.former_installed_at_ms end, "
                     "coalesce(d.former_removed_at_ms, d.removed_at_ms), c.depth + 1 "
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
    Statement &row =
        m_session.prepare(u"select id from devices where predecessor_id = ?"_s).bind(device).exec();
    return row.next() ? std::optional(row.id<DeviceId>(0)) : std::nullopt;
}

std::vector<CommunityMeter> PlaceStore::ofCommunity(CommunityId community)
{
    static const QString meters =
        u"select d.organization_id, d.id, d.installed_at_ms, d.removed_at_ms, "
        "d.former_installed_at_ms, d.former_removed_at_ms, coalesce(d.community_id, 0), d.dev_eui, "
        "d.name, d.is_active, d.hierarchy_level, d.parent_id, d.predecessor_id, n.id, "
        "coalesce(s.last_seen_at_ms, 0), "_s
        + readingBetween(u"d.installed_at_ms"_s, u"d.removed_at_ms"_s, u"asc"_s)
        + u", case when d.is_active = 0 then "_s
        + readingBetween(u"d.installed_at_ms"_s, u"d.removed_at_ms"_s, u"desc"_s)
        + u" end, case when d.former_removed_at_ms is not null then "_s
        + readingBetween(u"d.former_installed_at_ms"_s, u"d.former_removed_at_ms"_s, u"asc"_s)
        + u" end from devices d left join devices n on n.predecessor_id = d.id "
          "left join device_states s on s.device_id = d.id "
          "where d.is_registered = 1 and d.id in (select id from devices where community_id = ? "
          "union select k.id from devices p join devices k on k.parent_id = p.id "
          "where p.community_id = ?) order by d.name_key, d.id"_s;
    std::vector<CommunityMeter> found;
    Statement &row = m_session.prepare(meters).bindAll(community, community).exec();
    while (row.next()) {
        CommunityMeter meter;
        const auto organization = row.id<OrganizationId>(0);
        const auto device = row.id<DeviceId>(1);
        meter.window = {organization, device, row.optionalTime(2), row.optionalTime(3)};
        if (!row.isNull(5))
            meter.former = MeterWindow{organization, device, row.optionalTime(4), row.time(5)};
        meter.isElsewhere = row.integer(6) != community.value;
        meter.eui = DevEui::parse(row.text(7)).value_or(DevEui());
        meter.name = row.text(8);
        meter.isActive = row.boolean(9);
        meter.isPrincipal = row.integer(10) == 0;
        meter.parent = row.id<DeviceId>(11);
        meter.predecessor = row.id<DeviceId>(12);
        meter.isReplaced = !row.isNull(13) && !meter.former;
        if (row.integer(14) > 0)
            meter.lastSeenAt = row.time(14);
        meter.firstRead = row.optionalTime(15);
        meter.lastRead = row.optionalTime(16);
        meter.formerFirstRead = row.optionalTime(17);
        found.push_back(std::move(meter));
    }
    return found;
}

std::vector<ResidentMeter> PlaceStore::residentMeters(const QString &condition,
                                                      const QVariantList &values)
{
    std::vector<ResidentMeter> meters;
    std::vector<bool> isPast; // stands elsewhere now, or no more
    Statement &row =
        prepareWith(m_session,
                    u"select d.organization_id, d.id, d.installed_at_ms, d.removed_at_ms, "
                    "d.former_installed_at_ms, d.former_removed_at_ms, a.resident_id, n.id, "
                    "a.from_ms, a.to_ms from assignments a "
                    "join residents r on r.id = a.resident_id "
                    "join devices d on d.id = a.device_id "
                    "left join devices n on n.predecessor_id = d.id where "_s
                        + condition + u" order by a.from_ms, a.id"_s,
                    values)
            .exec();
    while (row.next()) {
        const auto device = row.id<DeviceId>(1);
        const Timestamp from = row.time(8);
        const bool isFormer = !row.isNull(5) && from < row.time(5);
        const int window = isFormer ? 4 : 2;
        meters.push_back({{row.id<OrganizationId>(0), device, row.optionalTime(window),
                           row.optionalTime(window + 1)},
                          row.id<ResidentId>(6),
                          device,
                          from,
                          row.optionalTime(9)});
        isPast.push_back(isFormer || (row.isNull(5) && !row.isNull(7)));
    }
    for (size_t i = 0; i < meters.size(); ++i) {
        if (!isPast[i])
            continue;
        while (const auto next = successor(meters[i].place))
            meters[i].place = *next;
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

bool PlaceStore::comeBack(DeviceId device)
{
    return m_session
               .prepare(
                   u"update devices set former_installed_at_ms = installed_at_ms, "
                   "former_removed_at_ms = removed_at_ms, installed_at_ms = removed_at_ms + 1, "
                   "removed_at_ms = null where id = ? and removed_at_ms is not null"_s)
               .bind(device)
               .exec()
               .changes()
           > 0;
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
