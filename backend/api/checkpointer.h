#pragma once
#include "backend/domain/result.h"
#include "backend/storage/session.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace datakubo::api {

// The thread that moves what SQLite's write-ahead log holds into the database file, so that no
// commit of the writer waits for those writes. When it cannot keep up, or another program reads an
// old state for long, the log grows, and the writer's own connection moves it
// (wal_autocheckpoint). Does nothing on PostgreSQL, which has its own.
class Checkpointer
{
public:
    explicit Checkpointer(storage::DatabaseConfig config);
    ~Checkpointer(); // stop()

    Result<void> start();
    void stop();

    // Told after each commit how many rows its connection has changed since it was opened; never
    // waits for the disk. Any thread.
    void noteCommit(qint64 changedRows);

private:
    void loop(storage::Session &session);

    const storage::DatabaseConfig m_config;
    std::mutex m_mutex;
    std::condition_variable m_due;
    qint64 m_changedRows = 0;
    qint64 m_movedRows = 0;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace datakubo::api
