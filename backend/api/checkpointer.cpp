#include "backend/api/checkpointer.h"

#include "backend/api/sessionthread.h"

namespace datakubo::api {

namespace {

constexpr int mostPasses = 4;

}

Checkpointer::Checkpointer(storage::DatabaseConfig config, ReadGate &readers, CheckpointPlan plan)
    : m_config(std::move(config)), m_plan(plan), m_readers(readers)
{
}

Checkpointer::~Checkpointer()
{
    stop();
}

Result<void> Checkpointer::start()
{
    if (m_config.engine != storage::Engine::Sqlite)
        return {};
    m_file.open(m_config.sqliteFile);
    auto thread = startWithSession(m_config, storage::OpenMode::ReadWrite,
                                   [this](storage::Session &session) { loop(session); });
    if (!thread)
        return thread.error();
    m_thread = std::move(*thread);
    return {};
}

void Checkpointer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_due.notify_all();
    m_lastMoved.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Checkpointer::afterCommit(storage::Session &session)
{
    if (m_config.engine != storage::Engine::Sqlite)
        return;
    const qint64 changedRows = session.changedRows();
    bool isPassDue = false;
    bool isLastWanted = false;
    {
        const std::lock_guard lock(m_mutex);
        m_changedRows = changedRows;
        // The writer has opened its session again.
        if (m_changedRows < m_movedRows)
            m_movedRows = 0;
        isPassDue = isDue();
        isLastWanted = m_isLastWanted;
    }
    if (isLastWanted)
        moveLast(session);
    if (isPassDue)
        m_due.notify_one();
}

void Checkpointer::moveLast(storage::Session &session)
{
    const auto log = session.checkpoint();
    {
        const std::lock_guard lock(m_mutex);
        m_isLastWanted = false;
        m_isWhole = log && log->isWhole();
    }
    m_lastMoved.notify_one();
}

void Checkpointer::loop(storage::Session &session)
{
    qint64 tooLong = m_plan.longLog;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_due.wait(lock, [this] { return m_stopping || isDue(); });
        if (m_stopping)
            return;
        m_movedRows = m_changedRows;
        lock.unlock();
        const auto log = pass(session);
        if (log && log->pages >= tooLong) {
            // Whoever keeps reading for long is not disturbed again at once.
            tooLong = beginAnew(session) ? m_plan.longLog : log->pages + m_plan.longLog / 4;
        }
        lock.lock();
    }
}

// What is moved is flushed here, too: else the last pass, which SQLite ends with a flush of the
// whole file, would have all of that to wait for.
Result<storage::LogState> Checkpointer::pass(storage::Session &session)
{
    auto log = session.checkpoint();
    m_file.flush();
    return log;
}

bool Checkpointer::beginAnew(storage::Session &session)
{
    if (!m_readers.close(m_plan.patience))
        return false;
    for (int i = 0; i < mostPasses; ++i) {
        const auto log = pass(session);
        if (!log || log->left() <= m_plan.fewPages)
            break;
    }
    bool isWhole = false;
    {
        std::unique_lock lock(m_mutex);
        m_isWhole = false;
        m_isLastWanted = !m_stopping;
        m_lastMoved.wait_for(lock, m_plan.patience,
                             [this] { return !m_isLastWanted || m_stopping; });
        m_isLastWanted = false;
        isWhole = m_isWhole;
    }
    m_readers.open();
    return isWhole;
}

} // namespace datakubo::api
