#include "backend/storage/assignmentstore.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

#include <QUuid>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

std::optional<AssignmentStore::Current> AssignmentStore::current(DeviceId device)
{
    Statement &row =
        m_session
            .prepare(
                u"select id, resident_id, from_ms from assignments where device_id = ? and to_ms is null"_s)
            .bind(device)
            .exec();
    if (!row.next())
        return std::nullopt;
    return Current{row.id<AssignmentId>(0), row.id<ResidentId>(1), row.time(2)};
}

void AssignmentStore::insert(OrganizationId organization, DeviceId device, ResidentId resident,
                             const TimeSpan &time, const QString &uuid)
{
    m_session
        .prepare(u"insert into assignments (organization_id, uuid, device_id, resident_id, "
                 u"from_ms, to_ms) "
                 "values (?, ?, ?, ?, ?, ?)"_s)
        .bindAll(organization, uuid, device, resident, time.from, time.to)
        .exec();
}

void AssignmentStore::end(AssignmentId id, std::optional<Timestamp> to)
{
    m_session.prepare(u"update assignments set to_ms = ? where id = ?"_s).bindAll(to, id).exec();
}

void AssignmentStore::remove(AssignmentId id)
{
    m_session.prepare(u"delete from assignments where id = ?"_s).bind(id).exec();
}

void AssignmentStore::handOver(OrganizationId organization, DeviceId old, DeviceId next,
                               Timestamp at)
{
    struct Row {
        AssignmentId id;
        ResidentId resident;
        Timestamp from;
        std::optional<Timestamp> to;
    };
    std::vector<Row> rows;
    Statement &row = m_session
                         .prepare(u"select id, resident_id, from_ms, to_ms from assignments "
                                  "where device_id = ? and (to_ms is null or to_ms > ?)"_s)
                         .bindAll(old, at)
                         .exec();
    while (row.next())
        rows.push_back(
            {row.id<AssignmentId>(0), row.id<ResidentId>(1), row.time(2), row.optionalTime(3)});
    // What the new meter was assigned on its own since then is the same link.
    m_session.prepare(u"delete from assignments where device_id = ? and from_ms >= ?"_s)
        .bindAll(next, at)
        .exec();
    m_session
        .prepare(u"update assignments set to_ms = ? where device_id = ? "
                 "and (to_ms is null or to_ms > ?)"_s)
        .bindAll(at, next, at)
        .exec();
    for (const Row &current : rows) {
        if (current.from >= at) {
            m_session.prepare(u"update assignments set device_id = ? where id = ?"_s)
                .bindAll(next, current.id)
                .exec();
            continue;
        }
        end(current.id, at);
        m_session
            .prepare(u"insert into assignments (organization_id, uuid, device_id, resident_id, "
                     "from_ms, to_ms) values (?, ?, ?, ?, ?, ?)"_s)
            .bindAll(organization, QUuid::createUuid().toString(QUuid::WithoutBraces), next,
                     current.resident, at, current.to)
            .exec();
    }
}

std::vector<Assignment> AssignmentStore::list(DeviceId device)
{
    std::vector<Assignment> assignments;
    Statement &row =
        m_session
            .prepare(
                u"select a.id, a.uuid, r.uuid, r.name, a.from_ms, a.to_ms, r.id from assignments a "
                "join residents r on r.id = a.resident_id where a.device_id = ? "
                "order by a.from_ms desc, a.id desc limit 1000"_s)
            .bind(device)
            .exec();
    while (row.next()) {
        Assignment assignment;
        assignment.id = row.id<AssignmentId>(0);
        assignment.uuid = row.text(1);
        assignment.residentUuid = row.text(2);
        assignment.residentName = row.text(3);
        assignment.from = row.time(4);
        assignment.to = row.optionalTime(5);
        assignment.resident = row.id<ResidentId>(6);
        assignments.push_back(std::move(assignment));
    }
    return assignments;
}

} // namespace datakubo::storage
