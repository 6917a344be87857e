#pragma once
#include "backend/contract/message.h"
#include "backend/http/answer.h"
#include "backend/http/guard.h"
#include "backend/http/headreader.h"

#include <QHostAddress>
#include <QPointer>
#include <QSslSocket>

namespace datakubo::http {

class Edge;

// One client: reads its requests one at a time, hands each to the edge, writes the answer, and
// only then reads on; what the client sends meanwhile waits in the kernel. Edge thread.
class Connection final : public QObject
{
public:
    // Takes the socket; `heads` belongs to QtHttpServer.
    Connection(quint64 id, QTcpSocket *socket, HeadSocket *heads, Edge &edge);
    ~Connection() override;

    void encrypt(const QSslConfiguration &configuration);
    void answer(const contract::Response &response);
    void checkTimeouts(qint64 now);
    // The server stops: closes now, or after the answer that is due.
    void finish();
    bool isBusy() const; // owes an answer or is writing one

private:
    enum class Stage { Reading, InFlight, Writing, Lingering, Gone };

    void readMore();
    void feed(QByteArrayView bytes);
    void countBody();
    void hand();
    void refuse(const Error &error, int status = 0);
    void write(const QByteArray &bytes);
    void written();
    void linger();
    void discardInput();
    void gone();
    qint64 unwritten() const;
    qint64 bodyTimeout() const;

    const quint64 m_id;
    QTcpSocket *const m_socket;
    QSslSocket *const m_tls; // the same socket when it is encrypted
    QPointer<HeadSocket> m_heads;
    Edge &m_edge;
    Guard m_guard;
    Stage m_stage = Stage::Reading;
    QHostAddress m_peer;
    QString m_address; // the same as text

    QByteArray m_parked; // pipelined bytes after the request in flight
    qsizetype m_parkedRead = 0;
    AnswerOptions m_options;
    qint64 m_since = 0;   // when the present wait began, monotonic
    qint64 m_counted = 0; // of this body in the edge's total
    bool m_isHalfClosed = false;
};

} // namespace datakubo::http
