#include "backend/http/answer.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::http;

class AnswerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheWholeAnswer()
    {
        contract::Response response;
        response.headers = {{"x-request-id", "1"}, {"etag", "\"a\""}};
        response.body = "{}";
        QCOMPARE(m_writer.write(response, {}),
                 QByteArray("HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 12:00:00 GMT\r\n"
                            "Content-Type: application/json\r\nContent-Length: 2\r\n"
                            "x-request-id: 1\r\netag: \"a\"\r\n"
                            "X-Content-Type-Options: nosniff\r\n\r\n{}"));
    }
    void followsTheClock()
    {
        test::FakeClock clock;
        AnswerWriter writer(clock);
        QVERIFY(writer.write({}, {}).contains("Date: Tue, 24 Nov 2026 12:00:00 GMT\r\n"));
        clock.advance(86'401'000);
        QVERIFY(writer.write({}, {}).contains("Date: Wed, 25 Nov 2026 12:00:01 GMT\r\n"));
    }
    void headHasTheLengthAlone()
    {
        contract::Response response;
        response.body = "{}";
        const QByteArray bytes = m_writer.write(response, {.isHead = true});
        QVERIFY(bytes.contains("Content-Length: 2\r\n"));
        QVERIFY(bytes.endsWith("\r\n\r\n"));
    }
    void leavesTheBodyOut_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("204") << 204;
        QTest::newRow("304") << 304;
    }
    void leavesTheBodyOut()
    {
        QFETCH(int, status);
        contract::Response response;
        response.status = status;
        response.body = "{}";
        const QByteArray bytes = m_writer.write(response, {});
        QVERIFY(!bytes.contains("Content-Length"));
        QVERIFY(!bytes.contains("\nContent-Type:"));
        QVERIFY(bytes.endsWith("\r\n\r\n"));
    }
    void saysHowTheConnectionGoesOn()
    {
        QVERIFY(m_writer.write({}, {.keepsAlive = false}).contains("Connection: close\r\n"));
        QVERIFY(m_writer.write({}, {.isHttp10 = true}).contains("Connection: keep-alive\r\n"));
        QVERIFY(!m_writer.write({}, {}).contains("Connection:"));
    }
    void letsNobodySplitTheAnswer()
    {
        contract::Response response;
        response.headers = {{"location", "/a\r\nset-cookie: x"},
                            {"a\nb", "c"},
                            {"content-length", "99"},
                            {"transfer-encoding", "chunked"},
                            {"connection", "x"}};
        const QByteArray bytes = m_writer.write(response, {});
        QVERIFY(!bytes.contains("set-cookie"));
        QVERIFY(!bytes.contains("a\nb"));
        QVERIFY(!bytes.contains("99"));
        QVERIFY(!bytes.contains("chunked"));
        QVERIFY(!bytes.contains("connection"));
    }
    void refusesInTheFormatOfTheApi()
    {
        const auto response =
            m_writer.refusal({ErrorCode::NotImplemented, QStringLiteral("no"), {}}, 505);
        QCOMPARE(response.status, 505);
        QCOMPARE(response.body, QByteArray("{\"details\":{},\"error_code\":\"NOT_IMPLEMENTED\","
                                           "\"message\":\"no\",\"status\":\"error\"}"));
        QCOMPARE(response.header("x-request-id").size(), 16);
        const auto other = m_writer.refusal({ErrorCode::UriTooLong, QStringLiteral("no"), {}});
        QCOMPARE(other.status, 414);
        QVERIFY(other.header("x-request-id") != response.header("x-request-id"));
    }

private:
    test::FakeClock m_clock;
    AnswerWriter m_writer{m_clock};
};

QTEST_APPLESS_MAIN(AnswerTest)
#include "tst_answer.moc"
