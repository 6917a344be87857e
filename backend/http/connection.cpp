#include "backend/http/connection.h"

#include "backend/http/edge.h"
#include "backend/http/halfclose.h"
#include "backend/http/syntax.h"

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::http {

namespace {

constexpr qint64 lingerMs = 2'000;
constexpr qint64 readBufferBytes = 64 * 1024; // what a client may send ahead, beside the kernel's

} // namespace

Connection::Connection(quint64 id, QTcpSocket *socket, HeadSocket *heads, Edge &edge)
    : m_id(id),
      m_socket(socket),
      m_tls(qobject_cast<QSslSocket *>(socket)),
      m_heads(heads),
      m_edge(edge),
      m_guard(edge.limits()),
      m_since(edge.monotonicMs())
{
    m_peer = withoutMapping(socket->peerAddress());
    m_address = m_peer.toString();

    socket->setParent(this);
    socket->setReadBufferSize(readBufferBytes);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(socket, &QTcpSocket::readyRead, this, &Connection::readMore);
    connect(socket, &QTcpSocket::disconnected, this, &Connection::gone);
    if (m_tls) {
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &Connection::written);
        connect(m_tls, &QSslSocket::encrypted, this, [this] { m_since = m_edge.monotonicMs(); });
    } else {
        connect(socket, &QTcpSocket::bytesWritten, this, &Connection::written);
    }
}

Connection::~Connection()
{
    m_socket->disconnect(this);
    if (m_heads)
        m_heads->hangUp();
}

void Connection::encrypt(const QSslConfiguration &configuration)
{
    m_tls->setSslConfiguration(configuration);
    m_tls->startServerEncryption();
}

bool Connection::isBusy() const
{
    return m_stage == Stage::InFlight || m_stage == Stage::Writing
           || (m_stage == Stage::Lingering && unwritten() > 0);
}

void Connection::readMore()
{
    if (m_stage == Stage::Lingering)
        return discardInput();
    while (m_stage == Stage::Reading) {
        if (m_parkedRead < m_parked.size()) {
            // A copy shares the bytes: feed() may replace what is parked.
            const QByteArray parked = m_parked;
            feed(QByteArrayView(parked).sliced(m_parkedRead));
            continue;
        }
        m_parked.clear();
        m_parkedRead = 0;
        const std::span<char> scratch = m_edge.scratch();
        const qint64 size = m_socket->read(scratch.data(), qint64(scratch.size()));
        if (size <= 0)
            return;
        const QByteArrayView bytes(scratch.data(), size);
        feed(bytes);
        if (m_parkedRead < size && m_stage != Stage::Gone && m_stage != Stage::Lingering)
            m_parked = bytes.sliced(m_parkedRead).toByteArray();
        m_parkedRead = 0;
    }
}

void Connection::feed(QByteArrayView bytes)
{
    const bool wasBetween = m_guard.isBetweenRequests();
    const Guard::State before = m_guard.state();
    m_parkedRead += m_guard.feed(bytes);
    const Guard::State after = m_guard.state();
    if (after == Guard::State::Complete) {
        hand();
    } else if (after == Guard::State::Refused) {
        refuse(m_guard.refusal(), m_guard.refusalStatus());
    } else {
        if (wasBetween || before != after)
            m_since = m_edge.monotonicMs();
        if (after == Guard::State::Body)
            countBody();
    }
}

void Connection::countBody()
{
    const qint64 received = m_guard.bodyReceived();
    m_edge.countBodies(received - m_counted);
    m_counted = received;
    if (m_edge.isFullOfBodies())
        return refuse({ErrorCode::StorageUnavailable, u"Too much is being received at once"_s,
                       QJsonObject{{u"retry_after_s"_s, 1}}});
    if (m_guard.takeContinue())
        write(QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n"));
}

void Connection::hand()
{
    const RequestFacts &facts = m_guard.facts();
    m_options = {facts.isHead, facts.isHttp10, facts.keepsAlive};
    std::optional<contract::Request> request;
    if (m_heads)
        request = m_edge.heads().read(*m_heads, m_guard.takeHead());
    if (!request)
        return refuse({ErrorCode::Validation, u"The request cannot be read"_s, {}});
    request->path = facts.path;
    request->query = facts.query;
    request->body = m_guard.takeBody();
    request->peer = {facts.isForwarded
                         ? m_edge.proxies().client(m_peer, request->headers).toString()
                         : m_address,
                     m_peer.isLoopback() && !facts.isForwarded && isLoopbackHost(facts.host)};
    m_edge.countBodies(-std::exchange(m_counted, 0));
    m_guard.next();
    m_stage = Stage::InFlight;
    m_edge.dispatch(m_id, std::move(*request));
}

void Connection::answer(const contract::Response &response)
{
    if (m_stage != Stage::InFlight)
        return;
    m_options.keepsAlive = m_options.keepsAlive && !m_edge.isStopping();
    m_stage = m_options.keepsAlive ? Stage::Writing : Stage::Lingering;
    write(m_edge.writer().write(response, m_options));
    written();
}

void Connection::refuse(const Error &error, int status)
{
    m_options.isHead = m_guard.facts().isHead;
    m_options.keepsAlive = false;
    m_edge.countBodies(-std::exchange(m_counted, 0));
    m_stage = Stage::Lingering;
    write(m_edge.writer().write(m_edge.writer().refusal(error, status), m_options));
    written();
}

void Connection::write(const QByteArray &bytes)
{
    m_socket->write(bytes);
    m_socket->flush(); // now, not a turn of the event loop later
}

void Connection::written()
{
    if (m_stage != Stage::Writing && m_stage != Stage::Lingering)
        return;
    if (m_stage == Stage::Writing || !m_isHalfClosed)
        m_since = m_edge.monotonicMs();
    if (unwritten() > 0)
        return;
    if (m_stage == Stage::Lingering)
        return linger();
    m_stage = Stage::Reading;
    readMore();
}

void Connection::linger()
{
    if (!std::exchange(m_isHalfClosed, true)) {
        if (m_edge.isStopping() || m_tls)
            m_socket->disconnectFromHost();
        else
            closeForWriting(m_socket->socketDescriptor());
        m_edge.checkDrained();
    }
    if (m_stage == Stage::Lingering)
        discardInput();
}

void Connection::discardInput()
{
    const std::span<char> scratch = m_edge.scratch();
    while (m_socket->read(scratch.data(), qint64(scratch.size())) > 0) {
    }
}

void Connection::checkTimeouts(qint64 now)
{
    const Limits &limits = m_edge.limits();
    const qint64 waited = now - m_since;
    switch (m_stage) {
    case Stage::Reading:
        if (m_tls && !m_tls->isEncrypted()) {
            if (waited >= limits.headTimeoutMs)
                m_socket->abort();
        } else if (m_guard.isBetweenRequests()) {
            if (waited >= limits.idleTimeoutMs)
                m_socket->disconnectFromHost();
        } else if (m_guard.state() == Guard::State::Head) {
            if (waited >= limits.headTimeoutMs)
                refuse({ErrorCode::RequestTimeout, u"The head of the request took too long"_s, {}});
        } else if (waited >= bodyTimeout()) {
            refuse({ErrorCode::RequestTimeout, u"The body of the request took too long"_s, {}});
        }
        break;
    case Stage::Writing:
        if (waited >= limits.idleTimeoutMs)
            m_socket->abort();
        break;
    case Stage::Lingering:
        if (waited >= (unwritten() > 0 ? limits.idleTimeoutMs : lingerMs))
            m_socket->abort();
        break;
    case Stage::InFlight:
    case Stage::Gone: break;
    }
}

// An import of many megabytes may take its time, as long as it moves.
qint64 Connection::bodyTimeout() const
{
    constexpr qint64 mebibyte = 1024 * 1024;
    return m_edge.limits().bodyTimeoutMs * (1 + m_guard.bodyReceived() / mebibyte);
}

void Connection::finish()
{
    if (!isBusy())
        m_socket->disconnectFromHost();
}

void Connection::gone()
{
    if (std::exchange(m_stage, Stage::Gone) == Stage::Gone)
        return;
    m_edge.countBodies(-std::exchange(m_counted, 0));
    m_edge.remove(m_id);
}

qint64 Connection::unwritten() const
{
    return m_tls ? m_tls->bytesToWrite() + m_tls->encryptedBytesToWrite()
                 : m_socket->bytesToWrite();
}

} // namespace datakubo::http
