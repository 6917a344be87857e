#pragma once
#include "backend/contract/message.h"

#include <QByteArray>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>
#include <optional>

namespace datakubo::http {

// The socket QtHttpServer sees instead of the real one. It never reaches a network: it shows one
// complete, guarded request head at a time and swallows what is written to it. So whatever
// QtHttpServer gets wrong about framing, limits, order or a peer that leaves cannot happen.
class HeadSocket final : public QTcpSocket
{
public:
    explicit HeadSocket(QObject *parent);

    void show(QByteArray head);
    void hangUp(); // its owner, QtHttpServer, deletes it
    qint64 bytesAvailable() const override;
    void disconnectFromHost() override {}

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_head;
    qsizetype m_read = 0;
};

// QtHttpServer as a reader of request heads, and the only place that names it.
class HeadReader
{
public:
    // Takes `listener`, which must be listening and must make HeadSockets its pending connections.
    explicit HeadReader(QTcpServer *listener);
    ~HeadReader();

    // The request without what only the edge knows (path, query, body, peer); empty when
    // QtHttpServer does not find exactly one request in the head.
    std::optional<contract::Request> read(HeadSocket &socket, QByteArray head);

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace datakubo::http
