#include "backend/http/httpserver.h"
#include "tests/http/fakesink.h"
#include "tests/http/rawclient.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace datakubo;
using namespace datakubo::test;
using http::HttpServer;

namespace {

enum class Leave { Close, Reset, HalfClose, MidBody, MidHead, AtOnce, Pipelined };
constexpr int leaveKinds = 7;

int connectTo(quint16 port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

void sendAll(int fd, const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const auto count =
            ::send(fd, bytes.constData() + sent, std::size_t(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return;
        sent += count;
    }
}

void leave(quint16 port, Leave how)
{
    const int fd = connectTo(port);
    if (fd < 0)
        return;
    const QByteArray webhook = post("/api/v1/ingest/water-consumption", QByteArray(1100, 'x'));
    switch (how) {
    case Leave::Close:
    case Leave::HalfClose:
    case Leave::Reset: sendAll(fd, webhook); break;
    case Leave::MidBody: sendAll(fd, webhook.chopped(500)); break;
    case Leave::MidHead: sendAll(fd, webhook.first(40)); break;
    case Leave::Pipelined: sendAll(fd, webhook.repeated(20)); break;
    case Leave::AtOnce: break;
    }
    if (how == Leave::HalfClose)
        ::shutdown(fd, SHUT_WR);
    if (how == Leave::Reset || how == Leave::MidBody || how == Leave::Pipelined) {
        const linger noWait{1, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &noWait, sizeof noWait);
    }
    ::close(fd);
}

} // namespace

class LeaversTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoThousandLeaveBeforeTheAnswer_data()
    {
        QTest::addColumn<FakeSink::Mode>("mode");
        QTest::newRow("answered at once") << FakeSink::Mode::Echo;
        QTest::newRow("answered long after") << FakeSink::Mode::Hold;
        QTest::newRow("while the queue is full") << FakeSink::Mode::Full;
    }
    void twoThousandLeaveBeforeTheAnswer();
    void manyDripBytes();
    void survivesTooFewFileDescriptors();
    void stopsInTheMiddleOfAFlood();

private:
    // A 503 is right for as long as those that left fill the connection cap.
    static void expectAnAnswer(quint16 port)
    {
        QVERIFY(QTest::qWaitFor([port] { return answerOnce(port) == 200; }, 20'000));
    }
    static int answerOnce(quint16 port)
    {
        RawClient client(port);
        client.send(get("/still-there"));
        return client.firstStatus();
    }
    static quint16 start(HttpServer &server)
    {
        http::Listen listen;
        listen.port = 0;
        const auto port = server.start(listen);
        return port ? *port : quint16(0);
    }

    FakeClock m_clock;
};

void LeaversTest::twoThousandLeaveBeforeTheAnswer()
{
    QFETCH(FakeSink::Mode, mode);
    FakeSink sink;
    sink.setMode(mode);
    HttpServer server(sink, m_clock);
    const quint16 port = start(server);

    std::jthread answering([&](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            sink.answerHeld();
            std::this_thread::yield();
        }
    });
    std::vector<std::jthread> leavers;
    for (int thread = 0; thread < 4; ++thread) {
        leavers.emplace_back([port, thread] {
            for (int i = 0; i < 500; ++i)
                leave(port, Leave((i + thread) % leaveKinds));
        });
    }
    for (std::jthread &leaver : leavers)
        leaver.join();
    sink.setMode(FakeSink::Mode::Echo);
    expectAnAnswer(port);
    answering.request_stop();
    answering.join();
    sink.answerHeld();
    server.stop(10'000);
    // A webhook that came whole counts, even if nobody waited for the answer.
    QVERIFY2(sink.taken() > 400, qPrintable(QString::number(sink.taken())));
}

void LeaversTest::manyDripBytes()
{
    FakeSink sink;
    HttpServer server(sink, m_clock);
    const quint16 port = start(server);
    std::vector<std::unique_ptr<RawClient>> drips;
    for (int i = 0; i < 300; ++i) {
        drips.push_back(std::make_unique<RawClient>(port));
        drips.back()->send("POST / HTTP/1.1\r\nX-");
    }
    for (int round = 0; round < 12; ++round) {
        for (auto &drip : drips)
            drip->send("a");
        expectAnAnswer(port);
        m_clock.advance(1'000);
    }
    for (auto &drip : drips) {
        QTRY_VERIFY(!drip->answers().empty());
        QCOMPARE(drip->answers().front().status, 408);
        QTRY_VERIFY(drip->isClosed());
    }
    expectAnAnswer(port);
}

void LeaversTest::survivesTooFewFileDescriptors()
{
    FakeSink sink;
    HttpServer server(sink, m_clock);
    const quint16 port = start(server);
    expectAnAnswer(port);

    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    std::vector<int> held;
    const int free = connectTo(port);
    QVERIFY(free >= 0);
    held.push_back(free);
    const rlimit few{rlim_t(free) + 40, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
    // Both ends are ours, so the accepting end runs dry half way.
    for (int fd = connectTo(port); fd >= 0; fd = connectTo(port))
        held.push_back(fd);
    QVERIFY(held.size() > 10);
    for (const int fd : held)
        ::close(fd);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
    expectAnAnswer(port);
}

void LeaversTest::stopsInTheMiddleOfAFlood()
{
    for (int round = 0; round < 6; ++round) {
        FakeSink sink;
        sink.setMode(round % 2 ? FakeSink::Mode::Hold : FakeSink::Mode::Echo);
        auto server = std::make_unique<HttpServer>(sink, m_clock);
        const quint16 port = start(*server);
        std::vector<std::jthread> flood;
        for (int thread = 0; thread < 3; ++thread) {
            flood.emplace_back([port, thread](const std::stop_token &stop) {
                for (int i = 0; !stop.stop_requested(); ++i)
                    leave(port, Leave((i + thread) % leaveKinds));
            });
        }
        QTRY_VERIFY_WITH_TIMEOUT(sink.taken() > 50, 60'000);
        server.reset();
        sink.answerHeld();
    }
}

QTEST_GUILESS_MAIN(LeaversTest)
#include "tst_leavers.moc"
