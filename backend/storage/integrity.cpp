#include "backend/storage/integrity.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

constexpr int namedAtMost = 20;

qint64 count(Session &session, const QString &from)
{
    Statement &row = session.prepare(u"select count(*) from "_s + from).exec();
    return row.next() ? row.integer(0) : 0;
}

} // namespace

IntegrityReport checkIntegrity(Session &session)
{
    IntegrityReport report;
    report.organizations = count(session, u"organizations"_s);
    report.devices = count(session, u"devices where is_registered = 1"_s);
    report.readings = count(session, u"readings"_s);
    report.webhooks = count(session, u"webhook_log"_s);
    if (session.engine() == Engine::Sqlite) {
        Statement &found = session.prepare(u"pragma integrity_check(20)"_s).exec();
        while (found.next()) {
            if (found.text(0) != u"ok")
                report.problems.append(u"database file: "_s + found.text(0));
        }
        Statement &keys = session.prepare(u"pragma foreign_key_check"_s).exec();
        if (keys.next())
            report.problems.append(
                u"%1 has a row whose %2 is missing"_s.arg(keys.text(0), keys.text(2)));
    }
    if (const qint64 lost = count(
            session, u"readings r where not exists (select 1 from devices d "
                     "where d.id = r.device_id and d.organization_id = r.organization_id)"_s)) {
        report.problems.append(u"%1 readings have no device"_s.arg(lost));
    }
    Statement &row =
        session
            .prepare(
                u"select d.dev_eui from devices d left join device_states s on s.device_id = d.id "
                u"where "
                "coalesce(s.last_recorded_at_ms, 0) <> coalesce((select max(r.recorded_at_ms) from "
                "readings r "
                "where r.organization_id = d.organization_id and r.device_id = d.id "
                "and r.marks % 2 = 0), 0) order by d.dev_eui limit ?"_s)
            .bind(namedAtMost)
            .exec();
    while (row.next())
        report.problems.append(
            u"device %1: its newest reading is not the one its state names"_s.arg(row.text(0)));
    return report;
}

} // namespace datakubo::storage
