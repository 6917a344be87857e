#include "backend/storage/communitystore.h"

#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"
#include "backend/storage/statement.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

const QString selectCommunity =
    u"select c.id, c.organization_id, c.uuid, c.name, c.admin_email, c.tenant_name, c.time_zone, "
    u"c.address, "
    "c.created_at_ms, "
    "(select count(*) from devices d where d.community_id = c.id and d.is_registered = 1 and "
    "d.is_active = 1), "
    "(select count(*) from residents r where r.community_id = c.id), c.name_key "
    "from communities c"_s;

Community readCommunity(const Statement &row)
{
    Community community;
    community.id = row.id<CommunityId>(0);
    community.organization = row.id<OrganizationId>(1);
    community.uuid = row.text(2);
    community.name = row.text(3);
    community.adminEmail = row.text(4);
    community.tenantName = row.text(5);
    community.timeZone = row.text(6);
    community.address = row.text(7);
    community.createdAt = row.time(8);
    community.deviceCount = row.integer(9);
    community.residentCount = row.integer(10);
    return community;
}

const QString selectResident =
    u"select r.id, r.organization_id, r.community_id, r.uuid, c.uuid, r.name, r.email, r.unit, "
    u"r.move_in, "
    "r.move_out, r.household_size, r.share_millionths, r.created_at_ms, r.name_key "
    "from residents r join communities c on c.id = r.community_id"_s;

QString isoDay(QDate date)
{
    return date.isValid() ? date.toString(Qt::ISODate) : QString();
}

Resident readResident(const Statement &row)
{
    Resident resident;
    resident.id = row.id<ResidentId>(0);
    resident.organization = row.id<OrganizationId>(1);
    resident.community = row.id<CommunityId>(2);
    resident.uuid = row.text(3);
    resident.communityUuid = row.text(4);
    resident.name = row.text(5);
    resident.email = row.text(6);
    resident.unit = row.text(7);
    resident.moveIn = QDate::fromString(row.text(8), Qt::ISODate);
    resident.moveOut = QDate::fromString(row.text(9), Qt::ISODate);
    resident.householdSize = static_cast<int>(row.integer(10));
    resident.shareMillionths = row.integer(11);
    resident.createdAt = row.time(12);
    return resident;
}

} // namespace

std::optional<CommunityId> CommunityStore::insert(const Community &community)
{
    Statement &row =
        m_session.prepare(u"insert into communities (organization_id, uuid, name, name_key, "
                          u"admin_email, tenant_name, time_zone, "
                          "address, created_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                          "on conflict (organization_id, tenant_name) do nothing returning id"_s);
    const auto tenantName =
        community.tenantName.isEmpty() ? std::nullopt : std::optional(community.tenantName);
    row.bindAll(community.organization, community.uuid, community.name, folded(community.name),
                community.adminEmail, tenantName, community.timeZone, community.address,
                community.createdAt)
        .exec();
    return row.next() ? std::optional(row.id<CommunityId>(0)) : std::nullopt;
}

std::optional<Community> CommunityStore::find(const Visibility &visibility, const QString &uuid)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"c.organization_id"_s, u"c.id"_s, {})
        .add(u"c.uuid = ?"_s, {uuid});
    Statement &row =
        prepareWith(m_session, selectCommunity + conditions.where(), conditions.values()).exec();
    return row.next() ? std::optional(readCommunity(row)) : std::nullopt;
}

std::optional<CommunityId> CommunityStore::findByTenantName(OrganizationId organization,
                                                            const QString &tenantName)
{
    Statement &row =
        m_session
            .prepare(u"select id from communities where organization_id = ? and tenant_name = ?"_s)
            .bindAll(organization, tenantName)
            .exec();
    return row.next() ? std::optional(row.id<CommunityId>(0)) : std::nullopt;
}

Listing<Community> CommunityStore::list(const Visibility &visibility, const QString &search,
                                        const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"c.organization_id"_s, u"c.id"_s, {})
        .contains(folded(search), {u"c.name_key"_s});
    const SortOrder order{u"name"_s, u"c.name_key"_s,      u"c.id"_s, 11, 0,
                          false,     SortOrder::Kind::Text};
    return readPage<Community>(m_session, selectCommunity, u"select count(*) from communities c"_s,
                               conditions, order, page, readCommunity);
}

std::map<CommunityId, QString> CommunityStore::timeZones(OrganizationId organization,
                                                         const std::vector<CommunityId> &ids)
{
    std::vector<qint64> values;
    for (const CommunityId id : ids)
        values.push_back(id.value);
    Statement &row =
        m_session
            .prepare(u"select id, time_zone from communities where organization_id = ? "
                     "and time_zone <> '' and id "_s
                     + dialect::inIntegers(m_session.engine()))
            .bindAll(organization, dialect::integerList(m_session.engine(), values))
            .exec();
    std::map<CommunityId, QString> zones;
    while (row.next())
        zones.emplace(row.id<CommunityId>(0), row.text(1));
    return zones;
}

bool CommunityStore::edit(const Community &community)
{
    if (!community.tenantName.isEmpty()) {
        const auto other = findByTenantName(community.organization, community.tenantName);
        if (other && *other != community.id)
            return false;
    }
    const auto tenantName =
        community.tenantName.isEmpty() ? std::nullopt : std::optional(community.tenantName);
    m_session
        .prepare(u"update communities set name = ?, name_key = ?, admin_email = ?, "
                 "tenant_name = ?, time_zone = ?, address = ? where id = ?"_s)
        .bindAll(community.name, folded(community.name), community.adminEmail, tenantName,
                 community.timeZone, community.address, community.id)
        .exec();
    return true;
}

void CommunityStore::remove(CommunityId id)
{
    for (const QString &sql : {u"update devices set community_id = null where community_id = ?"_s,
                               u"delete from user_communities where community_id = ?"_s,
                               u"delete from residents where community_id = ?"_s,
                               u"delete from communities where id = ?"_s})
        m_session.prepare(sql).bind(id).exec();
}

qint64 CommunityStore::count(OrganizationId organization)
{
    Statement &row =
        m_session.prepare(u"select count(*) from communities where organization_id = ?"_s)
            .bind(organization)
            .exec();
    return row.next() ? row.integer(0) : 0;
}

ResidentId ResidentStore::insert(const Resident &resident)
{
    Statement &row =
        m_session.prepare(u"insert into residents (organization_id, community_id, uuid, name, "
                          u"name_key, email, unit, unit_key, "
                          "move_in, move_out, household_size, share_millionths, created_at_ms) "
                          "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id"_s);
    row.bindAll(resident.organization, resident.community, resident.uuid, resident.name,
                folded(resident.name), resident.email, resident.unit, folded(resident.unit),
                isoDay(resident.moveIn), isoDay(resident.moveOut), resident.householdSize,
                resident.shareMillionths, resident.createdAt)
        .exec()
        .next();
    return row.id<ResidentId>(0);
}

std::optional<Resident> ResidentStore::find(const Visibility &visibility, const QString &uuid)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"r.organization_id"_s, u"r.community_id"_s, u"r.id"_s)
        .add(u"r.uuid = ?"_s, {uuid});
    Statement &row =
        prepareWith(m_session, selectResident + conditions.where(), conditions.values()).exec();
    return row.next() ? std::optional(readResident(row)) : std::nullopt;
}

Listing<Resident> ResidentStore::list(const Visibility &visibility, const QString &communityUuid,
                                      const QString &search, const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"r.organization_id"_s, u"r.community_id"_s, u"r.id"_s)
        .contains(folded(search), {u"r.name_key"_s, u"r.unit_key"_s, u"r.email"_s});
    if (!communityUuid.isEmpty())
        conditions.add(u"c.uuid = ?"_s, {communityUuid});
    const SortOrder order{u"name"_s, u"r.name_key"_s,      u"r.id"_s, 13, 0,
                          false,     SortOrder::Kind::Text};
    return readPage<Resident>(
        m_session, selectResident,
        u"select count(*) from residents r join communities c on c.id = r.community_id"_s,
        conditions, order, page, readResident);
}

void ResidentStore::edit(const Resident &resident)
{
    m_session
        .prepare(u"update residents set community_id = ?, name = ?, name_key = ?, email = ?, "
                 "unit = ?, unit_key = ?, move_in = ?, move_out = ?, household_size = ?, "
                 "share_millionths = ? where id = ?"_s)
        .bindAll(resident.community, resident.name, folded(resident.name), resident.email,
                 resident.unit, folded(resident.unit), isoDay(resident.moveIn),
                 isoDay(resident.moveOut), resident.householdSize, resident.shareMillionths,
                 resident.id)
        .exec();
}

void ResidentStore::remove(ResidentId id)
{
    m_session.prepare(u"delete from residents where id = ?"_s).bind(id).exec();
}

qint64 ResidentStore::countOf(const QString &sql, qint64 id)
{
    Statement &row = m_session.prepare(sql).bind(id).exec();
    return row.next() ? row.integer(0) : 0;
}

qint64 ResidentStore::countAssignments(ResidentId resident)
{
    return countOf(u"select count(*) from assignments where resident_id = ?"_s, resident.value);
}

qint64 ResidentStore::countAssignments(CommunityId community)
{
    return countOf(u"select count(*) from assignments a join residents r on r.id = a.resident_id "
                   "where r.community_id = ?"_s,
                   community.value);
}

qint64 ResidentStore::countAssignedDevices(ResidentId resident)
{
    return countOf(u"select count(*) from assignments where resident_id = ? and to_ms is null"_s,
                   resident.value);
}

std::vector<ResidentId> ResidentStore::ofCommunity(CommunityId community)
{
    std::vector<ResidentId> residents;
    Statement &row = m_session.prepare(u"select id from residents where community_id = ?"_s)
                         .bind(community)
                         .exec();
    while (row.next())
        residents.push_back(row.id<ResidentId>(0));
    return residents;
}

std::optional<ResidentId> ResidentStore::findSame(const Resident &resident)
{
    Statement &row =
        m_session
            .prepare(u"select id from residents where organization_id = ? and name_key = ? "
                     "and community_id = ? and unit_key = ? order by id limit 1"_s)
            .bindAll(resident.organization, folded(resident.name), resident.community,
                     folded(resident.unit))
            .exec();
    return row.next() ? std::optional(row.id<ResidentId>(0)) : std::nullopt;
}

qint64 ResidentStore::count(OrganizationId organization)
{
    Statement &row =
        m_session.prepare(u"select count(*) from residents where organization_id = ?"_s)
            .bind(organization)
            .exec();
    return row.next() ? row.integer(0) : 0;
}

} // namespace datakubo::storage
