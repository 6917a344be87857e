#include "backend/storage/bulk.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/integrity.h"
#include "backend/storage/migrations.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/readingstore.h"
#include "backend/storage/webhooklogstore.h"
#include "tests/support/testbackend.h"

#include <QFile>
#include <QResource>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace datakubo;
using namespace datakubo::storage;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

class StorageTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Session *session = nullptr;

    static std::unique_ptr<Session> openFile(const QString &file,
                                             OpenMode mode = OpenMode::ReadWrite)
    {
        auto opened = Session::open(DatabaseConfig::sqlite(file), mode);
        return opened ? std::move(*opened) : nullptr;
    }
    qint64 count(const QString &from)
    {
        qint64 found = -1;
        const auto ran = session->run([&] {
            Statement &row = session->prepare(u"select count(*) from "_s + from).exec();
            found = row.next() ? row.integer(0) : -1;
            return true;
        });
        return ran ? found : -1;
    }
    void add(const QString &name)
    {
        session->prepare(u"insert into instance_secrets (name, value) values (?, ?)"_s)
            .bindAll(name, QByteArray("v"))
            .exec();
    }
    void execute(const QString &sql)
    {
        const auto ran = session->run([&] {
            session->execute(sql);
            return true;
        });
        if (!ran)
            qFatal("%s", qPrintable(sql));
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        session = &backend->session();
        execute(u"delete from instance_secrets"_s);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void migratingAgainChangesNothing()
    {
        QCOMPARE(count(u"schema_migrations"_s), newestSchemaVersion());
        const auto again = migrate(*session, backend->config().sqliteFile, {});
        QVERIFY(again);
        QCOMPARE(*again, newestSchemaVersion());
        QCOMPARE(count(u"schema_migrations"_s), newestSchemaVersion());
        QCOMPARE(count(u"schema_migrations where applied_at_ms = 0"_s), 0);
    }

    void aNewerDatabaseIsRefusedWithASentence()
    {
        execute(
            u"insert into schema_migrations (version, name, applied_at_ms) values (9999, 'x', 0)"_s);
        const auto refused = migrate(*session, backend->config().sqliteFile, {});
        execute(u"delete from schema_migrations where version = 9999"_s);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"newer DataKubo (schema 9999"_s),
                 qPrintable(refused.error().message));
    }

    void anUpgradeKeepsACopyAndTheData()
    {
        QFETCH_GLOBAL(QString, engine);
        TestBackend old(engine);
        const Tenant tenant = old.tenant(u"Before the upgrade"_s);
        QVERIFY(QResource::registerResource(QStringLiteral(NEXT_MIGRATION_RCC)));
        QCOMPARE(newestSchemaVersion(), 2);
        const auto upgraded = migrate(old.session(), old.config().sqliteFile, old.clock().now());
        const bool unregistered = QResource::unregisterResource(QStringLiteral(NEXT_MIGRATION_RCC));
        QVERIFY2(upgraded, upgraded ? "" : qPrintable(upgraded.error().message));
        QCOMPARE(*upgraded, 2);
        QVERIFY(unregistered);
        QCOMPARE(old.get("/devices", tenant.withKey()).status, 200);
        const auto refused = migrate(old.session(), old.config().sqliteFile, {});
        QVERIFY(!refused); // by the program of before
        const QString copy = old.config().sqliteFile + u".before-0002"_s;
        if (engine == u"sqlite"_s) {
            const auto before = openFile(copy, OpenMode::ReadOnly);
            QVERIFY(before);
            bool hasData = false;
            const auto read = before->run([&] {
                hasData = OrganizationStore(*before).first().has_value();
                return true;
            });
            QVERIFY(read && hasData);
        }
    }

    void whatIsUndoneLeavesTheRest()
    {
        // A work that says no.
        QVERIFY(session->run([&] {
            add(u"undone"_s);
            return false;
        }));
        QCOMPARE(count(u"instance_secrets"_s), 0);
        // A statement that fails undoes its own work alone.
        QVERIFY(session->begin());
        QVERIFY(session->run([&] {
            add(u"first"_s);
            return true;
        }));
        const auto failed = session->run([&] {
            add(u"second"_s);
            add(u"first"_s); // is there already
            return true;
        });
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Internal);
        QCOMPARE(session->lastFailure(), Session::Failure::Statement);
        QVERIFY(session->run([&] {
            add(u"third"_s);
            // Nested: the inner one alone is undone.
            const auto inner = session->run([&] {
                add(u"inner"_s);
                return false;
            });
            const auto broken = session->run([&] {
                session->execute(u"this is no SQL"_s);
                return true;
            });
            add(u"fourth"_s);
            return inner.has_value() && !broken.has_value();
        }));
        QVERIFY(session->commit());
        QCOMPARE(count(u"instance_secrets"_s), 3);
        QCOMPARE(count(u"instance_secrets where name in ('first', 'third', 'fourth')"_s), 3);
    }

    void aRollbackLeavesNothingAndTheSessionGoesOn()
    {
        QVERIFY(session->begin());
        QVERIFY(session->run([&] {
            add(u"a"_s);
            return true;
        }));
        session->rollback();
        QCOMPARE(count(u"instance_secrets"_s), 0);
        QVERIFY(session->isAlive());
        QVERIFY(session->run([&] {
            add(u"a"_s);
            return true;
        }));
        QCOMPARE(count(u"instance_secrets"_s), 1);
    }

    void anInsertWithReturningThatIsNotReadDoesNotHoldTheSavepoint()
    {
        QVERIFY(session->begin());
        QVERIFY(session->run([&] {
            session
                ->prepare(
                    u"insert into instance_secrets (name, value) values (?, ?) returning name"_s)
                .bindAll(u"r"_s, QByteArray("v"))
                .exec();
            return true;
        }));
        QVERIFY(session->commit());
        QCOMPARE(count(u"instance_secrets"_s), 1);
    }

    void aReaderCannotWrite()
    {
        const auto reader = Session::open(backend->config(), OpenMode::ReadOnly);
        QVERIFY(reader);
        const auto refused = (*reader)->run([&] {
            (*reader)->execute(u"insert into instance_secrets (name, value) values ('r', 'v')"_s);
            return true;
        });
        QVERIFY(!refused);
        QVERIFY((*reader)->isAlive());
        QCOMPARE(count(u"instance_secrets"_s), 0);
    }

    void oddTextsAndBytesGoThereAndBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("quotes of both kinds") << u"it's a \"name\""_s;
        QTest::newRow("backslashes") << u"a\\b\\\\c\\"_s;
        QTest::newRow("braces and commas") << u"{a,b},{\"c\"}"_s;
        QTest::newRow("the word NULL") << u"NULL"_s;
        QTest::newRow("blanks around") << u"  a  "_s;
        QTest::newRow("line breaks and tabs") << u"a\nb\r\nc\td"_s;
        QTest::newRow("other scripts and an emoji") << u"Ñandú 水道 💧"_s;
        QTest::newRow("a question mark and a colon") << u"a ? b :c $1 %1"_s;
        QTest::newRow("empty") << u""_s;
        QTest::newRow("ten thousand characters") << QString(10'000, u'"');
    }
    void oddTextsAndBytesGoThereAndBack()
    {
        QFETCH(QString, text);
        QByteArray every;
        for (int i = 0; i < 256; ++i)
            every.append(static_cast<char>(i));
        const QByteArray bytes = every + text.toUtf8();
        const Tenant tenant = backend->tenant(u"Bulk"_s);
        std::vector<WebhookRecord> records;
        QVERIFY(session->run([&] {
            WebhookRecord record;
            record.receivedAt = backend->clock().now();
            record.reason = text;
            record.event = text;
            record.body = bytes;
            record.bodyCodec = 1;
            WebhookRecord empty;
            WebhookLogStore store(*session);
            store.insert(tenant.id, {record, empty, record});
            records = store.next(tenant.id, {}, {}, 10);
            std::reverse(records.begin(), records.end());
            return true;
        }));
        QCOMPARE(records.size(), size_t{3});
        for (const size_t i : {size_t{0}, size_t{2}}) {
            QCOMPARE(records[i].reason, text);
            QCOMPARE(records[i].event, text);
            QCOMPARE(records[i].body, bytes);
        }
        QVERIFY(records[1].body.isEmpty());
        QVERIFY(!records[1].source);
    }

    void ofEqualKeysTheFirstIsNew()
    {
        const DeviceId device{backend->clock().now().ms % 1'000'000'007 + 1};
        std::vector<bool> first;
        std::vector<bool> second;
        QVERIFY(session->run([&] {
            UplinkKeyStore store(*session);
            first = store.claim({{device, 1}, {device, -1}, {device, 1}}, {1});
            second = store.claim({{device, 2}, {device, -1}}, {2});
            return true;
        }));
        QCOMPARE(first, (std::vector<bool>{true, true, false}));
        QCOMPARE(second, (std::vector<bool>{true, false}));
        int forgotten = 0;
        QVERIFY(session->run([&] {
            forgotten = UplinkKeyStore(*session).forgetBefore({2}, 100);
            return true;
        }));
        QCOMPARE(forgotten, 2);
        QCOMPARE(count(u"uplink_keys where device_id = %1"_s.arg(device.value)), 1);
    }

    void readingsOfManyMonthsArePagedByKey()
    {
        const Tenant tenant = backend->tenant(u"Months"_s);
        const DeviceId device{4711};
        std::vector<NewReading> readings;
        for (int i = 0; i < 40; ++i) {
            NewReading entry;
            entry.reading.device = device;
            entry.reading.recordedAt =
                *Timestamp::parse(u"2024-01-31T23:59:59.999Z") + i * 20 * duration::day;
            entry.reading.receivedAt = entry.reading.recordedAt;
            entry.reading.volume = {i};
            if (i % 2 == 0)
                entry.reading.note = u"it's {a} \"note\""_s;
            readings.push_back(entry);
        }
        std::vector<Reading> walked;
        QVERIFY(session->run([&] {
            ReadingStore store(*session);
            store.insert(tenant.id, readings);
            PageRequest page{7, 0, std::nullopt};
            for (;;) {
                auto listing = store.list(tenant.id, device, std::nullopt, std::nullopt, page);
                walked.insert(walked.end(), listing.items.begin(), listing.items.end());
                if (listing.total != 40 || !listing.next)
                    break;
                page.cursor = listing.next;
            }
            return true;
        }));
        QCOMPARE(walked.size(), size_t{40});
        for (size_t i = 0; i < 40; ++i) {
            QCOMPARE(walked[i].volume.millilitres, static_cast<qint64>(39 - i));
            QCOMPARE(walked[i].recordedAt, readings[39 - i].reading.recordedAt);
            QCOMPARE(walked[i].note, readings[39 - i].reading.note);
        }
        if (session->engine() == Engine::PostgreSql) {
            QCOMPARE(count(u"readings_202401"_s), 1);
            QVERIFY(count(u"pg_inherits where inhparent = 'readings'::regclass"_s) >= 26);
        }
        // One that is there already fails, and nothing of its set stays.
        readings[0].reading.recordedAt = readings[0].reading.recordedAt + 1;
        const auto refused = session->run([&] {
            ReadingStore(*session).insert(tenant.id, readings);
            return true;
        });
        QVERIFY(!refused);
        QCOMPARE(session->lastFailure(), Session::Failure::Statement);
        QCOMPARE(count(u"readings where device_id = 4711"_s), 40);
        execute(u"delete from readings where device_id = 4711"_s);
    }

    void theIntegrityCheckFindsWhatIsBroken()
    {
        QFETCH_GLOBAL(QString, engine);
        TestBackend fresh(engine);
        const Tenant tenant = fresh.tenant(u"Checked"_s);
        for (int i = 1; i <= 3; ++i) {
            fresh.post("/ingest/water-consumption",
                       {{u"dev_eui"_s, u"000000000000000%1"_s.arg(i)}, {u"consumption_m3"_s, i}},
                       tenant.withKey());
        }
        session = &fresh.session();
        const auto check = [&] {
            IntegrityReport report;
            const auto ran = session->run([&] {
                report = checkIntegrity(*session);
                return true;
            });
            if (!ran)
                qFatal("%s", qPrintable(ran.error().message));
            return report;
        };
        IntegrityReport report = check();
        QCOMPARE(report.problems, QStringList());
        QCOMPARE(report.organizations, 1);
        QCOMPARE(report.readings, 3);
        QCOMPARE(report.webhooks, 3);
        execute(u"update device_states set last_recorded_at_ms = last_recorded_at_ms - 1 "
                "where device_id = (select id from devices where dev_eui = '0000000000000001')"_s);
        execute(
            u"insert into readings (organization_id, device_id, recorded_at_ms, "
            "received_at_ms, volume_ml, source, marks, meter_flags) "
            "select organization_id, 99999, recorded_at_ms, 0, 0, 0, 0, 0 from readings limit 1"_s);
        report = check();
        QCOMPARE(report.problems.size(), 2);
        QVERIFY(report.problems.join(u'\n').contains(u"0000000000000001"_s));
        QVERIFY(report.problems.join(u'\n').contains(u"1 readings have no device"_s));
    }

    // SQLite alone from here on.

    void aFullDiskIsNotTheStatementsFault()
    {
        QFETCH_GLOBAL(QString, engine);
        if (engine != u"sqlite"_s)
            QSKIP("The limit is SQLite's");
        TestBackend fresh(engine);
        session = &fresh.session();
        const Tenant tenant = fresh.tenant(u"Full"_s);
        execute(u"pragma max_page_count = 1"_s); // becomes the present size
        const auto fill = [&] {
            return session->run([&] {
                WebhookRecord record;
                record.body = QByteArray(1'000'000, 'x');
                WebhookLogStore(*session).insert(tenant.id, {record});
                return true;
            });
        };
        const auto refused = fill();
        QVERIFY(!refused);
        QCOMPARE(session->lastFailure(), Session::Failure::Gone);
        QCOMPARE(refused.error().code, ErrorCode::StorageUnavailable);
        QCOMPARE(count(u"webhook_log"_s), 0);
        execute(u"pragma max_page_count = 1000000"_s);
        QVERIFY(fill());
        QCOMPARE(count(u"webhook_log"_s), 1);
    }

    void whatIsNoDatabaseIsRefused()
    {
        QFETCH_GLOBAL(QString, engine);
        if (engine != u"sqlite"_s)
            QSKIP("There are files in SQLite only");
        QTemporaryDir folder;
        const QString text = folder.filePath(u"text"_s);
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        for (const QString &name : {text, folder.filePath(u"none/there"_s), folder.path()}) {
            const auto opened = Session::open(DatabaseConfig::sqlite(name), OpenMode::ReadWrite);
            QVERIFY2(!opened, qPrintable(name));
            QCOMPARE(opened.error().code, ErrorCode::StorageUnavailable);
        }
    }

    void databaseAddresses()
    {
        const auto config =
            DatabaseConfig::fromUrl(u"postgresql://us%40er:pa%2Fss@db.example.org:5433/water"_s);
        QVERIFY(config);
        QCOMPARE(config->user, u"us@er"_s);
        QCOMPARE(config->password, u"pa/ss"_s);
        QCOMPARE(config->host, u"db.example.org"_s);
        QCOMPARE(config->port, 5433);
        QCOMPARE(config->database, u"water"_s);
        for (const QString &wrong : {u""_s, u"mysql://a/b"_s, u"postgresql://"_s,
                                     u"postgresql://host"_s, u"postgresql:///x"_s})
            QVERIFY2(!DatabaseConfig::fromUrl(wrong), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(StorageTest)
#include "tst_storage.moc"
