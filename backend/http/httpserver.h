#pragma once
#include "backend/api/requestsink.h"
#include "backend/domain/clock.h"
#include "backend/domain/result.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace datakubo::http {

// What a stranger on the socket may cost us. Sizes in bytes, times in milliseconds.
struct Limits {
    qint64 headBytes = 16 * 1024;
    qint64 bodyBytes = 1024 * 1024;
    qint64 importBodyBytes = 64 * 1024 * 1024; // POST to a path that ends in "/import"
    qint64 allBodiesBytes = 96 * 1024 * 1024; // of all connections together while they are received
    int connections = 1000;
    qint64 headTimeoutMs = 10'000;
    qint64 bodyTimeoutMs = 30'000;
    qint64 idleTimeoutMs = 60'000;
};

struct Listen {
    QString address = QStringLiteral("127.0.0.1");
    quint16 port = 8480;     // 0: any free one
    QString certificateFile; // PEM; both files or none
    QString keyFile;
    QStringList trustedProxies; // addresses and networks whose X-Forwarded-For is believed
};

// The network edge: QtHttpServer behind a guard, on a thread of its own. Reads requests, hands
// them to the sink, writes the answers; one request in flight per connection.
class HttpServer
{
public:
    HttpServer(api::RequestSink &sink, const Clock &clock, Limits limits = {});
    ~HttpServer(); // stop(0)
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    // Starts listening; the port in use. An address that is taken or not ours, or an unreadable
    // certificate, is an Error a person can act on. Call once.
    Result<quint16> start(const Listen &listen);

    // Stops accepting at once, waits up to `graceMs` for requests already handed over to be
    // answered and written, then closes every connection and ends the thread.
    void stop(qint64 graceMs);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace datakubo::http
