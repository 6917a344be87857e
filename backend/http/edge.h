#pragma once
#include "backend/api/requestsink.h"
#include "backend/contract/mailbox.h"
#include "backend/http/answer.h"
#include "backend/http/connection.h"
#include "backend/http/headreader.h"
#include "backend/http/httpserver.h"
#include "backend/http/proxies.h"

#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

#include <array>
#include <span>
#include <unordered_map>

namespace datakubo::http {

// What lives on the edge thread: the listener, the connections and what they share.
class Edge final : public QObject
{
public:
    Edge(api::RequestSink &sink, const Clock &clock, const Limits &limits);
    ~Edge() override;

    Result<quint16> listen(const Listen &listen);
    // Accepts nothing more; `drained` runs when every request handed over is answered and written.
    void stop(std::function<void()> drained);

    void accept(qintptr descriptor); // for the listener

    // The rest is for the connections.
    const Limits &limits() const { return m_limits; }
    const Proxies &proxies() const { return m_proxies; }
    qint64 monotonicMs() const { return m_clock.monotonicMs(); }
    HeadReader &heads() { return *m_heads; }
    AnswerWriter &writer() { return m_writer; }
    std::span<char> scratch() { return m_scratch; }
    bool isStopping() const { return m_isStopping; }
    void countBodies(qint64 bytes) { m_bodyBytes += bytes; }
    bool isFullOfBodies() const { return m_bodyBytes > m_limits.allBodiesBytes; }
    void dispatch(quint64 connection, contract::Request request);
    void remove(quint64 connection);
    void checkDrained();

private:
    class Listener;
    struct Answer {
        quint64 connection;
        contract::Response response;
    };
    // Outlives the edge for as long as somebody still owes an answer.
    struct Outbox {
        std::mutex mutex;
        contract::Mailbox<Answer> *box = nullptr;
    };
    struct Waiting {
        contract::Request request;
        api::RequestSink::Done done;
    };

    void deliver(std::vector<Answer> answers);
    void retryWaiting();
    void tick();
    void turnAway(qintptr descriptor);
    std::vector<Connection *> connections() const;

    api::RequestSink &m_sink;
    const Clock &m_clock;
    const Limits m_limits;
    AnswerWriter m_writer;
    std::array<char, 64 * 1024> m_scratch{};

    std::optional<QSslConfiguration> m_tls;
    Proxies m_proxies;
    Listener *m_listener = nullptr; // belongs to m_heads
    std::unique_ptr<HeadReader> m_heads;
    bool m_isAcceptPaused = false;

    std::unordered_map<quint64, std::unique_ptr<Connection>> m_connections;
    quint64 m_lastId = 0;
    qint64 m_bodyBytes = 0;

    contract::Mailbox<Answer> m_answers;
    std::shared_ptr<Outbox> m_outbox;
    qint64 m_owed = 0; // requests taken and not answered yet, also of clients that left
    std::vector<Waiting> m_waiting; // for room in the sink
    QTimer m_retry;
    QTimer m_tick;

    bool m_isStopping = false;
    std::function<void()> m_drained;
};

} // namespace datakubo::http
