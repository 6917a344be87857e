#include "backend/api/checkpointer.h"

#include <future>

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
    std::promise<Result<void>> opened;
    auto outcome = opened.get_future();
    m_thread = std::thread([this, &opened] {
        auto session = storage::Session::open(m_config, storage::OpenMode::ReadWrite);
        if (!session) {
            opened.set_value(session.error());
            return;
        }
        opened.set_value({});
        loop(**session);
    });
    return outcome.get();
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
