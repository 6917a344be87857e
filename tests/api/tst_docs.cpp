#include "backend/api/openapi.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// How the documentation is served. What a browser makes of it: tests/app/tst_apidocs.
class DocsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestBackend> backend;

    contract::Response get(const QByteArray &path, const Headers &headers = {})
    {
        contract::Request request;
        request.path = path;
        request.headers = headers;
        return backend->send(std::move(request));
    }

private Q_SLOTS:
    void initTestCase() { backend = std::make_unique<TestBackend>(u"sqlite"_s); }
    void cleanupTestCase() { backend.reset(); }

    void everybodyMayReadIt_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("the text") << QByteArray("/openapi.json") << QByteArray("application/json");
        QTest::newRow("Swagger UI") << QByteArray("/docs") << QByteArray("text/html");
        QTest::newRow("Redoc") << QByteArray("/redoc") << QByteArray("text/html");
        QTest::newRow("a style sheet") << QByteArray("/docs/pages.css") << QByteArray("text/css");
        QTest::newRow("a script") << QByteArray("/docs/swagger-start.js")
                                  << QByteArray("text/javascript");
    }
    void everybodyMayReadIt()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, type);
        const auto answer = get(path);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.contentType.split(';').first(), type);
        QVERIFY(!answer.body.isEmpty());
        QCOMPARE(get("/api/v1" + path).body, answer.body);
        // A browser does not guess, does not ask others, and keeps what it has.
        QCOMPARE(answer.header("content-security-policy").contains("script-src 'self';"),
                 type == "text/html");
        QVERIFY(!answer.header("content-security-policy").contains("unsafe-eval"));
        const QByteArray tag = answer.header("etag");
        QVERIFY(tag.size() > 2);
        QCOMPARE(std::count_if(answer.headers.begin(), answer.headers.end(),
                               [](const auto &header) { return header.name == "etag"; }),
                 1);
        for (const QByteArray &known : {tag, "\"other\", W/" + tag, QByteArray("*")}) {
            const auto again = get(path, {{"if-none-match", known}});
            QCOMPARE(again.status, 304);
            QCOMPARE(again.header("etag"), tag);
            QVERIFY(again.body.isEmpty() && again.contentType.isEmpty());
        }
        QCOMPARE(get(path, {{"if-none-match", "\"other\""}}).status, 200);
    }

    void theTextIsTheDocument()
    {
        const QJsonObject served = bodyOf(get("/openapi.json"));
        QCOMPARE(served, api::openApiDocument(u"1.2.3"_s));
        QCOMPARE(served[u"info"][u"version"].toString(), u"1.2.3"_s);
        QCOMPARE(served[u"openapi"].toString(), u"3.1.0"_s);
    }

    void otherNamesAreNotFound_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("a file nobody made") << QByteArray("/docs/nothing.js");
        QTest::newRow("a page under its file name") << QByteArray("/docs/swagger.html");
        QTest::newRow("a way out of the folder")
            << QByteArray("/docs/..%2F..%2Fsubscription_tiers.json");
        QTest::newRow("no name") << QByteArray("/docs/");
    }
    void otherNamesAreNotFound()
    {
        QFETCH(QByteArray, path);
        QCOMPARE(summary(get(path)), u"404 NOT_FOUND"_s);
    }

    void thePlainPageLeadsToTheText()
    {
        QFile page(u":/datakubo/apidocs/plain.html"_s);
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QByteArray text = page.readAll();
        QVERIFY(text.contains("built without Swagger UI"));
        QVERIFY(text.contains("href=\"openapi.json\""));
        const bool hasSwagger = QFile::exists(u":/datakubo/apidocs/swagger-ui-bundle.js"_s);
        QCOMPARE(get("/docs").body == text, !hasSwagger);
        const bool hasRedoc = QFile::exists(u":/datakubo/apidocs/redoc.standalone.js"_s);
        QCOMPARE(get("/redoc").body == text, !hasRedoc);
    }
};

QTEST_GUILESS_MAIN(DocsTest)
#include "tst_docs.moc"
