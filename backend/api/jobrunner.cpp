#include "backend/api/jobrunner.h"

#include "backend/services/jobservice.h"

#include <limits>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace datakubo::api {

namespace {

constexpr size_t jobsAtOnce = 8;
constexpr size_t bytesAtOnce = 128U * 1024U * 1024U;
constexpr auto retryEvery = 5s; // while the storage is not available
constexpr int retries = 60;
// Of another process on the same database nothing is known but when it last touched its jobs.
constexpr qint64 silence = 10 * duration::minute;

} // namespace

JobRunner::JobRunner(const services::Environment &environment, Writer &writer)
    : m_environment(environment), m_writer(writer)
{
}

JobRunner::~JobRunner()
{
    stop();
}

Result<void> JobRunner::start(storage::Engine engine)
{
    const Timestamp now = m_environment.clock.now();
    const Timestamp untouchedSince = engine == storage::Engine::Sqlite
                                         ? Timestamp{std::numeric_limits<qint64>::max()}
                                         : now - silence;
    const auto failed = m_writer.run([&](storage::Session &session, contract::Events &) {
        services::failAbandonedJobs(session, untouchedSince, now);
        return contract::noContent();
    });
    if (failed.status >= 400)
        return contract::readData(failed).error();
    m_thread = std::thread([this] { loop(); });
    return {};
}

void JobRunner::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

contract::Response JobRunner::add(std::unique_ptr<JobWork> work, const Principal &principal,
                                  size_t bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_reserved >= jobsAtOnce || m_bytes + bytes > bytesAtOnce) {
            return contract::failure({ErrorCode::StorageUnavailable,
                                      u"Other jobs have to be finished first"_s,
                                      {{u"retry_after_s"_s, 30}}});
        }
        ++m_reserved;
        m_bytes += bytes;
    }
    JobId id;
    const auto added = m_writer.run([&](storage::Session &session, contract::Events &) {
        const Job job =
            services::JobService(session, m_environment, principal).create(work->kind());
        id = job.id;
        return contract::success(QJsonObject{{u"job_id"_s, job.uuid}}, 202);
    });
    {
        const std::lock_guard lock(m_mutex);
        if (added.status < 400) {
            m_waiting.push_back({id, std::move(work), bytes});
        } else {
            --m_reserved;
            m_bytes -= bytes;
        }
    }
    m_changed.notify_all();
    return added;
}

void JobRunner::loop()
{
    for (;;) {
        Waiting job;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_isStopping || !m_waiting.empty(); });
            if (m_isStopping)
                return;
            job = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        run(job);
        const std::lock_guard lock(m_mutex);
        --m_reserved;
        m_bytes -= job.bytes;
    }
}

void JobRunner::run(Waiting &job)
{
    const qint64 total = job.work->total();
    const bool begun = runPiece(job, [&](storage::Session &session, contract::Events &) {
        services::JobProgress(session, m_environment, job.id).begin(total);
        return contract::noContent();
    });
    if (!begun)
        return;
    while (job.work->next()) {
        const bool goesOn = runPiece(job, [&](storage::Session &session, contract::Events &events) {
            const auto errors = job.work->write(session, events);
            services::JobProgress(session, m_environment, job.id)
                .record(job.work->done(), errors, waitingIds());
            return contract::noContent();
        });
        if (!goesOn)
            return;
    }
    end(job.id, JobState::Done, {});
}

bool JobRunner::runPiece(Waiting &job, const Writer::Work &piece)
{
    for (int tried = 0;; ++tried) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_isStopping)
                return false;
        }
        bool isWanted = true;
        const auto done = m_writer.run([&](storage::Session &session, contract::Events &events) {
            isWanted = services::JobProgress(session, m_environment, job.id).isWanted();
            return isWanted ? piece(session, events) : contract::noContent();
        });
        if (done.status < 400)
            return isWanted;
        if (done.status == 503 && tried < retries && pause())
            continue;
        end(job.id, JobState::Failed, contract::readData(done).error().message);
        return false;
    }
}

bool JobRunner::pause()
{
    std::unique_lock lock(m_mutex);
    return !m_changed.wait_for(lock, retryEvery, [this] { return m_isStopping; });
}

void JobRunner::end(JobId id, JobState state, const QString &message)
{
    m_writer.run([&](storage::Session &session, contract::Events &) {
        services::JobProgress(session, m_environment, id).end(state, message);
        return contract::noContent();
    });
}

std::vector<JobId> JobRunner::waitingIds()
{
    const std::lock_guard lock(m_mutex);
    std::vector<JobId> ids;
    for (const Waiting &each : m_waiting)
        ids.push_back(each.id);
    return ids;
}

} // namespace datakubo::api
