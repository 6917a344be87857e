#include "backend/http/syntax.h"

#include <QTest>

using namespace datakubo::http;

class HttpSyntaxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsLoopbackHosts_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("isLoopback");
        QTest::newRow("localhost") << QByteArray("localhost") << true;
        QTest::newRow("localhost in capitals with a port") << QByteArray("LOCALHOST:8480") << true;
        QTest::newRow("127.0.0.1") << QByteArray("127.0.0.1") << true;
        QTest::newRow("another 127 address with a port") << QByteArray("127.1.2.3:1") << true;
        QTest::newRow("::1 with a port") << QByteArray("[::1]:8480") << true;
        QTest::newRow("::1 alone") << QByteArray("[::1]") << true;
        QTest::newRow("empty is not") << QByteArray() << false;
        QTest::newRow("a name that begins with 127. is not")
            << QByteArray("127.evil.example") << false;
        QTest::newRow("a name that begins with an address is not")
            << QByteArray("127.0.0.1.evil.example") << false;
        QTest::newRow("localhost of a domain is not") << QByteArray("localhost.example") << false;
        QTest::newRow("three numbers are not") << QByteArray("127.0.1") << false;
        QTest::newRow("a number over 255 is not") << QByteArray("127.0.0.256") << false;
        QTest::newRow("a port of letters is not") << QByteArray("localhost:http") << false;
        QTest::newRow("two ports are not") << QByteArray("localhost:1:2") << false;
        QTest::newRow("another v6 address is not") << QByteArray("[::2]") << false;
        QTest::newRow("text after the bracket is not") << QByteArray("[::1]x") << false;
        QTest::newRow("a LAN address is not") << QByteArray("192.168.1.5:8480") << false;
    }
    void knowsLoopbackHosts()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, isLoopback);
        QCOMPARE(isLoopbackHost(host), isLoopback);
    }
};

QTEST_APPLESS_MAIN(HttpSyntaxTest)
#include "tst_httpsyntax.moc"
