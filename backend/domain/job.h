#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>
#include <vector>

namespace datakubo {

// What was wrong with one line of an import, or with the job as a whole (line 0).
struct JobError {
    qint64 line = 0;
    QString field; // may be empty
    QString message;
};

// Long work that a call has asked for, and how far it is.
struct Job {
    JobId id;
    OrganizationId organization;
    UserId user; // who asked; invalid for a key or the program's owner
    QString uuid;
    QString kind; // "end_user_import"
    JobState state = JobState::Queued;
    qint64 done = 0; // lines looked at, the wrong ones included
    qint64 total = 0;
    Timestamp createdAt;
    std::optional<Timestamp> finishedAt;
    std::vector<JobError> errors; // the first thousand
};

} // namespace datakubo
