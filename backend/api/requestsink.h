#pragma once
#include "backend/contract/message.h"

#include <functional>

namespace datakubo::api {

// Where a Request goes to be answered: the dispatcher, seen from the network edge and from
// LocalTransport. Any thread may call.
class RequestSink
{
public:
    // Runs exactly once, on a thread of the backend: hand over to a Mailbox and return.
    using Done = std::function<void(contract::Response)>;

    virtual ~RequestSink() = default;

    // False when the queue it belongs in is full: `request` and `done` are left as they were; keep
    // them, stop reading, and try again when an answer has come back or a few milliseconds passed.
    [[nodiscard]] virtual bool dispatch(contract::Request &request, Done &done) = 0;
};

} // namespace datakubo::api
