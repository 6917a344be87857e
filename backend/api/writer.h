#pragma once
#include "backend/api/boundedqueue.h"
#include "backend/api/checkpointer.h"
#include "backend/api/eventhub.h"
#include "backend/api/keyuse.h"
#include "backend/api/requestsink.h"
#include "backend/api/webhooks.h"

#include <atomic>
#include <set>
#include <thread>

namespace datakubo::api {

// The one thread that writes: takes what is queued (256 requests or 4 MiB), runs it in one
// transaction, commits once, and only then answers and tells the events. What fails alone is
// undone alone; what cannot be written at all is answered 503 and nothing of it stays.
class Writer
{
public:
    using Work = SlowCall::Work;

    // One request with its handler bound, or one webhook.
    struct Task {
        std::variant<Work, Webhook> content;
        RequestSink::Done done;
        size_t bytes = 0;
    };

    Writer(storage::DatabaseConfig config, const services::Environment &environment,
           EventHub &events, ReadGate &readers, CheckpointPlan checkpoints = {});
    ~Writer(); // stop()

    // Opens the session on the writer's own thread.
    Result<void> start();
    // Finishes what is queued.
    void stop();

    [[nodiscard]] bool tryPush(Task &task) { return m_queue.tryPush(task, task.bytes); }
    // Waits for room; 503 through `done` when the writer has stopped.
    void push(Task task);
    void pushAll(std::vector<Task> tasks);
    // Runs the work as a request of the writer and returns after the commit. Never on the writer.
    contract::Response run(const Work &work);
    // Has the key's last use written soon; never waits. Any thread, also the writer's.
    void noteKeyUse(ApiKeyId key);

private:
    void loop();
    void process(std::vector<Task> &tasks);
    bool attempt(std::vector<Task> &tasks, std::vector<contract::Response> &responses,
                 contract::Events &events, std::set<ApiKeyId> &usedKeys);
    bool runWork(const Work &work, contract::Response &response, contract::Events &events);
    bool runWebhooks(std::span<Task> tasks, std::span<contract::Response> responses,
                     contract::Events &events, std::set<ApiKeyId> &usedKeys);
    void flushKeyUse(const std::set<ApiKeyId> &usedKeys);

    storage::DatabaseConfig m_config;
    const services::Environment &m_environment;
    EventHub &m_events;
    BoundedQueue<Task> m_queue;
    storage::Session *m_session = nullptr; // the thread's own
    Checkpointer m_checkpointer;
    KeyUse m_keyUse;
    std::thread m_thread;
};

} // namespace datakubo::api
