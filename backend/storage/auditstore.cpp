#include "backend/storage/auditstore.h"

#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

AuditEntry readEntry(const Statement &row)
{
    AuditEntry entry;
    entry.id = row.integer(0);
    entry.at = row.time(1);
    entry.actor = row.text(2);
    entry.action = row.text(3);
    entry.subject = row.text(4);
    entry.subjectUuid = row.text(5);
    entry.details = QJsonDocument::fromJson(row.text(6).toUtf8()).object();
    entry.subjectName = row.text(7);
    return entry;
}

} // namespace

void AuditStore::add(OrganizationId organization, const AuditEntry &entry)
{
    m_session
        .prepare(u"insert into audit_log (organization_id, at_ms, actor, action, subject, "
                 "subject_uuid, details) values (?, ?, ?, ?, ?, ?, ?)"_s)
        .bindAll(organization, entry.at, entry.actor, entry.action, entry.subject,
                 entry.subjectUuid,
                 QString::fromUtf8(QJsonDocument(entry.details).toJson(QJsonDocument::Compact)))
        .exec();
}

Listing<AuditEntry> AuditStore::list(OrganizationId organization, const AuditFilter &filter,
                                     const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.add(u"a.organization_id = ?"_s, {organization.value});
    if (!filter.subjectUuid.isEmpty())
        conditions.add(u"a.subject_uuid = ?"_s, {filter.subjectUuid});
    if (filter.from)
        conditions.add(u"a.at_ms >= ?"_s, {filter.from->ms});
    if (filter.to)
        conditions.add(u"a.at_ms < ?"_s, {filter.to->ms});
    const SortOrder order{u"-at"_s, u"a.at_ms"_s, u"a.id"_s, 1, 0, true, SortOrder::Kind::Integer};
    return readPage<AuditEntry>(m_session,
                                u"select a.id, a.at_ms, a.actor, a.action, a.subject, "
                                "a.subject_uuid, a.details, coalesce(d.name, '') from audit_log a "
                                "left join devices d on d.uuid = a.subject_uuid"_s,
                                u"select count(*) from audit_log a"_s, conditions, order, page,
                                readEntry);
}

} // namespace datakubo::storage
