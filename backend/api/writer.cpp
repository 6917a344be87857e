#include "backend/api/writer.h"

#include "backend/api/sessionthread.h"
#include "backend/services/accountservice.h"

#include <condition_variable>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr size_t queuedRequests = 4096;
constexpr size_t queuedBytes = 64U * 1024U * 1024U;
constexpr size_t requestsTogether = 256;
constexpr size_t bytesTogether = 4U * 1024U * 1024U;
constexpr int attempts = 4; // after serialization failures (PostgreSQL)

contract::Response unavailable()
{
    return contract::failure({ErrorCode::StorageUnavailable,
                              u"The storage is not available now; send it again"_s,
                              {{u"retry_after_s"_s, 5}}});
}

} // namespace

Writer::Writer(storage::DatabaseConfig config, const services::Environment &environment,
               EventHub &events, ReadGate &readers, CheckpointPlan checkpoints)
    : m_config(std::move(config)),
      m_environment(environment),
      m_events(events),
      m_queue(queuedRequests, queuedBytes),
      m_checkpointer(m_config, readers, checkpoints)
{
}

Writer::~Writer()
{
    stop();
}

Result<void> Writer::start()
{
    auto thread =
        startWithSession(m_config, storage::OpenMode::ReadWrite, [this](storage::Session &session) {
            m_session = &session;
            loop();
        });
    if (!thread)
        return thread.error();
    m_thread = std::move(*thread);
    return m_checkpointer.start();
}

void Writer::stop()
{
    m_queue.close();
    if (m_thread.joinable())
        m_thread.join();
    m_checkpointer.stop();
}

void Writer::push(Task task)
{
    if (!m_queue.push(task, task.bytes))
        task.done(unavailable());
}

void Writer::pushAll(std::vector<Task> tasks)
{
    for (size_t i = m_queue.pushAll(tasks, [](const Task &task) { return task.bytes; });
         i < tasks.size(); ++i)
        tasks[i].done(unavailable());
}

contract::Response Writer::run(const Work &work)
{
    Q_ASSERT(std::this_thread::get_id() != m_thread.get_id());
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<contract::Response> answer;
    push({work,
          [&](contract::Response response) {
              const std::lock_guard lock(mutex);
              answer = std::move(response);
              answered.notify_one();
          },
          0});
    std::unique_lock lock(mutex);
    answered.wait(lock, [&] { return answer.has_value(); });
    return std::move(*answer);
}

void Writer::loop()
{
    for (;;) {
        std::vector<Task> tasks = m_queue.take(requestsTogether, bytesTogether);
        if (tasks.empty())
            return;
        process(tasks);
    }
}

void Writer::process(std::vector<Task> &tasks)
{
    std::vector<contract::Response> responses;
    contract::Events events;
    std::set<ApiKeyId> usedKeys;
    bool done = false;
    for (int i = 0; i < attempts && !done; ++i) {
        responses.assign(tasks.size(), {});
        events.clear();
        usedKeys.clear();
        done = attempt(tasks, responses, events, usedKeys);
        if (!done && m_session->lastFailure() != storage::Session::Failure::Retry)
            break;
    }
    if (!done) {
        responses.assign(tasks.size(), unavailable());
        events.clear();
        m_session->isAlive(); // reopens a lost connection for the next ones
    }
    m_events.publish(events);
    for (size_t i = 0; i < tasks.size(); ++i)
        tasks[i].done(std::move(responses[i]));
    m_checkpointer.afterCommit(*m_session);
}

// One transaction over everything. False: it was rolled back as a whole.
bool Writer::attempt(std::vector<Task> &tasks, std::vector<contract::Response> &responses,
                     contract::Events &events, std::set<ApiKeyId> &usedKeys)
{
    if (!m_session->begin())
        return false;
    for (size_t i = 0; i < tasks.size();) {
        bool kept = true;
        if (const auto *work = std::get_if<Work>(&tasks[i].content)) {
            kept = runWork(*work, responses[i], events);
            ++i;
        } else {
            size_t end = i + 1;
            while (end < tasks.size() && std::holds_alternative<Webhook>(tasks[end].content))
                ++end;
            kept = runWebhooks(std::span(tasks).subspan(i, end - i),
                               std::span(responses).subspan(i, end - i), events, usedKeys);
            i = end;
        }
        if (!kept) {
            m_session->rollback();
            return false;
        }
    }
    flushKeyUse(usedKeys);
    return m_session->commit().has_value();
}

// False: the transaction cannot go on.
bool Writer::runWork(const Work &work, contract::Response &response, contract::Events &events)
{
    contract::Events told;
    const auto ran = m_session->run([&] {
        told.clear();
        response = work(*m_session, told);
        return response.status < 400;
    });
    if (!ran) {
        response = contract::failure(ran.error());
        return m_session->lastFailure() == storage::Session::Failure::Statement;
    }
    if (response.status < 400)
        events.insert(events.end(), std::make_move_iterator(told.begin()),
                      std::make_move_iterator(told.end()));
    return true;
}

// As one set; when the database refuses it, in halves, and what is refused alone is quarantined.
bool Writer::runWebhooks(std::span<Task> tasks, std::span<contract::Response> responses,
                         contract::Events &events, std::set<ApiKeyId> &usedKeys)
{
    std::vector<const Webhook *> webhooks;
    for (const Task &task : tasks)
        webhooks.push_back(&std::get<Webhook>(task.content));
    std::vector<contract::Response> answers;
    contract::Events told;
    std::vector<ApiKeyId> keys;
    auto ran = m_session->run([&] {
        answers = applyWebhooks(webhooks, *m_session, m_environment, m_events.hasSubscribers(),
                                told, keys);
        return true;
    });
    if (ran) {
        std::move(answers.begin(), answers.end(), responses.begin());
        events.insert(events.end(), std::make_move_iterator(told.begin()),
                      std::make_move_iterator(told.end()));
        usedKeys.insert(keys.begin(), keys.end());
        return true;
    }
    if (m_session->lastFailure() != storage::Session::Failure::Statement)
        return false;
    if (tasks.size() > 1) {
        const size_t half = tasks.size() / 2;
        return runWebhooks(tasks.first(half), responses.first(half), events, usedKeys)
               && runWebhooks(tasks.subspan(half), responses.subspan(half), events, usedKeys);
    }
    ran = m_session->run([&] {
        responses.front() = quarantineWebhook(*webhooks.front(), *m_session, m_environment);
        return true;
    });
    if (!ran)
        responses.front() = unavailable();
    return ran.has_value() || m_session->lastFailure() == storage::Session::Failure::Statement;
}

void Writer::flushKeyUse(const std::set<ApiKeyId> &usedKeys)
{
    const Timestamp now = m_environment.clock.now();
    for (const ApiKeyId key : usedKeys) {
        if (!m_keyUse.claim(key, now))
            continue;
        const auto touched = m_session->run([&] {
            services::AccountService(*m_session, m_environment).noteKeyUse(key);
            return true;
        });
        if (!touched)
            m_keyUse.giveBack(key);
    }
}

void Writer::noteKeyUse(ApiKeyId key)
{
    if (!key.isValid() || !m_keyUse.claim(key, m_environment.clock.now()))
        return;
    const Work write = [this, key](storage::Session &session, contract::Events &) {
        services::AccountService(session, m_environment).noteKeyUse(key);
        return contract::noContent();
    };
    const auto written = [this, key](const contract::Response &response) {
        if (response.status >= 400)
            m_keyUse.giveBack(key);
    };
    Task task{write, written, 0};
    if (!tryPush(task))
        m_keyUse.giveBack(key);
}

} // namespace datakubo::api
