#pragma once
#include "backend/api/writer.h"
#include "backend/domain/job.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace datakubo::api {

// One kind of long work, in pieces. Lives on the runner's thread, but for write().
class JobWork
{
public:
    virtual ~JobWork() = default;

    virtual QString kind() const = 0;
    // Asked once, before the first piece.
    virtual qint64 total() = 0;
    // Reads the next piece, small enough not to hold up webhooks; false when there is none.
    virtual bool next() = 0;
    // Writes that piece, in a transaction of the writer. May be asked again for the same piece
    // when the transaction was not kept.
    virtual std::vector<JobError> write(storage::Session &session, contract::Events &events) = 0;
    virtual qint64 done() const = 0; // of all pieces read
};

// The thread that does jobs one after the other, each piece between other requests of the writer.
// How far they are is in the database; what they are about is not: a job that a stopped program
// leaves behind fails, and says that it may be sent again.
class JobRunner
{
public:
    JobRunner(const services::Environment &environment, Writer &writer);
    ~JobRunner(); // stop()

    Result<void> start(storage::Engine engine);
    // Leaves the running one after its piece, and those that wait.
    void stop();

    // 202 with the job's id; 503 when too much waits already. `bytes`: what the work holds.
    contract::Response add(std::unique_ptr<JobWork> work, const Principal &principal, size_t bytes);

private:
    struct Waiting {
        JobId id;
        std::unique_ptr<JobWork> work;
        size_t bytes = 0;
    };

    void loop();
    void run(Waiting &job);
    // False when the job is over: cancelled, failed, or the program stops.
    bool runPiece(Waiting &job, const Writer::Work &piece);
    bool pause(); // false: the program stops
    void end(JobId id, JobState state, const QString &message);
    std::vector<JobId> waitingIds();

    const services::Environment &m_environment;
    Writer &m_writer;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Waiting> m_waiting;
    size_t m_reserved = 0; // jobs waiting, running, or about to be added
    size_t m_bytes = 0;
    bool m_isStopping = false;
};

} // namespace datakubo::api
