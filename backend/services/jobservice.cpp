#include "backend/services/jobservice.h"

#include "backend/services/secrets.h"
#include "backend/storage/jobstore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

Job JobService::create(const QString &kind)
{
    Job job;
    job.organization = m_principal.organization;
    job.user = m_principal.user;
    job.uuid = makeUuid();
    job.kind = kind;
    job.createdAt = m_environment.clock.now();
    job.id = storage::JobStore(m_session).insert(job);
    return job;
}

Result<Job> JobService::find(const QString &uuid)
{
    auto job = storage::JobStore(m_session).find(m_principal.organization, uuid);
    if (!job || (m_principal.role != Role::Admin && job->user != m_principal.user))
        return Error{ErrorCode::NotFound, u"Job %1 not found"_s.arg(uuid), {}};
    return std::move(*job);
}

Result<void> JobService::cancel(const QString &uuid)
{
    const auto job = find(uuid);
    if (!job)
        return job.error();
    if (storage::JobStore(m_session).end(job->id, JobState::Cancelled, m_environment.clock.now()))
        return {};
    return Error{ErrorCode::Conflict,
                 u"The job has ended already (%1)"_s.arg(toText(job->state)),
                 {{u"state"_s, toText(job->state)}}};
}

bool JobProgress::isWanted()
{
    const auto state = storage::JobStore(m_session).state(m_job);
    return state == JobState::Queued || state == JobState::Running;
}

void JobProgress::begin(qint64 total)
{
    storage::JobStore(m_session).begin(m_job, total, m_environment.clock.now());
}

void JobProgress::record(qint64 done, const std::vector<JobError> &errors,
                         const std::vector<JobId> &waiting)
{
    storage::JobStore store(m_session);
    store.addErrors(m_job, errors);
    store.progress(m_job, done, m_environment.clock.now());
    if (!waiting.empty())
        store.touch(waiting, m_environment.clock.now());
}

void JobProgress::end(JobState state, const QString &message)
{
    storage::JobStore store(m_session);
    if (store.end(m_job, state, m_environment.clock.now()) && !message.isEmpty())
        store.addErrors(m_job, {{0, {}, message}});
}

int failAbandonedJobs(storage::Session &session, Timestamp untouchedSince, Timestamp now)
{
    return storage::JobStore(session).failAbandoned(
        untouchedSince,
        u"The program was stopped before this was finished. Send it again: what is done already "
        "is not done twice."_s,
        now);
}

} // namespace datakubo::services
