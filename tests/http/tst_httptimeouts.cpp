#include "backend/http/httpserver.h"
#include "tests/http/fakesink.h"
#include "tests/http/rawclient.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using http::HttpServer;

class HttpTimeoutsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sink = std::make_unique<FakeSink>();
        m_server = std::make_unique<HttpServer>(*m_sink, m_clock);
        http::Listen listen;
        listen.port = 0;
        const auto port = m_server->start(listen);
        QVERIFY(port);
        m_port = *port;
    }
    void cleanup()
    {
        m_server.reset();
        m_sink.reset();
    }

    void closesAnIdleConnectionSilently()
    {
        RawClient client(m_port);
        client.send(get("/a"));
        QTRY_COMPARE(client.answers().size(), std::size_t(1));
        m_clock.advance(59'000);
        client.send(get("/b"));
        QTRY_COMPARE(client.answers().size(), std::size_t(2));
        m_clock.advance(59'000);
        client.send(get("/c"));
        QTRY_COMPARE(client.answers().size(), std::size_t(3));
        m_clock.advance(61'000);
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.answers().size(), std::size_t(3));
    }

    void answers408_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<qint64>("justBefore");
        QTest::newRow("half a request line") << QByteArray("GE") << qint64(9'000);
        QTest::newRow("half a head")
            << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n") << qint64(9'000);
        QTest::newRow("half a body") << post("/", "12345").chopped(2) << qint64(29'000);
        QTest::newRow("a body that never begins")
            << post("/", "12345").chopped(5) << qint64(29'000);
        QTest::newRow("half a chunk")
            << get("/", "Transfer-Encoding: chunked\r\n") + "5\r\n12" << qint64(29'000);
    }
    void answers408()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(qint64, justBefore);
        RawClient client(m_port);
        // A first answer tells that the edge has the connection, a second client's that it has seen
        // the rest.
        client.send(get("/a"));
        QTRY_COMPARE(client.answers().size(), std::size_t(1));
        client.send(bytes);
        settle();
        m_clock.advance(justBefore);
        settle();
        QCOMPARE(client.answers().size(), std::size_t(1));
        m_clock.advance(1'500);
        QTRY_COMPARE(client.answers().size(), std::size_t(2));
        QCOMPARE(client.answers().back().status, 408);
        QVERIFY(client.answers().back().body.contains("REQUEST_TIMEOUT"));
        QTRY_VERIFY(client.isClosed());
    }

    void aSlowDripDoesNotHelp()
    {
        RawClient client(m_port);
        client.send("GET / HTTP/1.1\r\n");
        settle();
        for (int i = 0; i < 9; ++i) {
            m_clock.advance(1'000);
            client.send("X: y\r\n");
            settle();
            QVERIFY(client.answers().empty());
        }
        m_clock.advance(1'500);
        client.send("X: y\r\n");
        QTRY_COMPARE(client.answers().size(), std::size_t(1));
        QCOMPARE(client.answers().front().status, 408);
    }

    void anAnswerMayTakeItsTime()
    {
        m_sink->setMode(FakeSink::Mode::Hold);
        RawClient client(m_port);
        client.send(get("/a"));
        QTRY_COMPARE(m_sink->held(), 1);
        m_clock.advance(600'000);
        settle();
        QVERIFY(!client.isClosed());
        m_sink->answerHeld();
        QTRY_COMPARE(client.answers().size(), std::size_t(1));
    }

    void dropsAClientThatDoesNotReadItsAnswer()
    {
        RawClient client(m_port);
        client.socket().setReadBufferSize(1024);
        client.send(get("/large"));
        QTRY_COMPARE(m_sink->taken(), 1);
        QTRY_COMPARE(client.socket().bytesAvailable(), qint64(1024));
        settle();
        m_clock.advance(61'000);
        settle();
        // What is in the kernel may still come; not all of it can have fitted there.
        client.socket().setReadBufferSize(0);
        QTRY_VERIFY(client.isClosed());
        QVERIFY(client.answers().empty());
    }

    void doesNotLingerForEver()
    {
        RawClient client(m_port);
        client.send("rubbish\r\n");
        QTRY_COMPARE(client.answers().size(), std::size_t(1));
        QTRY_VERIFY(client.isClosed());
    }

private:
    // Two ticks of the edge pass, and everything sent before has been read by it.
    void settle()
    {
        m_sink->setMode(FakeSink::Mode::Full);
        RawClient other(m_port);
        other.send(get("/settle"));
        const int refused = m_sink->refused();
        QTRY_VERIFY(m_sink->refused() >= refused + 45);
        m_sink->setMode(FakeSink::Mode::Echo);
        QTRY_COMPARE(other.answers().size(), std::size_t(1));
    }

    FakeClock m_clock;
    std::unique_ptr<FakeSink> m_sink;
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;
};

QTEST_GUILESS_MAIN(HttpTimeoutsTest)
#include "tst_httptimeouts.moc"
