#pragma once
#include <QByteArray>
#include <QTcpSocket>
#include <QTest>

#include <vector>

namespace datakubo::test {

struct RawAnswer {
    int status = 0;
    QByteArray head; // with lower-case names
    QByteArray body;

    bool has(const QByteArray &line) const { return head.contains(line.toLower() + "\r\n"); }
};

// A client that writes bytes as they are and takes answers apart.
class RawClient
{
public:
    // Takes `socket`, which may be on its way already.
    explicit RawClient(quint16 port, QTcpSocket *socket = new QTcpSocket) : m_socket(socket)
    {
        if (m_socket->state() == QAbstractSocket::UnconnectedState)
            m_socket->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    }
    ~RawClient() { m_socket->abort(); }

    QTcpSocket &socket() { return *m_socket; }
    void send(const QByteArray &bytes)
    {
        m_socket->write(bytes);
        if (m_socket->state() == QAbstractSocket::ConnectedState)
            m_socket->flush();
    }
    bool isClosed()
    {
        collect();
        return m_socket->state() == QAbstractSocket::UnconnectedState;
    }
    // The answers that are complete by now; `withoutBody` for those to HEAD.
    std::vector<RawAnswer> &answers(bool withoutBody = false)
    {
        collect();
        while (true) {
            const qsizetype end = m_bytes.indexOf("\r\n\r\n");
            if (end < 0)
                return m_answers;
            RawAnswer answer;
            answer.head = m_bytes.first(end + 2).toLower();
            answer.status = m_bytes.sliced(9, 3).toInt();
            qsizetype length = 0;
            const qsizetype field = answer.head.indexOf("\r\ncontent-length: ");
            if (field >= 0 && !withoutBody) {
                const qsizetype from = field + 18;
                length =
                    answer.head.sliced(from, answer.head.indexOf('\r', from) - from).toLongLong();
            }
            if (m_bytes.size() < end + 4 + length)
                return m_answers;
            answer.body = m_bytes.sliced(end + 4, length);
            m_bytes.remove(0, end + 4 + length);
            m_answers.push_back(answer);
        }
    }
    // The status of the first answer; 0 when the connection ends without one.
    int firstStatus()
    {
        const bool hasEnded =
            QTest::qWaitFor([this] { return !answers().empty() || isClosed(); }, 20'000);
        return !hasEnded || answers().empty() ? 0 : answers().front().status;
    }
    const QByteArray &rest() const { return m_bytes; }

private:
    void collect()
    {
        if (m_socket->isOpen())
            m_bytes.append(m_socket->readAll());
    }

    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_bytes;
    std::vector<RawAnswer> m_answers;
};

inline QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

inline QByteArray post(const QByteArray &target, const QByteArray &body,
                       const QByteArray &fields = {})
{
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
           + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body;
}

} // namespace datakubo::test
