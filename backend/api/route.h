#pragma once
#include "backend/contract/event.h"
#include "backend/contract/message.h"
#include "backend/domain/access.h"
#include "backend/services/environment.h"
#include "backend/storage/session.h"

#include <QHash>

#include <functional>
#include <optional>
#include <span>
#include <variant>

namespace datakubo::api {

class Attempts;
class JobRunner;

// Who may call.
enum class Scope {
    Public, // no key
    Anyone, // every user and every key
    Member, // every user and every full key; what they see is narrowed by Visibility
    Manage, // admins, community admins (in their communities), full keys
    Admin,  // admins and full keys
    Ingest, // every key, an admin's token
};

// Where a handler runs (architecture, "Threads").
enum class Access { None, Read, Write, Batch, Slow };

using PathValues = QHash<QString, QString>; // `{eui}` → decoded text

// What a handler is given. `events` are told after the commit.
struct Call {
    const contract::Request &request;
    const PathValues &path;
    const Principal &principal;
    storage::Session &session;
    const services::Environment &environment;
    contract::Events &events;
};
using Handler = contract::Response (*)(Call &call);

// A handler that hashes, imports or sends mail: on a thread of the slow pool. `session` reads
// only; `write` runs its work as a request of the writer and returns after the commit.
struct SlowCall {
    using Work = std::function<contract::Response(storage::Session &, contract::Events &)>;

    const contract::Request &request;
    const PathValues &path;
    const Principal &principal;
    storage::Session &session;
    const services::Environment &environment;
    const std::function<contract::Response(const Work &)> &write;
    Attempts &attempts;
    JobRunner &jobs;

    // Looks something up in a transaction of its own. T is a Result.
    template <typename T, typename Look>
    T read(Look look)
    {
        std::optional<T> found;
        const auto ran = session.run([&] {
            found = look(session);
            return true;
        });
        return ran ? std::move(*found) : T(ran.error());
    }
};
using SlowHandler = contract::Response (*)(SlowCall &call);

// A handler that needs neither disk nor principal, on the caller's own thread.
using StaticHandler = contract::Response (*)(const contract::Request &request,
                                             const services::Environment &environment);

struct BatchOfWebhooks {
}; // Access::Batch: webhooks.h does it

// What a body may be; anything else is 415. A body without a Content-Type is taken for the first.
enum class Takes { Json, JsonOrCsv, Csv };

struct Route {
    contract::Method method;
    const char *pattern; // below /api/v1; `{name}` stands for one segment
    Scope scope;
    Access access;
    std::variant<Handler, SlowHandler, StaticHandler, BatchOfWebhooks> handler;
    Takes takes = Takes::Json;
};

// Every call of the API, one row each. HEAD, OPTIONS, 404 and 405 follow from it.
std::span<const Route> routes();

} // namespace datakubo::api
