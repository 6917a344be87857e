#include "tests/abuse/meterload.h"
#include "tests/abuse/storedrows.h"
#include "tests/support/blockingclient.h"
#include "tests/support/postgresfixture.h"
#include "tests/support/serverprocess.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <sys/resource.h>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kRounds = 20;
constexpr int kClients = 6;

enum class Moment { Starting, AfterSomeTime, AfterSomeAnswers };

} // namespace

// The promise of a 200: the reading is on disk, once, whatever happens afterwards.
class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void killedAtRandomMomentsNothingAcknowledgedIsLost_data() { databases(); }
    void killedAtRandomMomentsNothingAcknowledgedIsLost();
    void stoppedUnderLoadItFinishesWhatItTook_data() { databases(); }
    void stoppedUnderLoadItFinishesWhatItTook();
    void aSecondOneIsRefusedTheFolder();
    void aFullDiskIsAnsweredAndNothingIsLost();

private:
    static void databases();
    bool prepare();
    void registerMeters(quint16 port);
    void killOneRound(MeterLoad &load, Moment moment);
    void compare(const MeterLoad &load);
    QStringList serving() const { return m_options + QStringList{u"--port"_s, u"0"_s}; }
    QString database() const
    {
        return m_url.isEmpty() ? m_folder->filePath(u"datakubo.sqlite"_s) : m_url;
    }

    quint32 m_seed = 0;
    QRandomGenerator m_random;
    PostgresFixture m_postgres;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_url; // of PostgreSQL
    QStringList m_options;
    QByteArray m_key;
};

void KillTest::initTestCase()
{
    bool given = false;
    const int seed = qEnvironmentVariableIntValue("DATAKUBO_TEST_SEED", &given);
    m_seed = given ? static_cast<quint32>(seed) : QRandomGenerator::global()->bounded(1'000'000U);
    m_random.seed(m_seed);
    qInfo("DATAKUBO_TEST_SEED=%u repeats the moments", m_seed);
}

void KillTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_url.clear();
}

void KillTest::cleanup()
{
    m_folder.reset();
}

void KillTest::databases()
{
    QTest::addColumn<bool>("postgres");
    QTest::newRow("on SQLite") << false;
    QTest::newRow("on PostgreSQL") << true;
}

// An organization in a fresh database. False: the test failed or is skipped.
bool KillTest::prepare()
{
    m_options = {u"--data-dir"_s, m_folder->path()};
    if (!m_url.isEmpty())
        m_options += {u"--database-url"_s, m_url};
    m_key = signUp(m_options);
    return m_key.startsWith("dk_live_");
}

void KillTest::registerMeters(quint16 port)
{
    BlockingClient client(port);
    for (int i = 0; i < NumberedReading::registered; ++i) {
        const QByteArray eui = NumberedReading::eui(i);
        const auto answer =
            client.ask(BlockingClient::post("/api/v1/devices/register",
                                            R"({"dev_eui":")" + eui + R"(","device_name":"Meter )"
                                                + eui + R"(","device_type":"water_meter"})",
                                            m_key));
        QVERIFY(answer);
        QVERIFY2(answer->status == 201, answer->body.constData());
    }
}

void KillTest::compare(const MeterLoad &load)
{
    const auto strange = load.strangeAnswers();
    QVERIFY2(strange.empty(), strange.empty() ? "" : strange.front().constData());
    const StoredRows stored(database());
    std::map<QString, int> rows = stored.readings();
    for (const qint64 number : load.acknowledged()) {
        const QString row = NumberedReading(number).row();
        QVERIFY2(
            rows[row] == 1,
            qPrintable(u"reading %1 (%2) is there %3 times"_s.arg(number).arg(row).arg(rows[row])));
    }
    // What was not acknowledged may be there, but nothing may be there that was not sent.
    std::set<QString> sent;
    for (qint64 number = 0; number < load.sentNumbers(); ++number)
        sent.insert(NumberedReading(number).row());
    for (const auto &[row, count] : rows) {
        QVERIFY2(sent.contains(row), qPrintable(u"nobody sent "_s + row));
        QVERIFY2(count == 1, qPrintable(row + u" is there twice"_s));
    }
    QCOMPARE(stored.number(u"select count(*) from (select device_id, recorded_at_ms from readings "
                           "group by device_id, recorded_at_ms having count(*) > 1) twice"_s),
             0);
    const qint64 logged = stored.number(u"select count(*) from webhook_log"_s);
    QVERIFY2(logged >= load.answers(),
             qPrintable(u"%1 bodies kept of %2"_s.arg(logged).arg(load.answers())));
    QCOMPARE(stored.number(u"select sum(webhooks) from usage_days"_s), logged);
}

void KillTest::killOneRound(MeterLoad &load, Moment moment)
{
    ServerProcess server(serving());
    QEventLoop waiting;
    const int ms = 1 + m_random.bounded(moment == Moment::Starting ? 150 : 400);
    const int answers = 1 + m_random.bounded(600);
    if (moment == Moment::Starting) {
        server.launch();
        QTimer::singleShot(ms, &waiting, &QEventLoop::quit);
        waiting.exec();
        server.signal(SIGKILL);
        server.waitForExit();
        return;
    }
    const auto started = server.start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    if (load.sentNumbers() == 0)
        registerMeters(server.port());
    if (moment == Moment::AfterSomeAnswers) {
        load.start(server.port(), m_key, kClients, answers,
                   [pid = server.pid()] { ::kill(pid, SIGKILL); });
    } else {
        load.start(server.port(), m_key, kClients);
        QTimer::singleShot(ms, &waiting, &QEventLoop::quit);
        waiting.exec();
        server.signal(SIGKILL);
    }
    load.wait();
    QCOMPARE(server.waitForExit(), -1);
}

void KillTest::killedAtRandomMomentsNothingAcknowledgedIsLost()
{
    QFETCH(bool, postgres);
    if (postgres) {
        if (const QString missing = PostgresFixture::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const auto url = m_postgres.freshDatabase(u"kill"_s);
        QVERIFY(url);
        m_url = *url;
    }
    QVERIFY(prepare());
    MeterLoad load(m_seed);
    for (int round = 0; round < kRounds; ++round) {
        killOneRound(load, round % 2 == 0 ? Moment::AfterSomeAnswers : Moment::AfterSomeTime);
        if (round % 5 == 4)
            killOneRound(load, Moment::Starting);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(load.answers() > kRounds);

    const Finished check = runServer(m_options + QStringList{u"check"_s});
    QVERIFY2(check.exitCode == 0, (check.output + check.errors).constData());
    compare(load);
    qInfo("%lld acknowledged readings, %lld answers", qint64(load.acknowledged().size()),
          load.answers());
}

void KillTest::stoppedUnderLoadItFinishesWhatItTook()
{
    QFETCH(bool, postgres);
    if (postgres) {
        if (const QString missing = PostgresFixture::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const auto url = m_postgres.freshDatabase(u"stop"_s);
        QVERIFY(url);
        m_url = *url;
    }
    QVERIFY(prepare());
    MeterLoad load(m_seed);
    ServerProcess server(serving());
    QVERIFY(server.start());
    registerMeters(server.port());
    load.start(server.port(), m_key, kClients, 1 + m_random.bounded(500),
               [pid = server.pid()] { ::kill(pid, SIGTERM); });
    load.wait();
    QCOMPARE(server.waitForExit(), 0);
    QVERIFY(!QFile::exists(m_folder->filePath(u"runtime.json"_s)));
    compare(load);
    // It was finished, not cut: everything taken was answered, but for what met a closed door.
    const StoredRows stored(database());
    QVERIFY(stored.number(u"select count(*) from webhook_log"_s) <= load.answers() + kClients);
}

void KillTest::aSecondOneIsRefusedTheFolder()
{
    QVERIFY(prepare());
    MeterLoad load(m_seed);
    ServerProcess server(serving());
    QVERIFY(server.start());
    load.start(server.port(), m_key, 2);
    const Finished second = runServer(serving());
    const Finished check = runServer(m_options + QStringList{u"check"_s});
    load.stop();
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.errors.contains("works on") && second.errors.contains("already"),
             second.errors.constData());
    QVERIFY(second.output.isEmpty());
    QCOMPARE(check.exitCode, 1);
    QCOMPARE(server.stop(), 0);
    compare(load);
}

// Files that may not grow stand for a disk that is full: the same error from the same call.
void KillTest::aFullDiskIsAnsweredAndNothingIsLost()
{
    QVERIFY(prepare());
    MeterLoad load(m_seed);
    ServerProcess server(serving());
    QVERIFY(server.start());
    registerMeters(server.port());
    rlimit before{};
    QCOMPARE(::prlimit(server.pid(), RLIMIT_FSIZE, nullptr, &before), 0);
    const rlimit small{1024 * 1024, before.rlim_max};

    load.start(server.port(), m_key, kClients, 200,
               [&] { ::prlimit(server.pid(), RLIMIT_FSIZE, &small, nullptr); });
    BlockingClient client(server.port());
    const QByteArray webhook = BlockingClient::post("/api/v1/ingest/water-consumption?event=up",
                                                    NumberedReading(0).body(), m_key);
    std::optional<BlockingAnswer> refused;
    QDeadlineTimer patience(60'000);
    while (!patience.hasExpired() && (!refused || refused->status != 503)) {
        refused = client.ask(webhook);
        QVERIFY2(refused, server.errors().constData());
    }
    QCOMPARE(refused->status, 503);
    QVERIFY2(refused->head.contains("\r\nretry-after: "), refused->head.constData());
    QVERIFY2(refused->body.contains("STORAGE_UNAVAILABLE"), refused->body.constData());
    // What only reads still works, and so does the next write after somebody made room.
    const auto listing = client.ask(BlockingClient::get("/api/v1/devices", m_key));
    QVERIFY(listing);
    QCOMPARE(listing->status, 200);
    QCOMPARE(::prlimit(server.pid(), RLIMIT_FSIZE, &before, nullptr), 0);
    const auto taken = client.ask(webhook);
    QVERIFY(taken);
    QVERIFY2(taken->status == 200, taken->body.constData());
    load.stop();

    // Full again, and this time it has to restart.
    QCOMPARE(::prlimit(server.pid(), RLIMIT_FSIZE, &small, nullptr), 0);
    load.start(server.port(), m_key, kClients);
    do {
        refused = client.ask(webhook);
        QVERIFY2(refused, server.errors().constData());
    } while (!patience.hasExpired() && refused->status != 503);
    QCOMPARE(refused->status, 503);
    load.stop();
    QCOMPARE(server.stop(), 0);
    ServerProcess again(serving());
    QVERIFY(again.start());
    BlockingClient later(again.port());
    const auto accepted = later.ask(webhook);
    QVERIFY(accepted);
    QCOMPARE(accepted->status, 200);
    QCOMPARE(again.stop(), 0);
    QCOMPARE(runServer(m_options + QStringList{u"check"_s}).exitCode, 0);
    compare(load);
}

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
