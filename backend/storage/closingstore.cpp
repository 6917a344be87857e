#include "backend/storage/closingstore.h"

#include "backend/storage/bulk.h"
#include "backend/storage/conditions.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

const QString selectClosing = u"select at_ms, total_ml, value_ml, before_ms, before_total_ml, "
                              "before_level_ml, after_ms, settled_by_ms from day_closings "
                              "where organization_id = ? and device_id = ? "_s;

Closing readClosing(const Statement &row)
{
    Closing closing;
    closing.value.at = row.time(0);
    closing.value.total = {row.integer(1)};
    closing.value.value = row.optionalVolume(2);
    closing.value.before = row.time(3);
    closing.value.totalBefore = {row.integer(4)};
    closing.value.levelBefore = {row.integer(5)};
    closing.value.after = row.time(6);
    closing.settledBy = row.time(7);
    return closing;
}

const QString selectMeter =
    u"select d.organization_id, d.id, coalesce(nullif(c.time_zone, ''), o.time_zone), "
    "d.installed_at_ms, d.removed_at_ms from devices d "
    "join organizations o on o.id = d.organization_id "
    "join device_states s on s.device_id = d.id "
    "left join communities c on c.id = d.community_id "
    "where d.is_registered = 1 and d.id > ? "_s;

std::vector<MeterToClose> readMeters(Statement &row)
{
    std::vector<MeterToClose> meters;
    while (row.next()) {
        meters.push_back({row.id<OrganizationId>(0), row.id<DeviceId>(1), row.text(2).toLatin1(),
                          row.optionalTime(3), row.optionalTime(4)});
    }
    return meters;
}

} // namespace

void ClosingStore::lock(DeviceId device)
{
    if (m_session.engine() == Engine::PostgreSql)
        m_session.prepare(u"select id from devices where id = ? for update"_s).bind(device).exec();
}

std::optional<Closing> ClosingStore::newest(OrganizationId organization, DeviceId device)
{
    Statement &row = m_session.prepare(selectClosing + u"order by at_ms desc limit 1"_s)
                         .bindAll(organization, device)
                         .exec();
    return row.next() ? std::optional(readClosing(row)) : std::nullopt;
}

std::optional<Closing> ClosingStore::newestUntil(OrganizationId organization, DeviceId device,
                                                 Timestamp moment)
{
    Statement &row =
        m_session.prepare(selectClosing + u"and at_ms <= ? order by at_ms desc limit 1"_s)
            .bindAll(organization, device, moment)
            .exec();
    return row.next() ? std::optional(readClosing(row)) : std::nullopt;
}

std::vector<Closing> ClosingStore::between(OrganizationId organization, DeviceId device,
                                           Timestamp from, Timestamp to)
{
    std::vector<Closing> closings;
    Statement &row = m_session.prepare(selectClosing + u"and at_ms between ? and ? order by at_ms"_s)
                         .bindAll(organization, device, from, to)
                         .exec();
    while (row.next())
        closings.push_back(readClosing(row));
    return closings;
}

void ClosingStore::add(OrganizationId organization, DeviceId device, Timestamp wentOnFrom,
                       const std::vector<Closing> &closings, const std::vector<RegisterMark> &marks)
{
    m_session.prepare(u"delete from register_marks where device_id = ? and at_ms > ?"_s)
        .bindAll(device, wentOnFrom)
        .exec();
    Bulk rows({{"organization_id", "bigint"},
               {"device_id", "bigint"},
               {"at_ms", "bigint"},
               {"total_ml", "bigint"},
               {"value_ml", "bigint"},
               {"before_ms", "bigint"},
               {"before_total_ml", "bigint"},
               {"before_level_ml", "bigint"},
               {"after_ms", "bigint"},
               {"settled_by_ms", "bigint"}});
    for (const Closing &closing : closings) {
        const RegisterAt &value = closing.value;
        rows.add({organization.value, device.value, value.at.ms, value.total.millilitres,
                  value.value ? QVariant(value.value->millilitres) : QVariant(), value.before->ms,
                  value.totalBefore.millilitres, value.levelBefore.millilitres, value.after->ms,
                  closing.settledBy.ms});
    }
    rows.insert(m_session, u"day_closings"_s);

    Bulk markRows({{"organization_id", "bigint"},
                   {"device_id", "bigint"},
                   {"at_ms", "bigint"},
                   {"kind", "smallint"},
                   {"value_ml", "bigint"},
                   {"before_ml", "bigint"},
                   {"counted_ml", "bigint"},
                   {"is_open", "smallint"}});
    for (const RegisterMark &mark : marks) {
        markRows.add({organization.value, device.value, mark.at.ms, static_cast<int>(mark.kind),
                      mark.value.millilitres,
                      mark.before ? QVariant(mark.before->millilitres) : QVariant(),
                      mark.counted.millilitres, mark.isOpen() ? 1 : 0});
    }
    markRows.insert(m_session, u"register_marks"_s);

    if (closings.empty())
        return;
    m_session
        .prepare(u"update device_states set known_until_ms = ? "
                 "where device_id = ? and known_until_ms < ?"_s)
        .bindAll(closings.back().settledBy, device, closings.back().settledBy)
        .exec();
}

void ClosingStore::setJudged(DeviceId device)
{
    m_session.prepare(u"update device_states set is_judged = 1 where device_id = ?"_s)
        .bind(device)
        .exec();
}

Timestamp ClosingStore::forgetFrom(OrganizationId organization, DeviceId device, Timestamp reading)
{
    m_session
        .prepare(u"delete from day_closings where organization_id = ? and device_id = ? "
                 "and settled_by_ms >= ?"_s)
        .bindAll(organization, device, reading)
        .exec();
    // What the walk will judge again: everything after the point where the newest that is left
    // lets it go on.
    const auto left = newest(organization, device);
    m_session.prepare(u"delete from register_marks where device_id = ? and at_ms > ?"_s)
        .bindAll(device, left ? *left->value.before : Timestamp{-1})
        .exec();
    Statement &row =
        m_session
            .prepare(u"select coalesce(max(recorded_at_ms), 0) from readings "
                     "where organization_id = ? and device_id = ? and recorded_at_ms > "
                     "(select last_recorded_at_ms from device_states where device_id = ?)"_s)
            .bindAll(organization, device, device)
            .exec();
    const Timestamp excluded = row.next() ? row.time(0) : Timestamp{};
    const Timestamp known = std::max(excluded, left ? left->settledBy : Timestamp{});
    m_session
        .prepare(
            u"update device_states set known_until_ms = ?, is_judged = 0 where device_id = ?"_s)
        .bindAll(known, device)
        .exec();
    return known;
}

void ClosingStore::forgetAll(OrganizationId organization, DeviceId device)
{
    forgetFrom(organization, device, Timestamp{-1});
}

void ClosingStore::forgetAll()
{
    m_session.prepare(u"delete from day_closings"_s).exec();
    m_session.prepare(u"delete from register_marks"_s).exec();
    m_session
        .prepare(u"update device_states set is_judged = 0, "
                 "known_until_ms = coalesce((select max(r.recorded_at_ms) from readings r where "
                 "r.organization_id = device_states.organization_id "
                 "and r.device_id = device_states.device_id "
                 "and r.recorded_at_ms > device_states.last_recorded_at_ms), 0)"_s)
        .exec();
}

std::vector<MeterToClose> ClosingStore::waiting(DeviceId after, int limit)
{
    return readMeters(
        m_session.prepare(selectMeter + u"and s.is_judged = 0 order by d.id limit ?"_s)
            .bindAll(after.value, limit)
            .exec());
}

std::vector<MeterToClose> ClosingStore::meters(DeviceId after, int limit)
{
    return readMeters(
        m_session.prepare(selectMeter + u"order by d.id limit ?"_s).bindAll(after.value, limit).exec());
}

std::vector<RegisterMark> ClosingStore::marks(DeviceId device, Timestamp from, Timestamp to,
                                              int limit)
{
    std::vector<RegisterMark> marks;
    Statement &row =
        m_session
            .prepare(u"select at_ms, kind, value_ml, before_ml, counted_ml, is_open from register_marks "
                     "where device_id = ? and at_ms >= ? and at_ms < ? order by at_ms limit ?"_s)
            .bindAll(device, from, to, limit)
            .exec();
    while (row.next()) {
        const auto kind = static_cast<RegisterMarkKind>(row.integer(1));
        marks.push_back({device,
                         row.time(0),
                         kind,
                         {row.integer(2)},
                         row.optionalVolume(3),
                         {row.integer(4)},
                         isQuestion(kind) && !row.boolean(5)});
    }
    return marks;
}

qint64 ClosingStore::count()
{
    Statement &row = m_session.prepare(u"select count(*) from day_closings"_s).exec();
    return row.next() ? row.integer(0) : 0;
}

} // namespace datakubo::storage
