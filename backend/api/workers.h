#pragma once
#include "backend/api/attempts.h"
#include "backend/api/boundedqueue.h"
#include "backend/api/jobrunner.h"
#include "backend/api/requestsink.h"
#include "backend/api/routing.h"
#include "backend/api/writer.h"

#include <thread>

namespace datakubo::api {

// A request with its row found, waiting for a thread.
struct Waiting {
    contract::Request request;
    Match match;
    RequestSink::Done done;
};

// What handlers reach beyond their own thread.
struct Backstage {
    Writer &writer;
    ReadGate &gate;
    Attempts &attempts;
    JobRunner &jobs;
};

// Threads with a read-only session each: `Read` handlers in a transaction of their own, `Slow`
// ones as they like.
class Workers
{
public:
    Workers(int threads, size_t queued, storage::DatabaseConfig config,
            const services::Environment &environment, Backstage backstage);
    ~Workers(); // stop()

    Result<void> start();
    void stop();
    [[nodiscard]] bool tryPush(Waiting &waiting);

private:
    void loop(storage::Session &session);
    contract::Response answer(storage::Session &session, Waiting &waiting);
    contract::Response read(storage::Session &session, Waiting &waiting, Handler handler);
    contract::Response slow(storage::Session &session, Waiting &waiting, SlowHandler handler);

    int m_threadCount;
    storage::DatabaseConfig m_config;
    const services::Environment &m_environment;
    Backstage m_backstage;
    BoundedQueue<Waiting> m_queue;
    std::vector<std::thread> m_threads;
};

// Threads that decode webhooks and pass them to the writer.
class Preparers
{
public:
    Preparers(int threads, const services::Environment &environment, Writer &writer);
    ~Preparers(); // stop()

    void start();
    void stop();
    [[nodiscard]] bool tryPush(Waiting &waiting);

private:
    void loop();

    int m_threadCount;
    const services::Environment &m_environment;
    Writer &m_writer;
    BoundedQueue<Waiting> m_queue;
    std::vector<std::thread> m_threads;
};

} // namespace datakubo::api
