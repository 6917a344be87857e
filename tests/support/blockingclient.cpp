#include "tests/support/blockingclient.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace datakubo::test {
namespace {

constexpr int kSilenceSeconds = 60;

QByteArray keyField(const QByteArray &key)
{
    return key.isEmpty() ? QByteArray() : "X-API-Key: " + key + "\r\n";
}

// The answer at the beginning, when it is whole.
std::optional<BlockingAnswer> parse(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    BlockingAnswer answer;
    answer.head = bytes.first(end + 2).toLower();
    answer.status = bytes.sliced(9, 3).toInt();
    const QByteArray name = "\r\ncontent-length:";
    qsizetype length = 0;
    if (const qsizetype at = answer.head.indexOf(name); at >= 0) {
        const qsizetype from = at + name.size();
        length =
            answer.head.sliced(from, answer.head.indexOf('\r', from) - from).trimmed().toLongLong();
    }
    if (bytes.size() < end + 4 + length)
        return std::nullopt;
    answer.body = bytes.sliced(end + 4, length);
    return answer;
}

} // namespace

std::optional<BlockingAnswer> BlockingClient::ask(const QByteArray &request)
{
    if (!send(request)) {
        disconnect();
        return std::nullopt;
    }
    QByteArray received;
    char buffer[16 * 1024];
    for (;;) {
        const auto got = ::recv(m_socket, buffer, sizeof buffer, 0);
        if (got <= 0) {
            disconnect();
            return std::nullopt;
        }
        received.append(buffer, static_cast<qsizetype>(got));
        if (auto answer = parse(received)) {
            if (answer->head.contains("connection: close"))
                disconnect();
            return answer;
        }
    }
}

void BlockingClient::disconnect()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

bool BlockingClient::connect()
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval silence{kSilenceSeconds, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
}

bool BlockingClient::send(const QByteArray &bytes)
{
    if (m_socket < 0 && !connect())
        return false;
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(m_socket, bytes.constData() + sent,
                                  static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += static_cast<qsizetype>(count);
    }
    return true;
}

QByteArray BlockingClient::get(const QByteArray &target, const QByteArray &key)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + keyField(key) + "\r\n";
}

QByteArray BlockingClient::post(const QByteArray &target, const QByteArray &body,
                                const QByteArray &key)
{
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
           + keyField(key) + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
           + body;
}

} // namespace datakubo::test
