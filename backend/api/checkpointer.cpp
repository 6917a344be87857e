#include "backend/api/checkpointer.h"

#include "backend/api/sessionthread.h"

namespace datakubo::api {

namespace {

// About as many pages: the log of some megabytes that SQLite would move by itself.
constexpr qint64 rowsTogether = 4000;

} // namespace

Checkpointer::Checkpointer(storage::DatabaseConfig config) : m_config(std::move(config)) {}

Checkpointer::~Checkpointer()
{
    stop();
}

Result<void> Checkpointer::start()
{
    if (m_config.engine != storage::Engine::Sqlite)
        return {};
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
    if (m_thread.joinable())
        m_thread.join();
}

void Checkpointer::noteCommit(qint64 changedRows)
{
    {
        const std::lock_guard lock(m_mutex);
        m_changedRows = changedRows;
        // The writer has opened its session again.
        if (m_changedRows < m_movedRows)
            m_movedRows = 0;
        if (m_changedRows - m_movedRows < rowsTogether)
            return;
    }
    m_due.notify_one();
}

void Checkpointer::loop(storage::Session &session)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_due.wait(lock,
                   [this] { return m_stopping || m_changedRows - m_movedRows >= rowsTogether; });
        if (m_stopping)
            return;
        m_movedRows = m_changedRows;
        lock.unlock();
        [[maybe_unused]] const auto moved =
            session.checkpoint(); // what is left comes with the next
        lock.lock();
    }
}

} // namespace datakubo::api
