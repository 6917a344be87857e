#pragma once
#include "backend/domain/job.h"

namespace datakubo::storage {

class Session;

class JobStore
{
public:
    static constexpr qint64 errorsKept = 1000;

    explicit JobStore(Session &session) : m_session(session) {}

    JobId insert(const Job &job);
    std::optional<Job> find(OrganizationId organization, const QString &uuid);
    std::optional<JobState> state(JobId id);

    void begin(JobId id, qint64 total, Timestamp now);
    void progress(JobId id, qint64 done, Timestamp now);
    // Those beyond the first thousand are only counted.
    void addErrors(JobId id, const std::vector<JobError> &errors);
    // False when it had ended already.
    bool end(JobId id, JobState state, Timestamp now);

    // Somebody still means to do these.
    void touch(const std::vector<JobId> &ids, Timestamp now);
    // Unfinished ones nobody has touched since: they fail with this message. How many.
    int failAbandoned(Timestamp untouchedSince, const QString &message, Timestamp now);
    void forgetEndedBefore(Timestamp before);

private:
    Session &m_session;
};

} // namespace datakubo::storage
