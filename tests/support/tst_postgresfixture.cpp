#include "tests/support/postgresfixture.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// What psql prints for a statement, or "failed".
QString ask(const QString &url, const QString &statement)
{
    QProcess psql;
    psql.start(postgresProgram(u"psql"_s), {u"--no-psqlrc"_s, u"--tuples-only"_s, u"--no-align"_s,
                                            u"--quiet"_s, u"--command"_s, statement, url});
    if (!psql.waitForFinished() || psql.exitCode() != 0) {
        return u"failed"_s;
    }
    return QString::fromUtf8(psql.readAllStandardOutput().trimmed());
}

} // namespace

class PostgresFixtureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = PostgresFixture::missing(); !why.isEmpty()) {
            QSKIP(qUtf8Printable(why));
        }
    }

    void everyDatabaseIsEmptyAndItsOwn()
    {
        PostgresFixture fixture;
        const auto first = fixture.freshDatabase(u"same"_s);
        QVERIFY2(first, qUtf8Printable(first ? QString() : first.error().message));
        const auto second = fixture.freshDatabase(u"same"_s);
        QVERIFY(second);
        QVERIFY(*first != *second);
        QCOMPARE(ask(*first, u"create table t (n int); insert into t values (7); table t"_s),
                 u"7"_s);
        QCOMPARE(ask(*second, u"table t"_s), u"failed"_s);
    }

    void databasesOnAServerOfSomebodyElseAreRemoved()
    {
        PostgresFixture other;
        const auto foreign = other.freshDatabase(u"other"_s);
        QVERIFY(foreign);
        QUrl server(*foreign);
        server.setPath({});
        qputenv("DATAKUBO_TEST_POSTGRES_URL", server.toEncoded());
        const auto forget = qScopeGuard([] { qunsetenv("DATAKUBO_TEST_POSTGRES_URL"); });
        QString url;
        {
            PostgresFixture fixture;
            const auto made = fixture.freshDatabase(u"passing"_s);
            QVERIFY(made);
            url = *made;
            QCOMPARE(ask(url, u"select 1"_s), u"1"_s);
        }
        QCOMPARE(ask(url, u"select 1"_s), u"failed"_s);
    }

    void anImpossibleNameIsAnError()
    {
        PostgresFixture fixture;
        const auto made = fixture.freshDatabase(u"a\"b"_s);
        QVERIFY(!made);
        QVERIFY(made.error().message.contains(u"unterminated quoted identifier"_s));
    }

    void aServerComesBackWithItsData_data()
    {
        QTest::addColumn<bool>("crash");
        QTest::newRow("after an orderly stop") << false;
        QTest::newRow("after a crash") << true;
    }
    void aServerComesBackWithItsData()
    {
        QFETCH(bool, crash);
        if (const QString why = PostgresServer::missing(); !why.isEmpty()) {
            QSKIP(qUtf8Printable(why));
        }
        PostgresServer &server = m_server;
        const auto started = server.start();
        QVERIFY2(started, qUtf8Printable(started ? QString() : started.error().message));
        const QString url = server.url(u"postgres"_s);
        QCOMPARE(ask(url, u"drop table if exists t; create table t (n int);"
                          "insert into t values (7); table t"_s),
                 u"7"_s);
        QCOMPARE(ask(url, u"show fsync"_s), u"on"_s);

        crash ? server.kill() : server.stop();
        QVERIFY(!server.running());
        QCOMPARE(ask(url, u"select 1"_s), u"failed"_s);

        QVERIFY(server.start());
        QCOMPARE(server.url(u"postgres"_s), url);
        QCOMPARE(ask(url, u"table t"_s), u"7"_s);
    }

private:
    PostgresServer m_server; // one for all rows: making a cluster is the slow part
};

QTEST_GUILESS_MAIN(PostgresFixtureTest)
#include "tst_postgresfixture.moc"
