#pragma once
#include <QByteArray>

#include <optional>

namespace datakubo::test {

struct BlockingAnswer {
    int status = 0;
    QByteArray head; // with lower-case names
    QByteArray body;
};

// One connection that waits for each answer: for threads of their own that load a server, and for
// tests of a server in another process, which need no event loop.
class BlockingClient
{
public:
    explicit BlockingClient(quint16 port) : m_port(port) {}
    ~BlockingClient() { disconnect(); }
    BlockingClient(const BlockingClient &) = delete;
    BlockingClient &operator=(const BlockingClient &) = delete;

    // Nothing when the server is gone or silent for a minute. Connects when it is not connected.
    std::optional<BlockingAnswer> ask(const QByteArray &request);
    // Sends without waiting for an answer.
    bool send(const QByteArray &bytes);
    void disconnect();

    static QByteArray get(const QByteArray &target, const QByteArray &key = {});
    static QByteArray post(const QByteArray &target, const QByteArray &body,
                           const QByteArray &key = {});

private:
    bool connect();

    quint16 m_port;
    int m_socket = -1;
};

} // namespace datakubo::test
