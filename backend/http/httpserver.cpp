#include "backend/http/httpserver.h"

#include "backend/http/edge.h"

#include <QThread>

#include <future>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::http {

class HttpServer::Private final : public QThread
{
public:
    Private(api::RequestSink &sink, const Clock &clock, const Limits &limits)
        : m_sink(sink), m_clock(clock), m_limits(limits)
    {
        setObjectName(u"edge"_s);
    }

    Result<quint16> listen(const Listen &listen)
    {
        Q_ASSERT(!isRunning());
        m_listen = listen;
        std::future<Result<quint16>> started = m_started.get_future();
        start();
        Result<quint16> port = started.get();
        if (!port)
            wait();
        return port;
    }

    void stop(qint64 graceMs)
    {
        if (!isRunning())
            return;
        const auto drained = std::make_shared<std::promise<void>>();
        const std::future<void> isDrained = drained->get_future();
        m_commands->put([drained](Edge &edge) { edge.stop([drained] { drained->set_value(); }); });
        isDrained.wait_for(std::chrono::milliseconds(std::max<qint64>(graceMs, 0)));
        m_commands->put([](Edge &) { QThread::currentThread()->quit(); });
        m_finished.get_future().wait();
        wait();
    }

protected:
    void run() override
    {
        {
            Edge edge(m_sink, m_clock, m_limits);
            contract::Mailbox<Command> commands([&edge](std::vector<Command> list) {
                for (const Command &command : list)
                    command(edge);
            });
            m_commands = &commands;
            Result<quint16> port = edge.listen(m_listen);
            const bool isListening = port.has_value();
            m_started.set_value(std::move(port));
            if (isListening)
                exec();
        }
        m_finished.set_value();
    }

private:
    using Command = std::function<void(Edge &)>;

    api::RequestSink &m_sink;
    const Clock &m_clock;
    const Limits m_limits;
    Listen m_listen;
    contract::Mailbox<Command> *m_commands = nullptr; // while the thread runs
    std::promise<Result<quint16>> m_started;
    std::promise<void> m_finished;
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
    return d->listen(listen);
}

void HttpServer::stop(qint64 graceMs)
{
    d->stop(graceMs);
}

} // namespace datakubo::http
