#include "tests/app/webdriver.h"
#include "tests/support/serverprocess.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// The documentation pages as a browser without a network shows them.
class ApiDocsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<WebDriver> m_browser;
    QByteArray m_key;
    QString m_origin;
    int m_operations = 0;

    BlockingAnswer ask(const QByteArray &request) const
    {
        return BlockingClient(m_server->port()).ask(request).value_or(BlockingAnswer());
    }

    // Nothing was asked of anybody else, and nothing was refused or went wrong. Redoc would show
    // its maker's logo from its maker's server; the page's policy does not let it ask.
    void verifyQuiet()
    {
        QStringList errors = m_browser->errors();
        errors.removeIf([](const QString &error) {
            return error.contains(u"redoc/logo-mini.svg")
                   && error.contains(u"img-src 'self' data:");
        });
        QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
        const QStringList urls = m_browser->requestedUrls();
        QVERIFY(urls.contains(m_origin + u"/openapi.json"_s)
                || urls.contains(m_origin + u"/api/v1/openapi.json"_s));
        for (const QString &url : urls) {
            const bool isOwn = url.startsWith(m_origin + u'/') || url.startsWith(u"data:")
                               || url.startsWith(u"blob:"_s + m_origin + u'/');
            QVERIFY2(isOwn, qPrintable(url.left(200)));
        }
    }

    bool isPlain(const QByteArray &page) const
    {
        return ask(BlockingClient::get(page)).body.contains("built without Swagger UI");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QStringList folder{u"--data-dir"_s, m_folder.path()};
        m_key = signUp(folder);
        QVERIFY(!m_key.isEmpty());
        m_server = std::make_unique<ServerProcess>(folder + QStringList{u"--port"_s, u"0"_s});
        QVERIFY(m_server->start());
        m_origin = u"http://127.0.0.1:%1"_s.arg(m_server->port());
        const auto text = ask(BlockingClient::get("/openapi.json"));
        QCOMPARE(text.status, 200);
        const QJsonObject paths = QJsonDocument::fromJson(text.body)[u"paths"].toObject();
        for (const QJsonValue &path : paths)
            m_operations += static_cast<int>(path.toObject().size());
        QVERIFY(m_operations > 0);
    }

    void cleanupTestCase()
    {
        m_browser.reset();
        QCOMPARE(m_server->stop(), 0);
    }

    void init()
    {
        if (const QString reason = WebDriver::missing(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        if (isPlain("/docs") || isPlain("/redoc"))
            QSKIP("this build has plain pages: npm or the network was missing");
        if (!m_browser) {
            m_browser = std::make_unique<WebDriver>();
            QVERIFY2(m_browser->start(), m_browser->problem());
        }
    }

    void theBrowserReachesNobodyElse()
    {
        QVERIFY(!m_browser->open(u"http://example.org/"_s));
        QVERIFY2(QByteArray(m_browser->problem()).contains("ERR_NAME_NOT_RESOLVED"),
                 m_browser->problem());
        m_browser->errors();
        m_browser->requestedUrls();
    }

    void swaggerShowsEveryOperation_data()
    {
        QTest::addColumn<QString>("page");
        QTest::newRow("at the root") << u"/docs"_s;
        QTest::newRow("below the base path") << u"/api/v1/docs"_s;
    }
    void swaggerShowsEveryOperation()
    {
        QFETCH(QString, page);
        QVERIFY2(m_browser->open(m_origin + page), m_browser->problem());
        QVERIFY2(m_browser->waitFor(
                     u"document.querySelectorAll('.opblock').length === %1"_s.arg(m_operations)),
                 m_browser->problem());
        QVERIFY(m_browser->text(u".info .title"_s).startsWith(u"DataKubo Desktop"));
        verifyQuiet();
    }

    void tryItOutRegistersADevice()
    {
        const QString operation = u"#operations-Devices-registerDevice"_s;
        QVERIFY2(m_browser->open(m_origin + u"/docs"_s), m_browser->problem());
        QVERIFY2(m_browser->click(operation + u" .opblock-summary-control"_s),
                 m_browser->problem());
        QVERIFY2(m_browser->click(operation + u" .execute"_s), m_browser->problem());
        QVERIFY2(
            m_browser->waitFor(
                u"document.querySelector('%1 .live-responses-table .response-col_status')"_s.arg(
                    operation)),
            m_browser->problem());
        // Without a key it is refused; the browser notes that on its console.
        const QString status =
            operation + u" .live-responses-table .response .response-col_status"_s;
        QVERIFY(m_browser->text(status).startsWith(u"401"));
        QVERIFY(m_browser->errors().join(u' ').contains(u"401"));

        QVERIFY2(m_browser->click(u".auth-wrapper .authorize"_s), m_browser->problem());
        QVERIFY2(
            m_browser->type(
                u".modal-ux input[type=text], .modal-ux input[aria-label=auth-api-key-value]"_s,
                QString::fromLatin1(m_key)),
            m_browser->problem());
        QVERIFY2(m_browser->click(u".modal-ux .auth-btn-wrapper .authorize"_s),
                 m_browser->problem());
        QVERIFY2(m_browser->click(u".modal-ux .btn-done"_s), m_browser->problem());
        QVERIFY2(m_browser->click(operation + u" .execute"_s), m_browser->problem());
        QVERIFY2(
            m_browser->waitFor(
                u"(document.querySelector('%1') || {}).innerText?.startsWith('201')"_s.arg(status)),
            m_browser->problem());
        verifyQuiet();

        const auto device = ask(BlockingClient::get("/api/v1/devices/a1b2c3d4e5f60001", m_key));
        QCOMPARE(device.status, 200);
        QCOMPARE(QJsonDocument::fromJson(device.body)[u"data"][u"device_name"].toString(),
                 u"Flat 1A cold"_s);
    }

    void redocShowsEveryOperation_data()
    {
        QTest::addColumn<QString>("page");
        QTest::newRow("at the root") << u"/redoc"_s;
        QTest::newRow("below the base path") << u"/api/v1/redoc"_s;
    }
    void redocShowsEveryOperation()
    {
        QFETCH(QString, page);
        QVERIFY2(m_browser->open(m_origin + page), m_browser->problem());
        QVERIFY2(
            m_browser->waitFor(
                u"document.querySelectorAll('[id*=\"/operation/\"][data-section-id]').length >= %1"_s
                    .arg(m_operations)),
            m_browser->problem());
        QVERIFY(m_browser->text(u"h1"_s).startsWith(u"DataKubo Desktop"));
        verifyQuiet();
    }
};

QTEST_GUILESS_MAIN(ApiDocsTest)
#include "tst_apidocs.moc"
