#include "backend/http/httpserver.h"
#include "tests/http/fakesink.h"
#include "tests/http/rawclient.h"
#include "tests/support/fakeclock.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

using namespace datakubo;
using namespace datakubo::test;
using http::HttpServer;
using namespace Qt::Literals::StringLiterals;

class HttpsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString openssl = QStandardPaths::findExecutable(u"openssl"_s);
        if (openssl.isEmpty() || !QSslSocket::supportsSsl())
            QSKIP("needs the openssl command and a Qt with TLS");
        QVERIFY(m_folder.isValid());
        makeCertificate(openssl, u"rsa"_s, u"rsa:2048"_s);
        makeCertificate(openssl, u"ec"_s, u"ec -pkeyopt ec_paramgen_curve:prime256v1"_s);
    }

    void answers_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("with an RSA key") << u"rsa"_s;
        QTest::newRow("with an elliptic key") << u"ec"_s;
    }
    void answers()
    {
        QFETCH(QString, kind);
        FakeSink sink;
        HttpServer server(sink, m_clock);
        const auto port = server.start(listen(kind + u".crt"_s, kind + u".key"_s));
        QVERIFY(port);
        RawClient client(*port, tlsSocket(*port));
        client.send(get("/a").repeated(200));
        QTRY_COMPARE(client.answers().size(), std::size_t(200));
        client.send(post("/b", QByteArray(1'000'000, 'x')).repeated(5));
        QTRY_COMPARE_WITH_TIMEOUT(client.answers().size(), std::size_t(205), 20'000);
        client.send(get("/large") + get("/c", "Connection: close\r\n"));
        QTRY_COMPARE_WITH_TIMEOUT(client.answers().size(), std::size_t(207), 20'000);
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(sink.taken(), 207);
    }

    void holdsBackPressure()
    {
        FakeSink sink;
        sink.setMode(FakeSink::Mode::Hold);
        HttpServer server(sink, m_clock);
        const auto port = server.start(listen(u"ec.crt"_s, u"ec.key"_s));
        QVERIFY(port);
        auto *socket = tlsSocket(*port);
        RawClient client(*port, socket);
        client.send(get("/first"));
        QTRY_COMPARE(sink.held(), 1);
        for (int i = 0; i < 30; ++i)
            client.send(post("/next", QByteArray(1'000'000, 'x')));
        QTRY_VERIFY(socket->bytesToWrite() + socket->encryptedBytesToWrite() > 0);
        sink.setMode(FakeSink::Mode::Echo);
        sink.answerHeld();
        QTRY_COMPARE_WITH_TIMEOUT(client.answers().size(), std::size_t(31), 20'000);
    }

    void dropsAHandshakeThatNeverEnds()
    {
        FakeSink sink;
        HttpServer server(sink, m_clock);
        const auto port = server.start(listen(u"ec.crt"_s, u"ec.key"_s));
        QVERIFY(port);
        RawClient silent(*port);
        QTRY_COMPARE(silent.socket().state(), QAbstractSocket::ConnectedState);
        RawClient other(*port, tlsSocket(*port));
        other.send(get("/a"));
        QTRY_COMPARE(other.answers().size(), std::size_t(1)); // accepted after the silent one
        m_clock.advance(11'000);
        QTRY_VERIFY(silent.isClosed());
        QVERIFY(!other.isClosed());
    }

    void closesOnPlainText()
    {
        FakeSink sink;
        HttpServer server(sink, m_clock);
        const auto port = server.start(listen(u"ec.crt"_s, u"ec.key"_s));
        QVERIFY(port);
        RawClient client(*port);
        client.send(get("/a"));
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(sink.taken(), 0);
    }

    void explainsBadFiles_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("field");
        QTest::newRow("no key") << u"ec.crt"_s << QString() << u"tls_key"_s;
        QTest::newRow("no certificate") << QString() << u"ec.key"_s << u"tls_cert"_s;
        QTest::newRow("a certificate that is not there")
            << u"none.crt"_s << u"ec.key"_s << u"tls_cert"_s;
        QTest::newRow("a key that is not there") << u"ec.crt"_s << u"none.key"_s << u"tls_key"_s;
        QTest::newRow("the files swapped") << u"ec.key"_s << u"ec.crt"_s << u"tls_cert"_s;
        QTest::newRow("a certificate as the key") << u"ec.crt"_s << u"ec.crt"_s << u"tls_key"_s;
    }
    void explainsBadFiles()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, key);
        QFETCH(QString, field);
        FakeSink sink;
        HttpServer server(sink, m_clock);
        const auto port = server.start(listen(certificate, key));
        QVERIFY(!port);
        QCOMPARE(port.error().details[u"field"].toString(), field);
        QVERIFY(!port.error().message.isEmpty());
    }

private:
    // Not with QProcess: ThreadSanitizer ends a program that forks beside other threads.
    void makeCertificate(const QString &openssl, const QString &name, const QString &kind)
    {
        const QString command =
            u"'%1' req -x509 -nodes -days 2 -subj /CN=localhost -keyout '%2.key'"
            " -out '%2.crt' -newkey %3 2>'%2.log'"_s.arg(openssl, m_folder.filePath(name), kind);
        QCOMPARE(std::system(command.toLocal8Bit().constData()), 0);
    }

    http::Listen listen(const QString &certificate, const QString &key) const
    {
        const auto path = [this](const QString &name) {
            return name.isEmpty() ? name : m_folder.filePath(name);
        };
        http::Listen listen;
        listen.port = 0;
        listen.certificateFile = path(certificate);
        listen.keyFile = path(key);
        return listen;
    }

    static QSslSocket *tlsSocket(quint16 port)
    {
        auto *socket = new QSslSocket;
        socket->setPeerVerifyMode(QSslSocket::VerifyNone);
        socket->connectToHostEncrypted(u"127.0.0.1"_s, port);
        return socket;
    }

    FakeClock m_clock;
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(HttpsTest)
#include "tst_https.moc"
