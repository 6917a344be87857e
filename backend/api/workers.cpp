#include "backend/api/workers.h"

#include "backend/api/authentication.h"
#include "backend/api/sessionthread.h"

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

// On Linux each thread has a nice value of its own: where there are fewer processors than threads,
// the edge and the writer come before a report.
void yieldToWebhooks()
{
#ifdef Q_OS_LINUX
    constexpr int nicer = 10;
    setpriority(PRIO_PROCESS, 0, nicer); // 0: this thread
#endif
}

constexpr size_t queuedBytes = 64U * 1024U * 1024U;
constexpr size_t queuedWebhooks = 2048;

// Who calls, or the answer that refuses.
std::variant<Principal, contract::Response> principalFor(const Waiting &waiting,
                                                         storage::Session &session,
                                                         const services::Environment &environment)
{
    if (waiting.match.route->scope == Scope::Public)
        return Principal{};
    const auto principal = authenticate(waiting.request, session, environment);
    if (!principal)
        return contract::failure(principal.error());
    if (const auto allowed = authorize(*principal, waiting.match.route->scope); !allowed)
        return contract::failure(allowed.error());
    return *principal;
}

// Once more on a new connection when the one it had was lost: what only reads may be repeated.
Result<void> runAgain(storage::Session &session, const std::function<bool()> &work)
{
    auto ran = session.run(work);
    if (!ran && session.lastFailure() == storage::Session::Failure::Gone && session.isAlive())
        ran = session.run(work);
    return ran;
}

} // namespace

Workers::Workers(int threads, size_t queued, storage::DatabaseConfig config,
                 const services::Environment &environment, Backstage backstage)
    : m_threadCount(threads),
      m_config(std::move(config)),
      m_environment(environment),
      m_backstage(backstage),
      m_queue(queued, queuedBytes)
{
}

Workers::~Workers()
{
    stop();
}

Result<void> Workers::start()
{
    for (int i = 0; i < m_threadCount; ++i) {
        auto thread = startWithSession(m_config, storage::OpenMode::ReadOnly,
                                       [this](storage::Session &session) {
                                           yieldToWebhooks();
                                           loop(session);
                                       });
        if (!thread)
            return thread.error();
        m_threads.push_back(std::move(*thread));
    }
    return {};
}

void Workers::stop()
{
    m_queue.close();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

bool Workers::tryPush(Waiting &waiting)
{
    return m_queue.tryPush(waiting, static_cast<size_t>(waiting.request.body.size()));
}

void Workers::loop(storage::Session &session)
{
    for (;;) {
        auto taken = m_queue.take(1, queuedBytes);
        if (taken.empty())
            return;
        contract::Response response = answer(session, taken.front());
        taken.front().done(std::move(response));
    }
}

contract::Response Workers::answer(storage::Session &session, Waiting &waiting)
{
    if (const auto *handler = std::get_if<SlowHandler>(&waiting.match.route->handler))
        return slow(session, waiting, *handler);
    return read(session, waiting, std::get<Handler>(waiting.match.route->handler));
}

contract::Response Workers::read(storage::Session &session, Waiting &waiting, Handler handler)
{
    contract::Response response;
    contract::Events events; // a reader changes nothing
    ApiKeyId key;
    const auto work = [&] {
        const auto principal = principalFor(waiting, session, m_environment);
        if (const auto *refused = std::get_if<contract::Response>(&principal)) {
            response = *refused;
            return true;
        }
        key = std::get<Principal>(principal).apiKey;
        Call call{waiting.request, waiting.match.values, std::get<Principal>(principal),
                  session,         m_environment,        events};
        response = handler(call);
        return true;
    };
    // /health looks after the connection itself.
    if (waiting.match.route->scope == Scope::Public) {
        work();
        return response;
    }
    const ReadGate::Visit visit(m_backstage.gate);
    const auto ran = runAgain(session, work);
    m_backstage.writer.noteKeyUse(key);
    return ran ? response : contract::failure(ran.error());
}

contract::Response Workers::slow(storage::Session &session, Waiting &waiting, SlowHandler handler)
{
    std::optional<std::variant<Principal, contract::Response>> principal;
    const auto look = [&] {
        principal = principalFor(waiting, session, m_environment);
        return true;
    };
    if (const auto looked = runAgain(session, look); !looked)
        return contract::failure(looked.error());
    if (const auto *refused = std::get_if<contract::Response>(&*principal))
        return *refused;
    m_backstage.writer.noteKeyUse(std::get<Principal>(*principal).apiKey);
    const std::function<contract::Response(const SlowCall::Work &)> write =
        [this](const SlowCall::Work &work) { return m_backstage.writer.run(work); };
    contract::Response response;
    SlowCall call{waiting.request,
                  waiting.match.values,
                  std::get<Principal>(*principal),
                  session,
                  m_environment,
                  write,
                  m_backstage.attempts,
                  m_backstage.jobs};
    response = handler(call);
    return response;
}

Preparers::Preparers(int threads, const services::Environment &environment, Writer &writer)
    : m_threadCount(threads),
      m_environment(environment),
      m_writer(writer),
      m_queue(queuedWebhooks, queuedBytes)
{
}

Preparers::~Preparers()
{
    stop();
}

void Preparers::start()
{
    for (int i = 0; i < m_threadCount; ++i)
        m_threads.emplace_back([this] { loop(); });
}

void Preparers::stop()
{
    m_queue.close();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

bool Preparers::tryPush(Waiting &waiting)
{
    return m_queue.tryPush(waiting, static_cast<size_t>(waiting.request.body.size()));
}

void Preparers::loop()
{
    services::BodyCodec codec;
    for (;;) {
        auto taken = m_queue.take(64, queuedBytes);
        if (taken.empty())
            return;
        std::vector<Writer::Task> tasks;
        tasks.reserve(taken.size());
        for (Waiting &waiting : taken) {
            const auto bytes = static_cast<size_t>(waiting.request.body.size());
            tasks.push_back({prepare(std::move(waiting.request), codec, m_environment.clock),
                             std::move(waiting.done), bytes});
        }
        m_writer.pushAll(std::move(tasks));
    }
}

} // namespace datakubo::api
