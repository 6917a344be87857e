#include "backend/api/dispatcher.h"

#include "backend/api/authentication.h"

#include <QRandomGenerator>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr int readerThreads = 2;
constexpr int slowThreads = 2;
constexpr int preparerThreads = 1;
constexpr size_t queuedReads = 1024;
constexpr size_t queuedSlow = 64;

bool isPlainId(const QByteArray &id)
{
    return !id.isEmpty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || c == '-' || c == '_' || c == '.';
    });
}

// The sender's own id when it is harmless, else a fresh one.
QByteArray requestId(const contract::Request &request)
{
    const QByteArray given = request.header("x-request-id");
    return isPlainId(given) ? given
                            : QByteArray::number(QRandomGenerator::global()->generate64(), 16);
}

std::optional<Error> wrongMediaType(const contract::Request &request)
{
    if (request.body.isEmpty())
        return std::nullopt;
    const QByteArray type = request.header("content-type").split(';').first().trimmed().toLower();
    if (type.isEmpty() || type == "application/json" || type.endsWith("+json"))
        return std::nullopt;
    return Error{
        ErrorCode::UnsupportedMediaType,
        u"Content-Type must be application/json, not %1"_s.arg(QString::fromLatin1(type.left(100))),
        {}};
}

contract::Response optionsFor(const QByteArray &path)
{
    const QByteArray allowed = allowedMethods(path);
    if (allowed.isEmpty())
        return contract::failure({ErrorCode::NotFound, u"There is nothing at this path"_s, {}});
    contract::Response response = contract::noContent();
    response.headers.push_back({"allow", allowed});
    return response;
}

contract::Response refusal(const Error &error)
{
    contract::Response response = contract::failure(error);
    if (error.code == ErrorCode::MethodNotAllowed)
        response.headers.push_back({"allow", error.details[u"allow"].toString().toLatin1()});
    return response;
}

} // namespace

Dispatcher::Dispatcher(const storage::DatabaseConfig &config,
                       const services::Environment &environment)
    : m_environment(environment),
      m_writer(config, environment, m_events),
      m_readers(readerThreads, queuedReads, config, environment, m_writer),
      m_slow(slowThreads, queuedSlow, config, environment, m_writer),
      m_preparers(preparerThreads, environment, m_writer)
{
}

Dispatcher::~Dispatcher()
{
    stop();
}

Result<void> Dispatcher::start()
{
    if (const auto started = m_writer.start(); !started)
        return started;
    if (const auto started = m_readers.start(); !started)
        return started;
    if (const auto started = m_slow.start(); !started)
        return started;
    m_preparers.start();
    return {};
}

void Dispatcher::stop()
{
    m_preparers.stop();
    m_slow.stop();
    m_readers.stop();
    m_writer.stop();
}

bool Dispatcher::dispatch(contract::Request &request, Done &done)
{
    const QByteArray id = requestId(request);
    const auto finish = [&id](const Done &to, contract::Response response) {
        response.headers.push_back({"x-request-id", id});
        to(std::move(response));
    };
    if (request.method == contract::Method::Options) {
        finish(done, optionsFor(request.path));
        return true;
    }
    auto match = findRoute(request.method, request.path);
    if (!match) {
        finish(done, refusal(match.error()));
        return true;
    }
    const Access access = match->route->access;
    if (access != Access::Batch) {
        if (const auto wrong = wrongMediaType(request)) {
            finish(done, refusal(*wrong));
            return true;
        }
    }
    if (access == Access::None) {
        finish(done, std::get<StaticHandler>(match->route->handler)(request, m_environment));
        return true;
    }

    Done wrapped = [id, inner = done](contract::Response response) {
        response.headers.push_back({"x-request-id", id});
        inner(std::move(response));
    };
    if (access == Access::Write)
        return toWriter(request, *match, wrapped);
    Waiting waiting{std::move(request), std::move(*match), std::move(wrapped)};
    const bool taken = access == Access::Read   ? m_readers.tryPush(waiting)
                       : access == Access::Slow ? m_slow.tryPush(waiting)
                                                : m_preparers.tryPush(waiting);
    if (!taken)
        request = std::move(waiting.request);
    return taken;
}

bool Dispatcher::toWriter(contract::Request &request, Match &match, Done &done)
{
    struct Held {
        contract::Request request;
        Match match;
    };
    const auto bytes = static_cast<size_t>(request.body.size());
    const auto held = std::make_shared<Held>(Held{std::move(request), std::move(match)});
    Writer::Task task;
    task.bytes = bytes;
    task.done = std::move(done);
    task.content = Writer::Work([this, held](storage::Session &session, contract::Events &events) {
        Principal principal;
        if (held->match.route->scope != Scope::Public) {
            const auto found = authenticate(held->request, session, m_environment);
            if (!found)
                return contract::failure(found.error());
            if (const auto allowed = authorize(*found, held->match.route->scope); !allowed)
                return contract::failure(allowed.error());
            principal = *found;
        }
        Call call{held->request, held->match.values, principal, session, m_environment, events};
        return std::get<Handler>(held->match.route->handler)(call);
    });
    if (m_writer.tryPush(task))
        return true;
    request = std::move(held->request);
    return false;
}

void Dispatcher::post(const Writer::Work &work, Done done)
{
    Writer::Task task{work, std::move(done), 0};
    if (!m_writer.tryPush(task))
        task.done(contract::failure({ErrorCode::StorageUnavailable, u"The program is busy"_s, {}}));
}

} // namespace datakubo::api
