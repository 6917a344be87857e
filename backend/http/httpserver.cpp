#include "backend/http/httpserver.h"

#include "backend/http/edge.h"

#include <QEventLoop>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

namespace datakubo::http {

// The thread is a std::thread because ThreadSanitizer sees it being joined; Qt adopts it.
class HttpServer::Private
{
public:
    Private(api::RequestSink &sink, const Clock &clock, const Limits &limits)
        : m_sink(sink), m_clock(clock), m_limits(limits)
    {
    }

    Result<quint16> start(const Listen &listen)
    {
        Q_ASSERT(!m_thread.joinable());
        std::promise<Result<quint16>> started;
        std::future<Result<quint16>> port = started.get_future();
        m_thread = std::thread([this, listen, &started] { run(listen, started); });
        port.wait();
        Result<quint16> result = port.get();
        if (!result)
            m_thread.join();
        return result;
    }

    void stop(qint64 graceMs)
    {
        if (!m_thread.joinable())
            return;
        const auto drained = std::make_shared<std::promise<void>>();
        const std::future<void> isDrained = drained->get_future();
        m_commands->put([drained](Edge &edge, QEventLoop &) {
            edge.stop([drained] { drained->set_value(); });
        });
        isDrained.wait_for(std::chrono::milliseconds(std::max<qint64>(graceMs, 0)));
        m_commands->put([](Edge &, QEventLoop &loop) { loop.quit(); });
        m_thread.join();
    }

private:
    using Command = std::function<void(Edge &, QEventLoop &)>;

    void run(const Listen &listen, std::promise<Result<quint16>> &started)
    {
        QEventLoop loop;
        {
            Edge edge(m_sink, m_clock, m_limits);
            contract::Mailbox<Command> commands([&](std::vector<Command> list) {
                for (const Command &command : list)
                    command(edge, loop);
            });
            m_commands = &commands;
            Result<quint16> port = edge.listen(listen);
            const bool isListening = port.has_value();
            started.set_value(std::move(port)); // and is gone soon after
            if (isListening)
                loop.exec();
        }
        // An adopted thread leaves behind what it was asked to delete later.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    api::RequestSink &m_sink;
    const Clock &m_clock;
    const Limits m_limits;
    contract::Mailbox<Command> *m_commands = nullptr; // while the thread runs
    std::thread m_thread;
};

HttpServer::HttpServer(api::RequestSink &sink, const Clock &clock, Limits limits)
    : d(std::make_unique<Private>(sink, clock, limits))
{
}

HttpServer::~HttpServer()
{
    stop(0);
}

Result<quint16> HttpServer::start(const Listen &listen)
{
    return d->start(listen);
}

void HttpServer::stop(qint64 graceMs)
{
    d->stop(graceMs);
}

} // namespace datakubo::http
