#include "backend/http/guard.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::http;

namespace {

const QByteArray host = "Host: x\r\n";

QByteArray chunked(const QByteArray &chunks)
{
    return "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

QByteArray fields(int count)
{
    QByteArray all;
    for (int i = 0; i < count; ++i)
        all += "X-" + QByteArray::number(i) + ": y\r\n";
    return all;
}

} // namespace

class GuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesRequests_data();
    void takesRequests();
    void refuses_data();
    void refuses();
    void readsTwoHundredPipelinedRequests();
    void stopsAtTheEndOfARequest();
    void letsImportsBeLarge();
    void cleansTheHead();
    void keepsAlive_data();
    void keepsAlive();
    void noticesAProxy_data();
    void noticesAProxy();
    void asksForTheBodyOnce();
    void refusesAnAnnouncedBodyOnTheHead();
};

void GuardTest::takesRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("a plain GET") << "GET /a HTTP/1.1\r\n" + host + "\r\n"
                                 << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("path and query stay encoded")
        << "GET /a%2Fb%20c?x=%41+1&&y HTTP/1.1\r\n" + host + "\r\n"
        << QByteArray("/a%2Fb%20c") << QByteArray("x=%41+1&&y") << QByteArray();
    QTest::newRow("an absolute target loses scheme and host")
        << "GET http://localhost:80/a?b HTTP/1.1\r\n" + host + "\r\n"
        << QByteArray("/a") << QByteArray("b") << QByteArray();
    QTest::newRow("an absolute target without a path is the root")
        << "GET HTTP://localhost HTTP/1.1\r\n" + host + "\r\n"
        << QByteArray("/") << QByteArray() << QByteArray();
    QTest::newRow("the asterisk of OPTIONS") << "OPTIONS * HTTP/1.1\r\n" + host + "\r\n"
                                             << QByteArray("*") << QByteArray() << QByteArray();
    QTest::newRow("an unknown method passes") << "BREW /pot HTTP/1.1\r\n" + host + "\r\n"
                                              << QByteArray("/pot") << QByteArray() << QByteArray();
    QTest::newRow("CONNECT passes for the dispatcher to refuse")
        << "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n"
        << QByteArray("a:1") << QByteArray() << QByteArray();
    QTest::newRow("HTTP/1.0 needs no Host") << QByteArray("GET /a HTTP/1.0\r\n\r\n")
                                            << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("HTTP/1.7 is read as 1.1") << "GET /a HTTP/1.7\r\n" + host + "\r\n"
                                             << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("empty lines before the request")
        << "\r\n\r\nGET /a HTTP/1.1\r\n" + host + "\r\n"
        << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("an empty Host") << QByteArray("GET /a HTTP/1.1\r\nHost:\r\n\r\n")
                                   << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("a field without a value") << "GET /a HTTP/1.1\r\n" + host + "X:\r\n\r\n"
                                             << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("Latin-1 in a value") << "GET /a HTTP/1.1\r\n" + host + "X: \xe4\r\n\r\n"
                                        << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("a hundred fields") << "GET /a HTTP/1.1\r\n" + host + fields(99) + "\r\n"
                                      << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("a body by its length")
        << "POST /a HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\n12\r\n5" << QByteArray("/a")
        << QByteArray() << QByteArray("12\r\n5");
    QTest::newRow("a length with leading zeros")
        << "POST /a HTTP/1.1\r\n" + host + "Content-Length: 003\r\n\r\n123" << QByteArray("/a")
        << QByteArray() << QByteArray("123");
    QTest::newRow("a POST without a length has no body")
        << "POST /a HTTP/1.1\r\n" + host + "\r\n"
        << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("a GET with a body")
        << "GET /a HTTP/1.1\r\n" + host + "Content-Length: 1\r\n\r\nx" << QByteArray("/a")
        << QByteArray() << QByteArray("x");
    QTest::newRow("chunks") << chunked("3\r\nabc\r\n2\r\n\r\n\r\n0\r\n\r\n") << QByteArray("/a")
                            << QByteArray() << QByteArray("abc\r\n");
    QTest::newRow("chunk sizes in hexadecimal of either case")
        << chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n") << QByteArray("/a")
        << QByteArray() << QByteArray("01234567890123456789");
    QTest::newRow("a chunk extension") << chunked("3 ;a=\"b\"\r\nabc\r\n0;z\r\n\r\n")
                                       << QByteArray("/a") << QByteArray() << QByteArray("abc");
    QTest::newRow("trailers are dropped") << chunked("3\r\nabc\r\n0\r\nX: y\r\nZ: w\r\n\r\n")
                                          << QByteArray("/a") << QByteArray() << QByteArray("abc");
    QTest::newRow("no chunk at all")
        << chunked("0\r\n\r\n") << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("a last chunk of many zeros")
        << chunked("000\r\n\r\n") << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("the coding in capitals")
        << "POST /a HTTP/1.1\r\n" + host + "TRANSFER-ENCODING: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
        << QByteArray("/a") << QByteArray() << QByteArray("x");
    QTest::newRow("a request to upgrade is a request")
        << "GET /a HTTP/1.1\r\n" + host + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        << QByteArray("/a") << QByteArray() << QByteArray();
    QTest::newRow("a head of just under 16 KiB")
        << "GET /a HTTP/1.1\r\n" + host + "A: " + QByteArray(8000, 'a')
               + "\r\nB: " + QByteArray(8000, 'b') + "\r\n\r\n"
        << QByteArray("/a") << QByteArray() << QByteArray();
}

void GuardTest::takesRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, body);
    const auto check = [&](Guard &guard) {
        QCOMPARE(guard.refusal().message, QString());
        QCOMPARE(guard.state(), Guard::State::Complete);
        QCOMPARE(guard.facts().path, path);
        QCOMPARE(guard.facts().query, query);
        QCOMPARE(guard.takeBody(), body);
    };

    Guard whole{Limits{}};
    QCOMPARE(whole.feed(bytes), bytes.size());
    check(whole);

    Guard byByte{Limits{}};
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        QVERIFY(byByte.state() != Guard::State::Complete);
        QCOMPARE(byByte.feed(QByteArrayView(bytes).sliced(i, 1)), 1);
    }
    check(byByte);

    const qsizetype step = bytes.size() > 4096 ? 997 : 1;
    for (qsizetype cut = 1; cut < bytes.size(); cut += step) {
        Guard inTwo{Limits{}};
        inTwo.feed(QByteArrayView(bytes).first(cut));
        inTwo.feed(QByteArrayView(bytes).sliced(cut));
        check(inTwo);
    }
}

void GuardTest::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");

    const auto row = [](const char *name, int status, const QByteArray &bytes) {
        QTest::newRow(name) << bytes << status;
    };
    const auto withField = [](const QByteArray &field) {
        return "GET /a HTTP/1.1\r\n" + host + field + "\r\n\r\n";
    };
    const auto withLength = [](const QByteArray &length) {
        return "POST /a HTTP/1.1\r\n" + host + "Content-Length: " + length + "\r\n\r\n";
    };

    row("a word alone", 400, "hello\r\n\r\n");
    row("HTTP/0.9", 400, "GET /a\r\n\r\n");
    row("TLS on a plain port", 400,
        QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 13));
    row("two blanks in the request line", 400, "GET  /a HTTP/1.1\r\n" + host + "\r\n");
    row("a blank before the method", 400, " GET /a HTTP/1.1\r\n" + host + "\r\n");
    row("a blank at the end of the request line", 400, "GET /a HTTP/1.1 \r\n" + host + "\r\n");
    row("a target with a blank", 400, "GET /a b HTTP/1.1\r\n" + host + "\r\n");
    row("a target of raw UTF-8", 400, "GET /\xc3\xa4 HTTP/1.1\r\n" + host + "\r\n");
    row("a target with a control byte", 400, "GET /\x01 HTTP/1.1\r\n" + host + "\r\n");
    row("a relative target", 400, "GET a HTTP/1.1\r\n" + host + "\r\n");
    row("an asterisk for GET", 400, "GET * HTTP/1.1\r\n" + host + "\r\n");
    row("another scheme", 400, "GET ftp://a/ HTTP/1.1\r\n" + host + "\r\n");
    row("a user in the authority", 400, "GET http://me@a/ HTTP/1.1\r\n" + host + "\r\n");
    row("a method with a colon", 400, "GE:T /a HTTP/1.1\r\n" + host + "\r\n");
    row("an endless method", 400, QByteArray(40, 'G') + " /a HTTP/1.1\r\n" + host + "\r\n");
    row("a lower-case protocol", 400, "GET /a http/1.1\r\n" + host + "\r\n");
    row("a long version", 400, "GET /a HTTP/1.10\r\n" + host + "\r\n");
    row("HTTP/2.0", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    row("HTTP/3.0", 505, "GET /a HTTP/3.0\r\n" + host + "\r\n");
    row("a bare LF", 400, "GET /a HTTP/1.1\nHost: x\n\n");
    row("a bare CR in a value", 400, withField("X: a\rb"));
    row("CR CR LF", 400, withField("X: a\r"));
    row("no Host", 400, "GET /a HTTP/1.1\r\n\r\n");
    row("two Hosts", 400, withField("Host: x"));
    row("two Hosts in HTTP/1.0", 400, "GET /a HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n");
    row("a Host with a path", 400, "GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n");
    row("a Host with a blank", 400, "GET /a HTTP/1.1\r\nHost: x y\r\n\r\n");
    row("a folded field", 400, withField("X: a\r\n b"));
    row("a folded first field", 400, "GET /a HTTP/1.1\r\n X: a\r\n" + host + "\r\n");
    row("a blank before the colon", 400, withField("X : a"));
    row("a field without a colon", 400, withField("X"));
    row("a field without a name", 400, withField(": a"));
    row("a NUL in a value", 400, withField(QByteArray("X: a\0b", 6)));
    row("a NUL in a name", 400, withField(QByteArray("X\0: a", 5)));
    row("an escape byte in a value", 400, withField("X: \x1b[1m"));
    row("a DEL in a value", 400, withField("X: \x7f"));
    row("a quoted name", 400, withField("\"X\": a"));
    row("a negative length", 400, withLength("-5"));
    row("a signed length", 400, withLength("+5"));
    row("a length of words", 400, withLength("five"));
    row("a hexadecimal length", 400, withLength("0x5"));
    row("a length with a comma", 400, withLength("5, 5"));
    row("a length with a blank", 400, withLength("5 5"));
    row("an empty length", 400, withLength(""));
    row("a length twice", 400, withLength("5\r\nContent-Length: 5"));
    row("two lengths", 400, withLength("5\r\nContent-Length: 6"));
    row("length and coding", 400, withLength("5\r\nTransfer-Encoding: chunked"));
    row("coding and length", 400, withField("Transfer-Encoding: chunked\r\nContent-Length: 5"));
    row("length zero and coding", 400, withLength("0\r\nTransfer-Encoding: chunked"));
    row("a coding in HTTP/1.0", 400, "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("gzip as a coding", 501, withField("Transfer-Encoding: gzip"));
    row("gzip before chunked", 501, withField("Transfer-Encoding: gzip, chunked"));
    row("identity as a coding", 501, withField("Transfer-Encoding: identity"));
    row("a coding that only looks chunked", 501, withField("Transfer-Encoding: xchunked"));
    row("chunked twice", 501,
        withField("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"));
    row("a body one byte too long", 413, withLength("1048577"));
    row("a body that overflows", 413, withLength("99999999999999999999999"));
    row("a chunk one byte too long", 413, chunked("100001\r\n"));
    row("two chunks too long together", 413,
        chunked("100000\r\n" + QByteArray(1024 * 1024, 'x') + "\r\n1\r\n"));
    row("a chunk size of ZZ", 400, chunked("ZZ\r\n"));
    row("a chunk size with a sign", 400, chunked("+5\r\n"));
    row("a negative chunk size", 400, chunked("-5\r\n"));
    row("a chunk size with 0x", 400, chunked("0x5\r\n"));
    row("an empty chunk size", 400, chunked("\r\n"));
    row("a blank before the chunk size", 400, chunked(" 5\r\n"));
    row("a blank after the chunk size", 400, chunked("5 \r\n"));
    row("a chunk size of sixteen digits", 400, chunked("0000000000000005\r\n"));
    row("a chunk size ended by LF", 400, chunked("5\n12345\r\n"));
    row("a chunk longer than its size", 400, chunked("3\r\nabcd\r\n"));
    row("a chunk without its end", 400, chunked("3\r\nabc0\r\n\r\n"));
    row("an endless chunk extension", 400, chunked("5;" + QByteArray(300, 'a')));
    row("a control byte in an extension", 400, chunked("5;\x01\r\n"));
    row("a trailer without a colon", 400, chunked("0\r\nX\r\n\r\n"));
    row("a folded trailer", 400, chunked("0\r\nX: a\r\n b\r\n\r\n"));
    row("endless trailers", 413, chunked("0\r\n" + fields(4000)));
    row("a request line without end", 414, "GET /" + QByteArray(20'000, 'a'));
    row("a request line of 9 KiB", 414,
        "GET /" + QByteArray(9 * 1024, 'a') + " HTTP/1.1\r\n" + host + "\r\n");
    row("a field without end", 431, "GET /a HTTP/1.1\r\nX: " + QByteArray(20'000, 'a'));
    row("a field of 9 KiB", 431, withField("X: " + QByteArray(9 * 1024, 'a')));
    row("a head over 16 KiB", 431,
        withField("A: " + QByteArray(8000, 'a') + "\r\nB: " + QByteArray(8000, 'b')
                  + "\r\nC: " + QByteArray(600, 'c')));
    row("a hundred and one fields", 431, "GET /a HTTP/1.1\r\n" + host + fields(100) + "\r\n");
    row("empty lines without end", 431, QByteArray("\r\n").repeated(10'000));
}

void GuardTest::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);

    Guard whole{Limits{}};
    whole.feed(bytes);
    QCOMPARE(whole.state(), Guard::State::Refused);
    QCOMPARE(whole.refusalStatus(), status);
    QVERIFY(!whole.refusal().message.isEmpty());
    QCOMPARE(whole.feed("GET / HTTP/1.1\r\n"), 0);

    Guard byByte{Limits{}};
    for (qsizetype i = 0; i < bytes.size() && byByte.state() != Guard::State::Refused; ++i)
        byByte.feed(QByteArrayView(bytes).sliced(i, 1));
    QCOMPARE(byByte.state(), Guard::State::Refused);
    QCOMPARE(byByte.refusalStatus(), status);
}

void GuardTest::readsTwoHundredPipelinedRequests()
{
    QByteArray bytes;
    for (int i = 0; i < 200; ++i) {
        const QByteArray body = QByteArray::number(i).repeated(i % 7);
        const QByteArray path = "/" + QByteArray::number(i);
        if (i % 3 == 0)
            bytes += "GET " + path + " HTTP/1.1\r\n" + host + "\r\n";
        else if (i % 3 == 1)
            bytes += "POST " + path + " HTTP/1.1\r\n" + host
                     + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        else
            bytes += "POST " + path + " HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"
                     + "1\r\nx\r\n0\r\n\r\n";
    }
    for (const qsizetype step :
         {qsizetype(1), qsizetype(2), qsizetype(7), qsizetype(1460), bytes.size()}) {
        Guard guard{Limits{}};
        int count = 0;
        for (qsizetype from = 0; from < bytes.size(); from += step) {
            QByteArrayView piece =
                QByteArrayView(bytes).sliced(from, std::min(step, bytes.size() - from));
            while (!piece.isEmpty()) {
                piece = piece.sliced(guard.feed(piece));
                QVERIFY(guard.state() != Guard::State::Refused);
                if (guard.state() == Guard::State::Complete) {
                    QCOMPARE(guard.facts().path, "/" + QByteArray::number(count));
                    ++count;
                    guard.next();
                }
            }
        }
        QCOMPARE(count, 200);
        QVERIFY(guard.isBetweenRequests());
    }
}

void GuardTest::stopsAtTheEndOfARequest()
{
    Guard guard{Limits{}};
    const QByteArray first = "POST /a HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc";
    QCOMPARE(guard.feed(first + "GET /b HTTP/1.1\r\n"), first.size());
    QCOMPARE(guard.state(), Guard::State::Complete);
    QCOMPARE(guard.feed("GET /b HTTP/1.1\r\n"), 0);
    QCOMPARE(guard.takeBody(), QByteArray("abc"));
}

void GuardTest::letsImportsBeLarge()
{
    const QByteArray rest = " HTTP/1.1\r\n" + host + "Content-Length: 10000000\r\n\r\n";
    Guard import{Limits{}};
    import.feed("POST /api/v1/readings/import" + rest);
    QCOMPARE(import.state(), Guard::State::Body);
    Guard put{Limits{}};
    put.feed("PUT /api/v1/readings/import" + rest);
    QCOMPARE(put.refusalStatus(), 413);
    Guard query{Limits{}};
    query.feed("POST /api/v1/devices?/import" + rest);
    QCOMPARE(query.refusalStatus(), 413);
}

void GuardTest::cleansTheHead()
{
    Guard guard{Limits{}};
    guard.feed(
        "POST /a HTTP/1.0\r\nContent-Length: 1\r\nConnection: keep-alive, X-Y\r\nX-Api-Key:  k \r\n"
        "Upgrade: h2c\r\nExpect: 100-continue\r\nAccept: */*\r\n\r\nx");
    QCOMPARE(guard.takeHead(),
             QByteArray("POST /a HTTP/1.1\r\nX-Api-Key: k\r\nAccept: */*\r\n\r\n"));
}

void GuardTest::keepsAlive_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("1.1 does") << QByteArray("1.1") << QByteArray() << true;
    QTest::newRow("1.1 with close does not")
        << QByteArray("1.1") << QByteArray("Connection: close\r\n") << false;
    QTest::newRow("close among others, in capitals")
        << QByteArray("1.1") << QByteArray("Connection: x, CLOSE\r\n") << false;
    QTest::newRow("close in a second field")
        << QByteArray("1.1") << QByteArray("Connection: x\r\nConnection: close\r\n") << false;
    QTest::newRow("close wins over keep-alive")
        << QByteArray("1.1") << QByteArray("Connection: close, keep-alive\r\n") << false;
    QTest::newRow("closed is not close")
        << QByteArray("1.1") << QByteArray("Connection: closed\r\n") << true;
    QTest::newRow("1.0 does not") << QByteArray("1.0") << QByteArray() << false;
    QTest::newRow("1.0 with keep-alive does")
        << QByteArray("1.0") << QByteArray("Connection: Keep-Alive\r\n") << true;
}

void GuardTest::keepsAlive()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, fields);
    QFETCH(bool, keeps);
    Guard guard{Limits{}};
    guard.feed("GET /a HTTP/" + version + "\r\n" + host + fields + "\r\n");
    QCOMPARE(guard.state(), Guard::State::Complete);
    QCOMPARE(guard.facts().keepsAlive, keeps);
}

void GuardTest::noticesAProxy_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<bool>("isForwarded");
    QTest::newRow("Forwarded") << QByteArray("Forwarded: for=1.2.3.4") << true;
    QTest::newRow("X-Forwarded-For") << QByteArray("x-forwarded-for: 1.2.3.4") << true;
    QTest::newRow("X-Real-IP") << QByteArray("X-Real-IP: 1.2.3.4") << true;
    QTest::newRow("Via") << QByteArray("VIA: 1.1 nginx") << true;
    QTest::newRow("anything else") << QByteArray("X-Api-Key: 1") << false;
}

void GuardTest::noticesAProxy()
{
    QFETCH(QByteArray, field);
    QFETCH(bool, isForwarded);
    Guard guard{Limits{}};
    guard.feed("GET /a HTTP/1.1\r\n" + host + field + "\r\n\r\n");
    QCOMPARE(guard.facts().isForwarded, isForwarded);
}

void GuardTest::asksForTheBodyOnce()
{
    Guard guard{Limits{}};
    guard.feed("POST /a HTTP/1.1\r\n" + host + "Content-Length: 2\r\nExpect: 100-Continue\r\n\r\n");
    QVERIFY(guard.takeContinue());
    QVERIFY(!guard.takeContinue());
    guard.next();
    guard.feed("POST /a HTTP/1.1\r\n" + host
               + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\nx");
    QVERIFY(!guard.takeContinue());
    guard.next();
    guard.feed("POST /a HTTP/1.0\r\n" + host + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QVERIFY(!guard.takeContinue());
}

void GuardTest::refusesAnAnnouncedBodyOnTheHead()
{
    Guard guard{Limits{}};
    const QByteArray head = "POST /a HTTP/1.1\r\n" + host + "Content-Length: 300000000\r\n\r\n";
    QCOMPARE(guard.feed(head + "body"), head.size());
    QCOMPARE(guard.refusalStatus(), 413);
}

QTEST_APPLESS_MAIN(GuardTest)
#include "tst_guard.moc"
