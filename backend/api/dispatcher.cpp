#include "backend/api/dispatcher.h"

#include "backend/api/authentication.h"
#include "backend/api/cors.h"
#include "backend/api/parsing.h"

#include <QCryptographicHash>
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

// Documents and what is read from the database; not /health, which is another every second.
bool isTagged(const Route &route)
{
    return route.method == contract::Method::Get
           && (route.access == Access::None || route.scope != Scope::Public);
}

bool names(const QByteArray &knownTags, const QByteArray &tag)
{
    for (QByteArray known : knownTags.split(',')) {
        known = known.trimmed();
        if (known == "*" || known == tag || known == "W/" + tag)
            return true;
    }
    return false;
}

// Gives a successful answer its ETag, unless it brings one; without its body when the client has
// it already.
void tag(contract::Response &response, const QByteArray &knownTags)
{
    QByteArray etag = response.header("etag");
    if (etag.isEmpty()) {
        const QByteArray hash = QCryptographicHash::hash(response.body, QCryptographicHash::Sha1);
        etag = '"' + hash.toHex() + '"';
        response.headers.push_back({"etag", etag});
        response.headers.push_back({"cache-control", "private, no-cache"});
    }
    if (!knownTags.isEmpty() && names(knownTags, etag)) {
        response.status = 304;
        response.body.clear();
        response.contentType.clear();
    }
}

} // namespace

Dispatcher::Dispatcher(const storage::DatabaseConfig &config,
                       const services::Environment &environment)
    : m_environment(environment),
      m_engine(config.engine),
      m_attempts(environment.clock),
      m_writer(config, environment, m_events, m_gate),
      m_jobs(environment, m_writer),
      m_readers(readerThreads, queuedReads, config, environment,
                {m_writer, m_gate, m_attempts, m_jobs}),
      m_slow(slowThreads, queuedSlow, config, environment, {m_writer, m_gate, m_attempts, m_jobs}),
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
    if (const auto started = m_jobs.start(m_engine); !started)
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
    m_jobs.stop();
    m_writer.stop();
}

bool Dispatcher::dispatch(contract::Request &request, Done &done)
{
    Envelope envelope{requestId(request), {}, false, {}, request.header("origin"), false};
    if (request.method == contract::Method::Options) {
        envelope.isPreflight = request.hasHeader("access-control-request-method");
        done(finish(optionsFor(request.path), envelope));
        return true;
    }
    auto match = findRoute(request.method, request.path);
    if (!match) {
        done(finish(refusal(match.error()), envelope));
        return true;
    }
    const Route &route = *match->route;
    const Access access = route.access;
    if (access != Access::Batch) {
        if (const auto fits = mediaTypeFits(request, route.takes); !fits) {
            done(finish(refusal(fits.error()), envelope));
            return true;
        }
    }
    if (route.scope != Scope::Public && request.hasHeader("x-api-key"))
        envelope.keyFrom = request.peer.address;
    envelope.isTagged = isTagged(route);
    envelope.knownTags = request.header("if-none-match");
    if (access == Access::None) {
        done(finish(std::get<StaticHandler>(route.handler)(request, m_environment), envelope));
        return true;
    }

    Done wrapped = [this, envelope = std::move(envelope),
                    inner = done](contract::Response response) {
        inner(finish(std::move(response), envelope));
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

contract::Response Dispatcher::finish(contract::Response response, const Envelope &envelope)
{
    // A key that is not known is the only 401 of a request with a key. Here, because here every
    // request passes once, however often its transaction was tried.
    if (response.status == 401 && !envelope.keyFrom.isEmpty()) {
        if (const auto refused = m_attempts.fail(envelope.keyFrom))
            response = contract::failure(*refused);
    }
    if (envelope.isTagged && response.status == 200)
        tag(response, envelope.knownTags);
    response.headers.push_back({"x-request-id", envelope.id});
    allowOrigin(response, envelope.origin, m_environment.corsOrigins, envelope.isPreflight);
    return response;
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
            m_writer.noteKeyUse(principal.apiKey);
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
