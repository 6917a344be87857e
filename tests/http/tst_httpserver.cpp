#include "backend/http/httpserver.h"
#include "tests/http/fakesink.h"
#include "tests/http/rawclient.h"
#include "tests/support/fakeclock.h"

#include <QTcpServer>
#include <QTest>

#include <future>

using namespace datakubo;
using namespace datakubo::test;
using http::HttpServer;
using http::Limits;

class HttpServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sink = std::make_unique<FakeSink>();
        startServer({});
    }
    void cleanup()
    {
        m_server.reset();
        m_sink.reset();
    }

    void handsOverEverything();
    void answersEveryMethod_data();
    void answersEveryMethod();
    void keepsTheConnection();
    void answersPipelinedRequestsInOrder();
    void takesOneRequestAtATime();
    void readsNoFurtherWhileARequestIsInFlight();
    void waitsForRoomInTheQueue();
    void closesWhenAsked_data();
    void closesWhenAsked();
    void asksForABodyHeldBack();
    void takesChunksInAnyPieces();
    void refusesInTheFormatOfTheApi_data();
    void refusesInTheFormatOfTheApi();
    void answersBeforeABadPipelinedRequest();
    void refusesALongBodyWhileItIsSent();
    void boundsAllBodiesTogether();
    void doesNotUpgrade();
    void tellsLoopbackFromProxies_data();
    void tellsLoopbackFromProxies();
    void believesATrustedProxyWhoTheClientIs();
    void sendsLargeAnswers();
    void capsConnections();
    void namesATakenPort();
    void explainsABadAddress_data();
    void explainsABadAddress();
    void stopsWithGrace();
    void stopsWithoutGrace();
    void anAnswerAfterTheStopIsHarmless();

private:
    void startServer(const Limits &limits)
    {
        m_server.reset();
        m_server = std::make_unique<HttpServer>(*m_sink, m_clock, limits);
        http::Listen listen;
        listen.port = 0;
        const auto port = m_server->start(listen);
        QVERIFY(port);
        m_port = *port;
    }

    FakeClock m_clock;
    std::unique_ptr<FakeSink> m_sink;
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;
};

#define WAIT_FOR(client, count)                                                                    \
    QVERIFY(QTest::qWaitFor([&] { return (client).answers().size() >= std::size_t(count); }));     \
    QCOMPARE((client).answers().size(), std::size_t(count))

void HttpServerTest::handsOverEverything()
{
    RawClient client(m_port);
    client.send(post("/a%20b?c=%41+1&d", "body",
                     "X-Api-Key:  key \r\nACCEPT: */*\r\nAccept: text/plain\r\n"));
    WAIT_FOR(client, 1);
    const contract::Request request = m_sink->last();
    QCOMPARE(request.method, contract::Method::Post);
    QCOMPARE(request.path, QByteArray("/a%20b"));
    QCOMPARE(request.query, QByteArray("c=%41+1&d"));
    QCOMPARE(request.body, QByteArray("body"));
    QCOMPARE(request.header("x-api-key"), QByteArray("key"));
    QCOMPARE(request.header("host"), QByteArray("localhost"));
    QCOMPARE(std::count_if(request.headers.begin(), request.headers.end(),
                           [](const auto &header) { return header.name == "accept"; }),
             2);
    QCOMPARE(request.peer.address, QStringLiteral("127.0.0.1"));
    QVERIFY(request.peer.isLoopback);
    QVERIFY(!request.isLocal);

    const RawAnswer &answer = client.answers().front();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("POST /a%20b body"));
    QVERIFY(answer.has("Date: Tue, 24 Nov 2026 12:00:00 GMT"));
    QVERIFY(answer.has("Content-Type: text/plain"));
    QVERIFY(answer.has("X-Request-Id: 0123456789abcdef"));
    QVERIFY(answer.has("X-Content-Type-Options: nosniff"));
}

void HttpServerTest::answersEveryMethod_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
        QTest::newRow(method) << QByteArray(method) << QByteArray(method) + " /a ";
    QTest::newRow("HEAD has no body") << QByteArray("HEAD") << QByteArray();
    QTest::newRow("TRACE is other") << QByteArray("TRACE") << QByteArray("OTHER /a ");
    QTest::newRow("an unknown one is other") << QByteArray("BREW") << QByteArray("OTHER /a ");
    QTest::newRow("methods have a case") << QByteArray("get") << QByteArray("OTHER /a ");
}

void HttpServerTest::answersEveryMethod()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    RawClient client(m_port);
    client.send(method + " /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(client.answers(method == "HEAD").size(), std::size_t(1));
    QCOMPARE(client.answers().front().status, 200);
    QCOMPARE(client.answers().front().body, body);
    if (method == "HEAD")
        QVERIFY(client.answers().front().has("Content-Length: 8"));
    QCOMPARE(client.rest(), QByteArray());
}

void HttpServerTest::keepsTheConnection()
{
    RawClient client(m_port);
    for (std::size_t i = 1; i <= 20; ++i) {
        client.send(i % 2 ? get("/a") : post("/nothing", "x"));
        WAIT_FOR(client, i);
    }
    QCOMPARE(client.answers()[1].status, 204);
    QVERIFY(!client.answers()[1].head.contains("content-length"));
    QVERIFY(!client.isClosed());
}

void HttpServerTest::answersPipelinedRequestsInOrder()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient one(m_port);
    RawClient two(m_port);
    QByteArray bytes;
    for (int i = 0; i < 200; ++i)
        bytes += i % 2 ? get("/" + QByteArray::number(i)) : post("/" + QByteArray::number(i), "x");
    one.send(bytes);
    two.send(bytes);
    for (int i = 1; i <= 200; ++i) {
        QVERIFY(QTest::qWaitFor([this] { return m_sink->held() == 2; })); // finer than QTRY
        m_sink->answerHeld();
    }
    for (RawClient *client : {&one, &two}) {
        WAIT_FOR(*client, 200);
        for (int i = 0; i < 200; ++i)
            QVERIFY(client->answers()[std::size_t(i)].body.contains(" /" + QByteArray::number(i)
                                                                    + " "));
    }
}

void HttpServerTest::takesOneRequestAtATime()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient client(m_port);
    client.send(get("/1") + get("/2"));
    QTRY_COMPARE(m_sink->held(), 1);
    client.send(get("/3"));
    RawClient other(m_port);
    other.send(get("/other"));
    QTRY_COMPARE(m_sink->held(), 2); // by now the edge has seen all that was sent
    QCOMPARE(m_sink->taken(), 2);
    m_sink->answerHeld();
    QTRY_COMPARE(m_sink->taken(), 3);
    m_sink->answerHeld();
    QTRY_COMPARE(m_sink->taken(), 4);
    m_sink->answerHeld();
    WAIT_FOR(client, 3);
}

void HttpServerTest::readsNoFurtherWhileARequestIsInFlight()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient client(m_port);
    client.send(get("/first"));
    QTRY_COMPARE(m_sink->held(), 1);
    const QByteArray request = post("/next", QByteArray(1000 * 1000, 'x'));
    for (int i = 0; i < 40; ++i)
        client.send(request);
    // What our side cannot get rid of is what neither the kernel nor the server takes.
    QTRY_VERIFY(client.socket().bytesToWrite() > 20'000'000);
    RawClient other(m_port);
    other.send(get("/other"));
    QTRY_COMPARE(m_sink->held(), 2);
    QVERIFY(client.socket().bytesToWrite() > 20'000'000);
    m_sink->setMode(FakeSink::Mode::Echo);
    m_sink->answerHeld();
    QTRY_COMPARE_WITH_TIMEOUT(client.answers().size(), std::size_t(41), 20'000);
}

void HttpServerTest::waitsForRoomInTheQueue()
{
    m_sink->setMode(FakeSink::Mode::Full);
    RawClient client(m_port);
    client.send(post("/a", "kept") + post("/b", "too"));
    QTRY_VERIFY(m_sink->refused() > 3);
    QCOMPARE(client.answers().size(), std::size_t(0));
    m_sink->setMode(FakeSink::Mode::Echo);
    WAIT_FOR(client, 2);
    QCOMPARE(client.answers()[0].body, QByteArray("POST /a kept"));
    QCOMPARE(client.answers()[1].body, QByteArray("POST /b too"));
}

void HttpServerTest::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QByteArray>("connection");
    QTest::newRow("Connection: close")
        << get("/a", "Connection: close\r\n") << true << QByteArray("Connection: close");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /a HTTP/1.0\r\n\r\n") << true
                              << QByteArray("Connection: close");
    QTest::newRow("HTTP/1.0 with keep-alive stays")
        << QByteArray("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << false
        << QByteArray("Connection: keep-alive");
    QTest::newRow("what follows a close is not read")
        << get("/a", "Connection: close\r\n") + get("/b").repeated(500) << true
        << QByteArray("Connection: close");
}

void HttpServerTest::closesWhenAsked()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, closes);
    QFETCH(QByteArray, connection);
    RawClient client(m_port);
    client.send(bytes);
    WAIT_FOR(client, 1);
    QVERIFY(client.answers().front().has(connection));
    if (closes) {
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.answers().size(), std::size_t(1));
        QCOMPARE(client.socket().error(), QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(m_sink->taken(), 1);
    } else {
        client.send(get("/b"));
        WAIT_FOR(client, 2);
    }
}

void HttpServerTest::asksForABodyHeldBack()
{
    RawClient client(m_port);
    client.send(
        "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    WAIT_FOR(client, 1);
    QCOMPARE(client.answers().front().status, 100);
    client.send("body");
    WAIT_FOR(client, 2);
    QCOMPARE(client.answers().back().body, QByteArray("POST /a body"));
}

void HttpServerTest::takesChunksInAnyPieces()
{
    RawClient client(m_port);
    const QByteArray bytes =
        "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;x\r\nabc\r\n1\r\n\r\r\n0\r\nX-Sum: 1\r\n\r\n";
    std::size_t count = 0;
    for (qsizetype cut = 1; cut < bytes.size(); cut += 3) {
        client.send(bytes.first(cut));
        client.socket().waitForBytesWritten();
        client.send(bytes.sliced(cut) + get("/b"));
        count += 2;
        WAIT_FOR(client, count);
        QCOMPARE(client.answers()[count - 2].body, QByteArray("POST /a abc\r"));
        QCOMPARE(client.answers()[count - 1].body, QByteArray("GET /b "));
    }
}

void HttpServerTest::refusesInTheFormatOfTheApi_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("a bad request line")
        << QByteArray("hello\r\n\r\n") << 400 << QByteArray("VALIDATION_ERROR");
    QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400
                             << QByteArray("VALIDATION_ERROR");
    QTest::newRow("length and coding") << post("/", "x", "Transfer-Encoding: chunked\r\n") << 400
                                       << QByteArray("VALIDATION_ERROR");
    QTest::newRow("a bad chunk size") << get("/", "Transfer-Encoding: chunked\r\n") + "ZZ\r\n"
                                      << 400 << QByteArray("VALIDATION_ERROR");
    QTest::newRow("a body too long")
        << get("/", "Content-Length: 2000000\r\n") << 413 << QByteArray("PAYLOAD_TOO_LARGE");
    QTest::newRow("a line too long")
        << "GET /" + QByteArray(50'000, 'a') << 414 << QByteArray("URI_TOO_LONG");
    QTest::newRow("a head too large")
        << get("/", ("X: " + QByteArray(4000, 'a') + "\r\n").repeated(10)) << 431
        << QByteArray("HEADERS_TOO_LARGE");
    QTest::newRow("another coding")
        << get("/", "Transfer-Encoding: gzip\r\n") << 501 << QByteArray("NOT_IMPLEMENTED");
    QTest::newRow("another version")
        << QByteArray("GET / HTTP/2.0\r\n\r\n") << 505 << QByteArray("NOT_IMPLEMENTED");
}

void HttpServerTest::refusesInTheFormatOfTheApi()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    RawClient client(m_port);
    client.send(bytes);
    WAIT_FOR(client, 1);
    const RawAnswer answer = client.answers().front();
    QCOMPARE(answer.status, status);
    QVERIFY(answer.has("Connection: close"));
    QVERIFY(answer.head.contains("x-request-id: "));
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    QCOMPARE(body[QStringLiteral("status")].toString(), QStringLiteral("error"));
    QCOMPARE(body[QStringLiteral("error_code")].toString().toLatin1(), code);
    QVERIFY(body[QStringLiteral("details")].isObject());
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(m_sink->taken(), 0);
}

void HttpServerTest::answersBeforeABadPipelinedRequest()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient client(m_port);
    client.send(get("/a") + "rubbish\r\n\r\n");
    QTRY_COMPARE(m_sink->held(), 1);
    m_sink->answerHeld();
    WAIT_FOR(client, 2);
    QCOMPARE(client.answers()[0].status, 200);
    QCOMPARE(client.answers()[1].status, 400);
    QTRY_VERIFY(client.isClosed());
}

void HttpServerTest::refusesALongBodyWhileItIsSent()
{
    RawClient client(m_port);
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    const QByteArray chunk = "10000\r\n" + QByteArray(65536, 'x') + "\r\n";
    for (int i = 0; i < 100; ++i)
        client.send(chunk);
    WAIT_FOR(client, 1); // and no reset has swallowed it
    QCOMPARE(client.answers().front().status, 413);
}

void HttpServerTest::boundsAllBodiesTogether()
{
    Limits limits;
    limits.allBodiesBytes = 100'000;
    startServer(limits);
    const QByteArray most = post("/a", QByteArray(60'000, 'x')).chopped(1);
    RawClient one(m_port);
    one.send(most);
    RawClient two(m_port);
    two.send(most);
    RawClient three(m_port);
    three.send(post("/small", "x")); // comes whole, so it never counts
    WAIT_FOR(three, 1);
    QCOMPARE(three.answers().front().status, 200);
    QTRY_VERIFY(one.answers().size() + two.answers().size() == 1);
    RawClient &refused = one.answers().empty() ? two : one;
    RawClient &kept = one.answers().empty() ? one : two;
    QCOMPARE(refused.answers().front().status, 503);
    QVERIFY(refused.answers().front().has("Retry-After: 1"));
    kept.send("x");
    WAIT_FOR(kept, 1);
    QCOMPARE(kept.answers().front().status, 200);
    RawClient four(m_port);
    four.send(most + "x");
    WAIT_FOR(four, 1);
    QCOMPARE(four.answers().front().status, 200);
}

void HttpServerTest::doesNotUpgrade()
{
    RawClient client(m_port);
    client.send(get("/a",
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    WAIT_FOR(client, 1);
    QCOMPARE(client.answers().front().status, 200);
    client.send(
        get("/b", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n"));
    WAIT_FOR(client, 2);
    QCOMPARE(client.answers().back().status, 200);
}

void HttpServerTest::tellsLoopbackFromProxies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isLoopback");
    const QByteArray line = "GET / HTTP/1.1\r\n";
    QTest::newRow("localhost") << line + "Host: localhost:8480\r\n\r\n" << true;
    QTest::newRow("another name: a rebound page") << line + "Host: evil.example\r\n\r\n" << false;
    QTest::newRow("a proxy on this machine")
        << line + "Host: localhost\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"
        << false;
    QTest::newRow("an absolute target counts before the Host")
        << QByteArray("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n") << false;
    QTest::newRow("no Host at all") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
}

void HttpServerTest::tellsLoopbackFromProxies()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isLoopback);
    RawClient client(m_port);
    client.send(bytes);
    WAIT_FOR(client, 1);
    QCOMPARE(m_sink->last().peer.isLoopback, isLoopback);
}

void HttpServerTest::believesATrustedProxyWhoTheClientIs()
{
    const QByteArray request =
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.9, 192.0.2.1\r\n\r\n";
    RawClient stranger(m_port);
    stranger.send(request);
    WAIT_FOR(stranger, 1);
    QCOMPARE(m_sink->last().peer.address, QStringLiteral("127.0.0.1"));

    HttpServer server(*m_sink, m_clock);
    http::Listen listen;
    listen.port = 0;
    listen.trustedProxies = {QStringLiteral("127.0.0.0/8")};
    const auto port = server.start(listen);
    QVERIFY(port);
    RawClient proxy(*port);
    proxy.send(request);
    WAIT_FOR(proxy, 1);
    QCOMPARE(m_sink->last().peer.address, QStringLiteral("192.0.2.1"));
    QVERIFY(!m_sink->last().peer.isLoopback);

    listen.trustedProxies = {QStringLiteral("proxy.example.org")};
    HttpServer wrong(*m_sink, m_clock);
    const auto refused = wrong.start(listen);
    QVERIFY(!refused);
    QCOMPARE(refused.error().details[u"field"].toString(), QStringLiteral("trusted_proxies"));
}

void HttpServerTest::sendsLargeAnswers()
{
    RawClient client(m_port);
    client.send(get("/large") + get("/large") + get("/a", "Connection: close\r\n"));
    QTRY_COMPARE_WITH_TIMEOUT(client.answers().size(), std::size_t(3), 20'000);
    QCOMPARE(client.answers()[1].body.size(), 8 * 1024 * 1024);
    QTRY_VERIFY(client.isClosed());
}

void HttpServerTest::capsConnections()
{
    Limits limits;
    limits.connections = 3;
    startServer(limits);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_port));
        clients.back()->send(get("/a"));
        WAIT_FOR(*clients.back(), 1);
    }
    RawClient tooMuch(m_port);
    QTRY_VERIFY(tooMuch.isClosed());
    QCOMPARE(tooMuch.answers().size(), std::size_t(1));
    QCOMPARE(tooMuch.answers().front().status, 503);
    clients.pop_back();
    // The edge learns in its own time that a place is free.
    const auto statusOfANewOne = [this] {
        RawClient again(m_port);
        again.send(get("/a"));
        return again.firstStatus();
    };
    QVERIFY(QTest::qWaitFor([&] { return statusOfANewOne() == 200; }));
}

void HttpServerTest::namesATakenPort()
{
    HttpServer second(*m_sink, m_clock);
    http::Listen listen;
    listen.port = m_port;
    const auto port = second.start(listen);
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::Conflict);
    QVERIFY(port.error().message.contains(QString::number(m_port)));
    second.stop(0);
}

void HttpServerTest::explainsABadAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("not an address") << QStringLiteral("meters.example");
    QTest::newRow("nothing") << QString();
    QTest::newRow("of another machine") << QStringLiteral("192.0.2.1");
}

void HttpServerTest::explainsABadAddress()
{
    QFETCH(QString, address);
    HttpServer server(*m_sink, m_clock);
    http::Listen listen;
    listen.address = address;
    listen.port = 0;
    const auto port = server.start(listen);
    QVERIFY(!port);
    QVERIFY(port.error().message.contains(address));
    QCOMPARE(port.error().details[QStringLiteral("field")].toString(), QStringLiteral("listen"));
}

void HttpServerTest::stopsWithGrace()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient busy(m_port);
    busy.send(get("/a") + get("/b"));
    RawClient idle(m_port);
    QTRY_COMPARE(m_sink->held(), 1);
    QTRY_COMPARE(idle.socket().state(), QAbstractSocket::ConnectedState);
    auto stopped = std::async(std::launch::async, [this] { m_server->stop(60'000); });
    QTRY_VERIFY(idle.isClosed());
    RawClient late(m_port);
    QTRY_VERIFY(late.isClosed());
    m_sink->answerHeld();
    WAIT_FOR(busy, 1);
    QVERIFY(busy.answers().front().has("Connection: close"));
    QTRY_VERIFY(busy.isClosed());
    stopped.get();
    QCOMPARE(m_sink->taken(), 1);
}

void HttpServerTest::stopsWithoutGrace()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient client(m_port);
    client.send(get("/a"));
    QTRY_COMPARE(m_sink->held(), 1);
    m_server->stop(0);
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(client.answers().size(), std::size_t(0));
    m_server->stop(0);
}

void HttpServerTest::anAnswerAfterTheStopIsHarmless()
{
    m_sink->setMode(FakeSink::Mode::Hold);
    RawClient client(m_port);
    client.send(get("/a"));
    QTRY_COMPARE(m_sink->held(), 1);
    m_server.reset();
    m_sink->answerHeld();
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "tst_httpserver.moc"
