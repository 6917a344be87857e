#pragma once
#include "backend/domain/access.h"
#include "backend/domain/job.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// Jobs as their callers see them: an admin all of the organization's, others their own.
class JobService
{
public:
    JobService(storage::Session &session, const Environment &environment,
               const Principal &principal)
        : m_session(session), m_environment(environment), m_principal(principal)
    {
    }

    Job create(const QString &kind);
    Result<Job> find(const QString &uuid);
    // It stops before its next piece; what is done stays done. CONFLICT when it has ended.
    Result<void> cancel(const QString &uuid);

private:
    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
};

// A job as whoever does it sees it.
class JobProgress
{
public:
    JobProgress(storage::Session &session, const Environment &environment, JobId job)
        : m_session(session), m_environment(environment), m_job(job)
    {
    }

    bool isWanted(); // neither cancelled nor ended otherwise
    void begin(qint64 total);
    // `waiting`: jobs that are still meant to be done after this one.
    void record(qint64 done, const std::vector<JobError> &errors,
                const std::vector<JobId> &waiting);
    void end(JobState state, const QString &message);

private:
    storage::Session &m_session;
    const Environment &m_environment;
    JobId m_job;
};

// Jobs that nobody works on any more, because their program was stopped, fail with a sentence
// that says so. `untouchedSince`: how old the last sign of life must be.
int failAbandonedJobs(storage::Session &session, Timestamp untouchedSince, Timestamp now);

} // namespace datakubo::services
