#pragma once
#include "backend/contract/event.h"
#include "backend/contract/message.h"
#include "ui/client/transport.h"

#include <QTimer>

#include <deque>
#include <map>

namespace datakubo::test {

// A Transport without a backend: remembers every request and answers with what the test set for
// it, from the event loop like the real ones. While held, answers wait for release().
class FakeTransport : public ui::Transport
{
public:
    using Handler = std::function<contract::Response(const contract::Request &)>;

    // `path` without "/api/v1"; one that ends in '*' stands for all that begin like it.
    void on(contract::Method method, const QByteArray &path, Handler handler)
    {
        m_handlers[key(method, path)] = std::move(handler);
    }
    void on(contract::Method method, const QByteArray &path, const contract::Response &response)
    {
        on(method, path, [response](const contract::Request &) { return response; });
    }

    void hold() { m_held = true; }
    void release()
    {
        m_held = false;
        answerSoon();
    }
    // Answers one waiting request, counted from the oldest, at once.
    void answer(size_t number = 0)
    {
        const Waiting waiting = std::move(m_waiting.at(number));
        m_waiting.erase(m_waiting.begin() + static_cast<ptrdiff_t>(number));
        waiting.reply(respond(waiting.request));
    }
    size_t waiting() const { return m_waiting.size(); }

    const std::vector<contract::Request> &requests() const { return m_requests; }
    const contract::Request &last() const { return m_requests.back(); }
    // The newest request to this path; a failed assertion when there is none.
    const contract::Request *newest(contract::Method method, const QByteArray &path) const
    {
        for (auto request = m_requests.rbegin(); request != m_requests.rend(); ++request) {
            if (request->method == method && request->path == "/api/v1" + path)
                return &*request;
        }
        return nullptr;
    }
    void forget() { m_requests.clear(); }

    void happen(const contract::Events &events) { Q_EMIT eventsReceived(events); }

    void send(contract::Request request, std::function<void(contract::Response)> reply) override
    {
        m_requests.push_back(request);
        m_waiting.push_back({std::move(request), std::move(reply)});
        if (!m_held)
            answerSoon();
    }

private:
    struct Waiting
    {
        contract::Request request;
        std::function<void(contract::Response)> reply;
    };

    static QByteArray key(contract::Method method, const QByteArray &path)
    {
        return contract::toText(method) + ' ' + path;
    }

    void answerSoon()
    {
        QTimer::singleShot(0, this, [this] {
            while (!m_held && !m_waiting.empty())
                answer();
        });
    }

    contract::Response respond(const contract::Request &request) const
    {
        const QByteArray wanted = key(request.method, request.path.mid(7)); // without "/api/v1"
        if (const auto found = m_handlers.find(wanted); found != m_handlers.end())
            return found->second(request);
        for (const auto &[pattern, handler] : m_handlers) {
            if (pattern.endsWith('*') && wanted.startsWith(pattern.chopped(1)))
                return handler(request);
        }
        return contract::failure({ErrorCode::NotFound, QStringLiteral("No answer set"), {}});
    }

    std::map<QByteArray, Handler> m_handlers;
    std::vector<contract::Request> m_requests;
    std::deque<Waiting> m_waiting;
    bool m_held = false;
};

} // namespace datakubo::test
