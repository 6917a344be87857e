#pragma once
#include "backend/api/filesync.h"
#include "backend/api/readgate.h"
#include "backend/storage/session.h"

#include <thread>

namespace datakubo::api {

struct CheckpointPlan {
    qint64 rowsTogether = 4000;              // changed rows, about as many pages: one pass
    qint64 longLog = 32'768;                 // pages, 128 MiB: from here on it is to begin anew
    qint64 fewPages = 256;                   // that a commit may wait for
    std::chrono::milliseconds patience{500}; // with readers, and with a writer that is idle
};

// The thread that moves what SQLite's write-ahead log holds into the database file, so that no
// commit of the writer waits for those writes and their flush.
//
// SQLite begins the log anew only when all of it is moved and nobody reads it, which never happens
// by itself while webhooks and reports go on. So a log that has become long is moved up to a few
// pages, readers are kept out for a moment, and the writer moves the rest between two commits.
// Does nothing on PostgreSQL, which has its own.
class Checkpointer
{
public:
    Checkpointer(storage::DatabaseConfig config, ReadGate &readers, CheckpointPlan plan = {});
    ~Checkpointer(); // stop(); no session of this process may be open any more, see FileSync

    Result<void> start();
    void stop();

    // The writer's part, after each commit and outside of transactions: tells how many rows the
    // session has changed since it was opened, and moves the last pages when it is asked to.
    void afterCommit(storage::Session &session);

private:
    void loop(storage::Session &session);
    bool isDue() const { return m_changedRows - m_movedRows >= m_plan.rowsTogether; }
    Result<storage::LogState> pass(storage::Session &session);
    bool beginAnew(storage::Session &session);
    void moveLast(storage::Session &session);

    const storage::DatabaseConfig m_config;
    const CheckpointPlan m_plan;
    ReadGate &m_readers;
    FileSync m_file;
    std::mutex m_mutex;
    std::condition_variable m_due;
    std::condition_variable m_lastMoved;
    qint64 m_changedRows = 0;
    qint64 m_movedRows = 0;
    bool m_isLastWanted = false; // the writer is asked to move the last pages
    bool m_isWhole = false;      // it has moved all there are
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace datakubo::api
