#include "backend/http/proxies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::http;
using namespace Qt::Literals::StringLiterals;

class ProxiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoIsBehind_data()
    {
        QTest::addColumn<QString>("trusted");
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QByteArrayList>("forwarded");
        QTest::addColumn<QString>("client");
        const auto row = [](const char *name, const QString &trusted, const QString &peer,
                            const QByteArrayList &forwarded, const QString &client) {
            QTest::newRow(name) << trusted << peer << forwarded << client;
        };
        row("nobody is trusted", {}, u"10.0.0.1"_s, {"192.0.2.1"}, u"10.0.0.1"_s);
        row("a stranger claims to forward", u"10.0.0.0/8"_s, u"192.0.2.9"_s, {"192.0.2.1"},
            u"192.0.2.9"_s);
        row("the proxy names the client", u"10.0.0.1"_s, u"10.0.0.1"_s, {"192.0.2.1"},
            u"192.0.2.1"_s);
        row("the proxy says nothing", u"10.0.0.1"_s, u"10.0.0.1"_s, {}, u"10.0.0.1"_s);
        row("the client makes hops up", u"10.0.0.1"_s, u"10.0.0.1"_s, {"198.51.100.1, 192.0.2.1"},
            u"192.0.2.1"_s);
        row("the client makes a header up", u"10.0.0.1"_s, u"10.0.0.1"_s,
            {"198.51.100.1", "192.0.2.1"}, u"192.0.2.1"_s);
        row("two proxies", u"10.0.0.0/8,2001:db8::/32"_s, u"10.0.0.1"_s, {"192.0.2.1, 2001:db8::7"},
            u"192.0.2.1"_s);
        row("only proxies", u"10.0.0.0/8"_s, u"10.0.0.1"_s, {"10.0.0.3, 10.0.0.2"}, u"10.0.0.3"_s);
        row("nonsense before the last hop", u"10.0.0.0/8"_s, u"10.0.0.1"_s, {"nonsense, 10.0.0.2"},
            u"10.0.0.2"_s);
        row("nonsense alone", u"10.0.0.1"_s, u"10.0.0.1"_s, {"unknown"}, u"10.0.0.1"_s);
        row("an IPv4 client in IPv6 clothes", u"10.0.0.1"_s, u"10.0.0.1"_s, {"::ffff:192.0.2.1"},
            u"192.0.2.1"_s);
        row("an IPv6 client", u"::1"_s, u"::1"_s, {"2001:db8::1"}, u"2001:db8::1"_s);
    }
    void whoIsBehind()
    {
        QFETCH(QString, trusted);
        QFETCH(QString, peer);
        QFETCH(QByteArrayList, forwarded);
        QFETCH(QString, client);
        const auto proxies = Proxies::parse(trusted.split(u','));
        QVERIFY(proxies);
        std::vector<contract::Header> headers{{"host", "x"}};
        for (const QByteArray &value : forwarded)
            headers.push_back({"x-forwarded-for", value});
        QCOMPARE(proxies->client(QHostAddress(peer), headers).toString(), client);
    }

    void whatIsNoNetworkIsRefused()
    {
        for (const QString &text : {u"proxy.example.org"_s, u"10.0.0.0/33"_s, u"10.0.0.1,x"_s}) {
            const auto proxies = Proxies::parse(text.split(u','));
            QVERIFY(!proxies);
            QCOMPARE(proxies.error().details[u"field"].toString(), u"trusted_proxies"_s);
        }
    }
};

QTEST_APPLESS_MAIN(ProxiesTest)
#include "tst_proxies.moc"
