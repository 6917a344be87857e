#include "backend/http/headreader.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

#include <algorithm>
#include <cstring>

namespace datakubo::http {

namespace {

contract::Method methodOf(const QHttpServerRequest &request)
{
    using contract::Method;
    switch (request.method()) {
    case QHttpServerRequest::Method::Get: return Method::Get;
    case QHttpServerRequest::Method::Head: return Method::Head;
    case QHttpServerRequest::Method::Post: return Method::Post;
    case QHttpServerRequest::Method::Put: return Method::Put;
    case QHttpServerRequest::Method::Patch: return Method::Patch;
    case QHttpServerRequest::Method::Delete: return Method::Delete;
    case QHttpServerRequest::Method::Options: return Method::Options;
    default: return Method::Other;
    }
}

} // namespace

HeadSocket::HeadSocket(QObject *parent) : QTcpSocket(parent)
{
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite);
}

void HeadSocket::show(QByteArray head)
{
    m_head = std::move(head);
    m_read = 0;
    Q_EMIT readyRead();
}

void HeadSocket::hangUp()
{
    setSocketState(UnconnectedState);
    Q_EMIT disconnected();
}

qint64 HeadSocket::bytesAvailable() const
{
    return QTcpSocket::bytesAvailable() + m_head.size() - m_read;
}

qint64 HeadSocket::readData(char *data, qint64 maxSize)
{
    const qint64 size = std::min(maxSize, qint64(m_head.size() - m_read));
    std::memcpy(data, m_head.constData() + m_read, static_cast<std::size_t>(size));
    m_read += size;
    return size;
}

qint64 HeadSocket::writeData(const char *, qint64 size)
{
    return size;
}

class HeadReader::Server final : public QAbstractHttpServer
{
public:
    std::optional<contract::Request> read(HeadSocket &socket, QByteArray head)
    {
        m_request.reset();
        m_count = 0;
        socket.show(std::move(head));
        return m_count == 1 ? std::exchange(m_request, {}) : std::nullopt;
    }

protected:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    // The responder is not moved from: its end, right after this call, makes the socket ready for
    // the next head. Answers go past QtHttpServer.
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) override
    {
        return take(request, request.headers().toListOfPairs());
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) override {}
#else
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *) override
    {
        return take(request, request.headers());
    }
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}
#endif

private:
    template <typename Pairs>
    bool take(const QHttpServerRequest &request, const Pairs &headers)
    {
        ++m_count;
        m_request.emplace();
        m_request->method = methodOf(request);
        m_request->headers.reserve(static_cast<std::size_t>(headers.size()));
        for (const auto &[name, value] : headers)
            m_request->headers.push_back({QByteArray(name).toLower(), value});
        return true;
    }

    std::optional<contract::Request> m_request;
    int m_count = 0;
};

HeadReader::HeadReader(QTcpServer *listener) : m_server(std::make_unique<Server>())
{
    m_server->bind(listener);
}

HeadReader::~HeadReader() = default;

std::optional<contract::Request> HeadReader::read(HeadSocket &socket, QByteArray head)
{
    return m_server->read(socket, std::move(head));
}

} // namespace datakubo::http
