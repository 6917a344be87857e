#include "backend/storage/jobstore.h"

#include "backend/storage/bulk.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

JobId JobStore::insert(const Job &job)
{
    Statement &row =
        m_session.prepare(u"insert into jobs (organization_id, user_id, uuid, kind, state, done, "
                          "total, error_count, created_at_ms, touched_at_ms) "
                          "values (?, ?, ?, ?, ?, 0, 0, 0, ?, ?) returning id"_s);
    row.bindAll(job.organization, job.user, job.uuid, job.kind, toText(job.state), job.createdAt,
                job.createdAt)
        .exec()
        .next();
    return row.id<JobId>(0);
}

std::optional<Job> JobStore::find(OrganizationId organization, const QString &uuid)
{
    Statement &row =
        m_session
            .prepare(u"select id, user_id, kind, state, done, total, created_at_ms, "
                     "finished_at_ms from jobs where organization_id = ? and uuid = ?"_s)
            .bindAll(organization, uuid)
            .exec();
    if (!row.next())
        return std::nullopt;
    Job job;
    job.id = row.id<JobId>(0);
    job.organization = organization;
    job.user = row.id<UserId>(1);
    job.uuid = uuid;
    job.kind = row.text(2);
    job.state = parseJobState(row.text(3)).value_or(JobState::Failed);
    job.done = row.integer(4);
    job.total = row.integer(5);
    job.createdAt = row.time(6);
    job.finishedAt = row.optionalTime(7);
    Statement &error =
        m_session
            .prepare(
                u"select line, field, message from job_errors where job_id = ? order by position"_s)
            .bind(job.id)
            .exec();
    while (error.next())
        job.errors.push_back({error.integer(0), error.text(1), error.text(2)});
    return job;
}

std::optional<JobState> JobStore::state(JobId id)
{
    Statement &row = m_session.prepare(u"select state from jobs where id = ?"_s).bind(id).exec();
    return row.next() ? parseJobState(row.text(0)) : std::nullopt;
}

void JobStore::begin(JobId id, qint64 total, Timestamp now)
{
    m_session.prepare(u"update jobs set state = ?, total = ?, touched_at_ms = ? where id = ?"_s)
        .bindAll(toText(JobState::Running), total, now, id)
        .exec();
}

void JobStore::progress(JobId id, qint64 done, Timestamp now)
{
    m_session.prepare(u"update jobs set done = ?, touched_at_ms = ? where id = ?"_s)
        .bindAll(done, now, id)
        .exec();
}

void JobStore::addErrors(JobId id, const std::vector<JobError> &errors)
{
    if (errors.empty())
        return;
    Statement &row =
        m_session.prepare(u"select error_count from jobs where id = ?"_s).bind(id).exec();
    qint64 position = row.next() ? row.integer(0) : 0;
    Bulk rows({{"job_id", "bigint"},
               {"position", "bigint"},
               {"line", "bigint"},
               {"field", "text"},
               {"message", "text"}});
    for (const JobError &error : errors) {
        if (position < errorsKept) {
            rows.add({id.value, position, error.line, error.field.isNull() ? u""_s : error.field,
                      error.message});
        }
        ++position;
    }
    if (!rows.isEmpty())
        rows.insert(m_session, u"job_errors"_s);
    m_session.prepare(u"update jobs set error_count = ? where id = ?"_s)
        .bindAll(position, id)
        .exec();
}

bool JobStore::end(JobId id, JobState state, Timestamp now)
{
    return m_session
               .prepare(u"update jobs set state = ?, finished_at_ms = ? "
                        "where id = ? and state in ('queued', 'running')"_s)
               .bindAll(toText(state), now, id)
               .exec()
               .changes()
           > 0;
}

void JobStore::touch(const std::vector<JobId> &ids, Timestamp now)
{
    std::vector<qint64> values;
    for (const JobId id : ids)
        values.push_back(id.value);
    m_session
        .prepare(u"update jobs set touched_at_ms = ? where id "_s
                 + dialect::inIntegers(m_session.engine()))
        .bindAll(now, dialect::integerList(m_session.engine(), values))
        .exec();
}

int JobStore::failAbandoned(Timestamp untouchedSince, const QString &message, Timestamp now)
{
    std::vector<JobId> abandoned;
    Statement &row = m_session
                         .prepare(u"select id from jobs where state in ('queued', 'running') "
                                  "and touched_at_ms <= ? order by id"_s)
                         .bind(untouchedSince)
                         .exec();
    while (row.next())
        abandoned.push_back(row.id<JobId>(0));
    for (const JobId id : abandoned) {
        addErrors(id, {{0, {}, message}});
        end(id, JobState::Failed, now);
    }
    return static_cast<int>(abandoned.size());
}

void JobStore::forgetEndedBefore(Timestamp before)
{
    m_session
        .prepare(u"delete from job_errors where job_id in "
                 "(select id from jobs where finished_at_ms < ?)"_s)
        .bind(before)
        .exec();
    m_session.prepare(u"delete from jobs where finished_at_ms < ?"_s).bind(before).exec();
}

} // namespace datakubo::storage
