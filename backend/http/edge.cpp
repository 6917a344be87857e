#include "backend/http/edge.h"

#include "backend/http/tls.h"

#include <QHostAddress>

#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace datakubo::http {

namespace {

constexpr auto tickInterval = 100ms;
constexpr auto retryInterval = 5ms;
constexpr int backlog = 1024; // the kernel lowers it to its own limit

Error listenError(const QTcpServer &server, const Listen &listen)
{
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return {ErrorCode::Conflict,
                u"Port %1 on %2 is already taken by another program"_s.arg(listen.port)
                    .arg(listen.address),
                QJsonObject{{u"field"_s, u"port"_s}}};
    case QAbstractSocket::SocketAccessError:
        return Error::field(
            u"port"_s,
            u"This user may not listen on port %1; ports from 1024 on are free to all"_s.arg(
                listen.port));
    case QAbstractSocket::SocketAddressNotAvailableError:
        return Error::field(u"listen"_s, u"This computer has no address %1"_s.arg(listen.address));
    default:
        return Error::field(u"listen"_s, u"Cannot listen on %1, port %2: %3"_s.arg(listen.address)
                                             .arg(listen.port)
                                             .arg(server.errorString()));
    }
}

} // namespace

class Edge::Listener final : public QTcpServer
{
public:
    explicit Listener(Edge &edge) : m_edge(edge) {}
    using QTcpServer::addPendingConnection;

protected:
    void incomingConnection(qintptr descriptor) override { m_edge.accept(descriptor); }

private:
    Edge &m_edge;
};

Edge::Edge(api::RequestSink &sink, const Clock &clock, const Limits &limits)
    : m_sink(sink),
      m_clock(clock),
      m_limits(limits),
      m_writer(clock),
      m_answers([this](std::vector<Answer> answers) { deliver(std::move(answers)); }),
      m_outbox(std::make_shared<Outbox>())
{
    m_outbox->box = &m_answers;
    m_tick.setInterval(tickInterval);
    m_retry.setInterval(retryInterval);
    m_retry.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &Edge::tick);
    connect(&m_retry, &QTimer::timeout, this, &Edge::retryWaiting);
}

Edge::~Edge()
{
    {
        const std::lock_guard lock(m_outbox->mutex);
        m_outbox->box = nullptr;
    }
    m_connections.clear();
}

Result<quint16> Edge::listen(const Listen &listen)
{
    if (!listen.certificateFile.isEmpty() || !listen.keyFile.isEmpty()) {
        const Result<QSslConfiguration> tls = loadTls(listen.certificateFile, listen.keyFile);
        if (!tls)
            return tls.error();
        m_tls = *tls;
    }
    const auto proxies = Proxies::parse(listen.trustedProxies);
    if (!proxies)
        return proxies.error();
    m_proxies = *proxies;
    const QHostAddress address = listen.address == u"localhost"
                                     ? QHostAddress(QHostAddress::LocalHost)
                                     : QHostAddress(listen.address);
    if (address.isNull())
        return Error::field(u"listen"_s,
                            u"'%1' is not a numeric address such as 127.0.0.1, 0.0.0.0 or ::"_s.arg(
                                listen.address));
    auto listener = std::make_unique<Listener>(*this);
    listener->setListenBacklogSize(backlog);
    if (!listener->listen(address, listen.port))
        return listenError(*listener, listen);
    // Out of file descriptors, Qt stops accepting for good.
    connect(listener.get(), &QTcpServer::acceptError, this, [this] {
        m_isAcceptPaused = true;
        m_tick.start();
    });
    const quint16 port = listener->serverPort();
    m_listener = listener.release();
    m_heads = std::make_unique<HeadReader>(m_listener);
    return port;
}

void Edge::accept(qintptr descriptor)
{
    const auto cap = static_cast<std::size_t>(std::max(m_limits.connections, 0));
    if (m_isStopping || m_connections.size() >= cap
        || m_waiting.size() >= std::max(cap, std::size_t(1)))
        return turnAway(descriptor);
    std::unique_ptr<QTcpSocket> socket =
        m_tls ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>();
    if (!socket->setSocketDescriptor(descriptor))
        return;
    auto *heads = new HeadSocket(m_listener);
    const quint64 id = ++m_lastId;
    auto connection = std::make_unique<Connection>(id, socket.release(), heads, *this);
    if (m_tls)
        connection->encrypt(*m_tls);
    m_connections.emplace(id, std::move(connection));
    if (!m_tick.isActive())
        m_tick.start();
    m_listener->addPendingConnection(heads);
}

void Edge::turnAway(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return;
    }
    if (!m_tls) {
        const Error error{ErrorCode::StorageUnavailable, u"There are too many connections"_s,
                          QJsonObject{{u"retry_after_s"_s, 1}}};
        socket->write(m_writer.write(m_writer.refusal(error), {.keepsAlive = false}));
    }
    socket->disconnectFromHost();
}

void Edge::dispatch(quint64 connection, contract::Request request)
{
    ++m_owed;
    api::RequestSink::Done done = [outbox = m_outbox, connection](contract::Response response) {
        const std::lock_guard lock(outbox->mutex);
        if (outbox->box)
            outbox->box->put({connection, std::move(response)});
    };
    if (m_sink.dispatch(request, done))
        return;
    m_waiting.push_back({std::move(request), std::move(done)});
    if (!m_retry.isActive())
        m_retry.start();
}

void Edge::retryWaiting()
{
    // Each may be meant for another queue: one that is full must not hold up the rest.
    std::vector<Waiting> still;
    for (Waiting &waiting : m_waiting) {
        if (!m_sink.dispatch(waiting.request, waiting.done))
            still.push_back(std::move(waiting));
    }
    m_waiting = std::move(still);
    if (!m_waiting.empty())
        m_retry.start();
}

void Edge::deliver(std::vector<Answer> answers)
{
    if (!m_waiting.empty())
        retryWaiting();
    for (Answer &answer : answers) {
        --m_owed;
        const auto found = m_connections.find(answer.connection);
        if (found != m_connections.end())
            found->second->answer(answer.response);
    }
    checkDrained();
}

void Edge::remove(quint64 connection)
{
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        return;
    // It may be in the middle of its own signal.
    found->second.release()->deleteLater();
    m_connections.erase(found);
    if (m_connections.empty() && !m_isAcceptPaused)
        m_tick.stop();
    checkDrained();
}

std::vector<Connection *> Edge::connections() const
{
    std::vector<Connection *> all;
    all.reserve(m_connections.size());
    for (const auto &[id, connection] : m_connections)
        all.push_back(connection.get());
    return all;
}

void Edge::tick()
{
    if (m_isAcceptPaused && !m_isStopping) {
        m_isAcceptPaused = false;
        m_listener->resumeAccepting();
    }
    const qint64 now = m_clock.monotonicMs();
    for (Connection *connection : connections())
        connection->checkTimeouts(now);
    if (m_connections.empty() && !m_isAcceptPaused)
        m_tick.stop();
}

void Edge::stop(std::function<void()> drained)
{
    m_isStopping = true;
    m_drained = std::move(drained);
    m_listener->close();
    for (Connection *connection : connections())
        connection->finish();
    checkDrained();
}

void Edge::checkDrained()
{
    if (!m_drained || m_owed > 0)
        return;
    for (const auto &[id, connection] : m_connections) {
        if (connection->isBusy())
            return;
    }
    std::exchange(m_drained, nullptr)();
}

} // namespace datakubo::http
