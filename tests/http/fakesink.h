#pragma once
#include "backend/api/requestsink.h"

#include <QJsonDocument>

#include <deque>
#include <mutex>
#include <utility>

namespace datakubo::test {

// A dispatcher that answers at once, when told, or has no room.
class FakeSink final : public api::RequestSink
{
public:
    enum class Mode { Echo, Hold, Full };

    bool dispatch(contract::Request &request, Done &done) override
    {
        Done answerNow;
        contract::Response response;
        {
            const std::lock_guard lock(m_mutex);
            if (m_mode == Mode::Full) {
                ++m_refused;
                return false;
            }
            m_last = request;
            ++m_taken;
            if (m_mode == Mode::Hold) {
                m_held.emplace_back(std::move(request), std::move(done));
                return true;
            }
            response = echo(request);
            answerNow = std::move(done);
        }
        answerNow(std::move(response));
        return true;
    }

    void setMode(Mode mode)
    {
        const std::lock_guard lock(m_mutex);
        m_mode = mode;
    }

    // Answers the newest first: order on one connection must not depend on it.
    void answerHeld()
    {
        std::deque<std::pair<contract::Request, Done>> held;
        {
            const std::lock_guard lock(m_mutex);
            held.swap(m_held);
        }
        while (!held.empty()) {
            held.back().second(echo(held.back().first));
            held.pop_back();
        }
    }

    int held() const
    {
        const std::lock_guard lock(m_mutex);
        return int(m_held.size());
    }
    int taken() const
    {
        const std::lock_guard lock(m_mutex);
        return m_taken;
    }
    int refused() const
    {
        const std::lock_guard lock(m_mutex);
        return m_refused;
    }
    contract::Request last() const
    {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }

private:
    static contract::Response echo(const contract::Request &request)
    {
        if (request.path == "/nothing")
            return contract::noContent();
        contract::Response response;
        response.contentType = "text/plain";
        response.headers.push_back({"x-request-id", "0123456789abcdef"});
        response.body = contract::toText(request.method) + ' ' + request.path + ' ' + request.body;
        if (request.path == "/large")
            response.body.fill('x', 8 * 1024 * 1024);
        return response;
    }

    mutable std::mutex m_mutex;
    Mode m_mode = Mode::Echo;
    std::deque<std::pair<contract::Request, Done>> m_held;
    contract::Request m_last;
    int m_taken = 0;
    int m_refused = 0;
};

} // namespace datakubo::test
