#include "tests/support/blockingclient.h"
#include "tests/support/serverprocess.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <thread>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// datakubo-server as people start it: a process, its command line, its files, its socket.
class ServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

    void explainsItself_data();
    void explainsItself();
    void refusesAWrongCommandLine_data();
    void refusesAWrongCommandLine();
    void looksForASettingInTheRightOrder_data();
    void looksForASettingInTheRightOrder();
    void takesTheFolderFromTheEnvironment();
    void announcesItselfAndCleansUp();
    void stopsAtASignal_data();
    void stopsAtASignal();
    void aSecondOneNamesTheFirst();
    void aTakenPortIsNamed();
    void signsUpOnAnEmptyFolder();
    void signsUpAtTheRunningOne();
    void checksWhatIsStored();
    void tellsNoSecrets_data();
    void tellsNoSecrets();
    void showsADemoBuilding();
    void twoThousandLeaveBeforeTheAnswer();

private:
    QStringList on(const QStringList &arguments = {}) const
    {
        return QStringList{u"--data-dir"_s, m_folder->path()} + arguments;
    }
    QStringList serving(const QStringList &arguments = {}) const
    {
        return on(QStringList{u"--port"_s, u"0"_s} + arguments);
    }
    static QJsonObject ask(quint16 port, const QByteArray &target, const QByteArray &key)
    {
        const auto answer = BlockingClient(port).ask(BlockingClient::get(target, key));
        return answer ? QJsonDocument::fromJson(answer->body).object() : QJsonObject();
    }
    static qint64 total(quint16 port, const QByteArray &target, const QByteArray &key)
    {
        return ask(port, target, key)[u"pagination"][u"total"].toInteger(-1);
    }
    static QByteArray webhook(int number, const QByteArray &key)
    {
        return BlockingClient::post(
            "/api/v1/ingest/water-consumption",
            R"({"dev_eui":"70b3d5fff0000001","timestamp":")"
                + QDateTime::fromMSecsSinceEpoch(1'790'000'000'000LL + number * 1000LL, Qt::UTC)
                      .toString(Qt::ISODate)
                      .toLatin1()
                + R"(","consumption_m3":)" + QByteArray::number(1000 + number) + "}",
            key);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void ServerTest::explainsItself_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("--help names the options") << u"--help"_s << QByteArray("--database-url");
    QTest::newRow("-h does the same") << u"-h"_s << QByteArray("--data-dir");
    QTest::newRow("--version names the program") << u"--version"_s << QByteArray("DataKubo ");
}

void ServerTest::explainsItself()
{
    QFETCH(QString, argument);
    QFETCH(QByteArray, word);
    const Finished finished = runServer(on({argument}));
    QCOMPARE(finished.exitCode, 0);
    QVERIFY2(finished.output.contains(word), finished.output.constData());
    QVERIFY2(finished.errors.isEmpty(), finished.errors.constData());
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void ServerTest::refusesAWrongCommandLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("an option nobody knows") << QStringList{u"--colour"_s} << QByteArray("colour");
    QTest::newRow("a command nobody knows") << QStringList{u"dance"_s} << QByteArray("dance");
    QTest::newRow("two commands") << QStringList{u"check"_s, u"signup"_s} << QByteArray("signup");
    QTest::newRow("a port that is no number")
        << QStringList{u"--port"_s, u"http"_s} << QByteArray("port");
    QTest::newRow("a port too high") << QStringList{u"--port"_s, u"65536"_s} << QByteArray("65535");
    QTest::newRow("a certificate without its key")
        << QStringList{u"--tls-cert"_s, u"a.pem"_s} << QByteArray("--tls-key");
    QTest::newRow("a log format nobody knows")
        << QStringList{u"--log-format"_s, u"xml"_s} << QByteArray("log format");
    QTest::newRow("a sign-up without a name")
        << QStringList{u"signup"_s} << QByteArray("--organization");
}

void ServerTest::refusesAWrongCommandLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, word);
    const Finished finished = runServer(on(arguments));
    QCOMPARE(finished.exitCode, 2);
    QVERIFY2(finished.errors.contains(word), finished.errors.constData());
    QCOMPARE(finished.errors.count('\n'), 1); // one sentence
    QVERIFY(finished.output.isEmpty());
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

// A port that is no number shows which source was read.
void ServerTest::looksForASettingInTheRightOrder_data()
{
    QTest::addColumn<QString>("ini");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("flag");
    QTest::addColumn<bool>("starts");
    const QString none;
    QTest::newRow("the file alone") << u"0"_s << none << none << true;
    QTest::newRow("a bad file alone") << u"bad"_s << none << none << false;
    QTest::newRow("the environment before the file") << u"bad"_s << u"0"_s << none << true;
    QTest::newRow("a bad environment before the file") << u"0"_s << u"bad"_s << none << false;
    QTest::newRow("the flag before both") << u"bad"_s << u"bad"_s << u"0"_s << true;
    QTest::newRow("a bad flag before both") << u"0"_s << u"0"_s << u"bad"_s << false;
}

void ServerTest::looksForASettingInTheRightOrder()
{
    QFETCH(QString, ini);
    QFETCH(QString, variable);
    QFETCH(QString, flag);
    QFETCH(bool, starts);
    QFile file(m_folder->filePath(u"datakubo.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("port=" + ini.toLatin1() + "\n");
    file.close();
    ServerProcess server(on(flag.isNull() ? QStringList() : QStringList{u"--port"_s, flag}));
    if (!variable.isNull())
        server.setVariable(u"DATAKUBO_PORT"_s, variable);
    const auto started = server.start();
    if (starts) {
        QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
        QVERIFY(server.port() > 0);
        QCOMPARE(server.stop(), 0);
    } else {
        QVERIFY(!started);
        QCOMPARE(server.waitForExit(), 2);
    }
}

void ServerTest::takesTheFolderFromTheEnvironment()
{
    ServerProcess server({});
    server.setVariable(u"DATAKUBO_DATA_DIR"_s, m_folder->filePath(u"deep/inside"_s));
    server.setVariable(u"DATAKUBO_PORT"_s, u"0"_s);
    QVERIFY(server.start());
    QVERIFY(QFile::exists(m_folder->filePath(u"deep/inside/datakubo.sqlite"_s)));
    QCOMPARE(server.stop(), 0);
}

void ServerTest::announcesItselfAndCleansUp()
{
    ServerProcess server(serving());
    QVERIFY(server.start());
    const QString name = m_folder->filePath(u"runtime.json"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject facts = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(facts[u"url"].toString(), u"http://127.0.0.1:%1"_s.arg(server.port()));
    QCOMPARE(facts[u"pid"].toInteger(), qint64(server.pid()));
    QCOMPARE(QFileInfo(name).permissions()
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QCOMPARE(server.output(), "listening on " + facts[u"url"].toString().toLatin1() + '\n');
    const auto pong = BlockingClient(server.port()).ask(BlockingClient::get("/ping"));
    QVERIFY(pong);
    QCOMPARE(pong->body.trimmed(), "pong"_ba);
    QCOMPARE(server.stop(), 0);
    QVERIFY(!QFile::exists(name));
}

void ServerTest::stopsAtASignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void ServerTest::stopsAtASignal()
{
    QFETCH(int, number);
    ServerProcess server(serving());
    QVERIFY(server.start());
    // A client that keeps its connection does not hold the program up.
    BlockingClient idle(server.port());
    QVERIFY(idle.ask(BlockingClient::get("/ping")));
    QElapsedTimer timer;
    timer.start();
    server.signal(number);
    QCOMPARE(server.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 9'000, qPrintable(QString::number(timer.elapsed())));
}

void ServerTest::aSecondOneNamesTheFirst()
{
    ServerProcess server(serving());
    QVERIFY(server.start());
    const Finished second = runServer(serving());
    QCOMPARE(second.exitCode, 1);
    QVERIFY(second.output.isEmpty());
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(server.port());
    QVERIFY2(second.errors.contains(url), second.errors.constData());
    QVERIFY2(second.errors.contains(m_folder->path().toUtf8()), second.errors.constData());
    QCOMPARE(second.errors.count('\n'), 1);
    QVERIFY(QFile::exists(m_folder->filePath(u"runtime.json"_s)));
    QCOMPARE(server.stop(), 0);
}

void ServerTest::aTakenPortIsNamed()
{
    ServerProcess server(serving());
    QVERIFY(server.start());
    const QTemporaryDir other;
    const Finished second =
        runServer({u"--data-dir"_s, other.path(), u"--port"_s, QString::number(server.port())});
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.errors.contains(QByteArray::number(server.port())), second.errors.constData());
    QCOMPARE(server.stop(), 0);
}

void ServerTest::signsUpOnAnEmptyFolder()
{
    const QByteArray key = signUp(on());
    QVERIFY2(key.startsWith("dk_live_") && key.size() == 48, key.constData());
    ServerProcess server(serving());
    QVERIFY(server.start());
    QCOMPARE(total(server.port(), "/api/v1/devices", key), 0);
    QCOMPARE(server.stop(), 0);
    const Finished second =
        runServer(on({u"signup"_s, u"--organization"_s, u"Another"_s, u"--email"_s,
                      u"another@example.org"_s, u"--password-stdin"_s}),
                  "a long password\n");
    QCOMPARE(second.exitCode, 1);
    QVERIFY(!second.errors.trimmed().isEmpty());
    QVERIFY(second.output.isEmpty());
}

void ServerTest::signsUpAtTheRunningOne()
{
    ServerProcess server(serving());
    QVERIFY(server.start());
    const QByteArray key = signUp(on());
    QVERIFY2(key.startsWith("dk_live_"), key.constData());
    QCOMPARE(total(server.port(), "/api/v1/devices", key), 0);
    QCOMPARE(server.stop(), 0);
}

void ServerTest::checksWhatIsStored()
{
    const QByteArray key = signUp(on());
    ServerProcess server(serving());
    QVERIFY(server.start());
    BlockingClient client(server.port());
    for (int i = 0; i < 5; ++i) {
        const auto answer = client.ask(webhook(i, key));
        QVERIFY(answer);
        QVERIFY2(answer->status == 200, answer->body.constData());
    }
    QCOMPARE(server.stop(), 0);
    const Finished check = runServer(on({u"check"_s}));
    QCOMPARE(check.exitCode, 0);
    QVERIFY2(check.output.contains("1 organizations, 0 devices, 5 readings, 5 webhooks"),
             check.output.constData());
    QVERIFY2(check.output.contains("everything is in order"), check.output.constData());
    const Finished rebuild = runServer(on({u"check"_s, u"--rebuild"_s}));
    QCOMPARE(rebuild.exitCode, 0);
    QVERIFY2(rebuild.output.contains("everything is in order"), rebuild.output.constData());
}

void ServerTest::tellsNoSecrets_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("json");
    const QStringList open{u"--listen"_s, u"0.0.0.0"_s};
    QTest::newRow("as text") << open << false;
    QTest::newRow("as JSON") << open + QStringList{u"--log-format"_s, u"json"_s} << true;
}

void ServerTest::tellsNoSecrets()
{
    QFETCH(QStringList, options);
    QFETCH(bool, json);
    const QByteArray key = signUp(on());
    ServerProcess server(serving(options));
    QVERIFY(server.start());
    BlockingClient client(server.port());
    QCOMPARE(client.ask(webhook(1, key))->status, 200);
    QCOMPARE(client.ask(BlockingClient::get("/api/v1/devices?key=" + key, "dk_live_wrong"))->status,
             401);
    QCOMPARE(client.ask(BlockingClient::post("/api/v1/" + key, "{\"" + key + "\":", key))->status,
             404);
    QCOMPARE(server.stop(), 0);
    const QByteArray log = server.errors();
    QVERIFY2(log.contains("without TLS"), log.constData()); // there is a log at all
    QVERIFY2(!log.contains("dk_live_"), log.constData());
    if (!json)
        return;
    for (const QByteArray &line : log.trimmed().split('\n')) {
        const QJsonObject entry = QJsonDocument::fromJson(line).object();
        QVERIFY2(QDateTime::fromString(entry[u"time"].toString(), Qt::ISODateWithMs).isValid(),
                 line.constData());
        QVERIFY2(entry[u"level"].isString() && entry[u"category"].isString(), line.constData());
        QVERIFY2(!entry[u"message"].toString().isEmpty(), line.constData());
    }
}

void ServerTest::showsADemoBuilding()
{
    QByteArray key;
    for (int start = 1; start <= 2; ++start) { // the second time on what the first one left
        ServerProcess server(serving({u"--demo"_s}));
        QElapsedTimer timer;
        timer.start();
        const auto started = server.start();
        QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
        qInfo("ready after %lld ms", timer.elapsed());
        const QByteArray output = server.output();
        const QByteArray mark = "demo API key: ";
        QVERIFY2(output.startsWith(mark), output.constData());
        const QByteArray before = key;
        key = output.sliced(mark.size(), 48);
        QVERIFY2(key.startsWith("dk_live_"), output.constData());
        const quint16 port = server.port();
        if (!before.isEmpty())
            QCOMPARE(ask(port, "/api/v1/devices", before)[u"status"].toString(), u"error"_s);

        QCOMPARE(total(port, "/api/v1/devices", key), 25);
        QCOMPARE(total(port, "/api/v1/devices?status=offline", key), 1);
        const QJsonArray devices = ask(port, "/api/v1/devices?limit=100", key)[u"data"].toArray();
        QCOMPARE(devices.size(), 25);
        const QByteArray readings = "/api/v1/devices/d0d0d0d000000000/readings";
        const qint64 principal = total(port, readings, key);
        QVERIFY2(principal >= 8700, qPrintable(QString::number(principal)));
        const QJsonArray oldest =
            ask(port, readings + "?limit=1&offset=" + QByteArray::number(principal - 1),
                key)[u"data"]
                .toArray();
        const auto first =
            QDateTime::fromString(oldest[0][u"recorded_at"].toString(), Qt::ISODateWithMs);
        QCOMPARE(first.daysTo(QDateTime::currentDateTimeUtc()) > 395, true);

        // Live uplinks come through the real endpoint: strangers at once, a flat within seconds.
        QTRY_COMPARE_WITH_TIMEOUT(total(port, "/api/v1/ingest/unregistered", key), 3, 20'000);
        const auto newest = [&] { return ask(port, "/api/v1/overview", key)[u"data"].toObject(); };
        const QJsonObject at = newest();
        QVERIFY(!at.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(newest() != at, 20'000);
        QCOMPARE(server.stop(), 0);
    }
    QVERIFY(!QFile::exists(m_folder->filePath(u"runtime.json"_s)));
    const Finished check = runServer(on({u"check"_s}));
    QVERIFY2(check.exitCode == 0, (check.output + check.errors).constData());
}

void ServerTest::twoThousandLeaveBeforeTheAnswer()
{
    const QByteArray key = signUp(on());
    ServerProcess server(serving());
    QVERIFY(server.start());
    const auto descriptors = [&server] {
        return QDir(u"/proc/%1/fd"_s.arg(server.pid())).entryList(QDir::NoFilter).size();
    };
    BlockingClient client(server.port());
    QCOMPARE(client.ask(webhook(0, key))->status, 200);
    const auto before = descriptors();
    std::vector<std::jthread> leavers;
    for (int thread = 0; thread < 4; ++thread) {
        leavers.emplace_back([&key, thread, port = server.port()] {
            for (int i = 0; i < 500; ++i) {
                BlockingClient leaver(port);
                const QByteArray request = webhook(1 + thread * 500 + i, key);
                leaver.send(i % 5 == 0 ? request.chopped(20) : request);
            }
        });
    }
    leavers.clear();
    // Those who stay get their answers, and nothing of those who left remains.
    QCOMPARE(client.ask(webhook(0, key))->status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(descriptors() <= before, 30'000);
    QVERIFY(server.isRunning());
    QCOMPARE(server.stop(), 0);
    const Finished check = runServer(on({u"check"_s}));
    QCOMPARE(check.exitCode, 0);
    QVERIFY2(!check.output.contains(" 0 readings"), check.output.constData());
}

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
