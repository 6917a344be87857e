#include "tests/support/faketransport.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/savesheet.h"
#include "ui/translations.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QMenu>
#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

Q_DECLARE_METATYPE(SheetSource)

class SaveSheetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        installTranslations(*qApp, QLocale());
    }
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        m_transport = std::make_unique<test::FakeTransport>();
        m_client = std::make_unique<ApiClient>(*m_transport);
        m_transport->on(Method::Get, "/exports/*", [](const contract::Request &) {
            contract::Response file;
            file.body = "a file";
            return file;
        });
    }

    void theApiIsAskedForWhatThePageShows_data()
    {
        QTest::addColumn<SheetSource>("source");
        QTest::addColumn<QString>("asked");
        const DevEui eui(0xa1b2c3d4e5f60003ULL);
        const auto series = [](ConsumptionSubject::Kind kind, const QString &id) {
            return SheetSource(ConsumptionQuery::of(
                {kind, id, {}}, {QDate(2026, 11, 1), QDate(2026, 12, 1)}, Interval::Day));
        };
        using Subject = ConsumptionSubject::Kind;
        using List = ListQuery::Kind;
        DeviceQuery silent;
        silent.status = DeviceStatus::Offline;
        silent.customerUuid = u"c0"_s;
        silent.search = u"1+1"_s;
        silent.limit = 50;
        silent.offset = 100;
        ReadingsQuery readings;
        readings.eui = eui;
        readings.from = Timestamp{0};
        readings.cursor = u"older"_s;
        WebhookQuery skipped;
        skipped.outcome = IngestOutcome::Skipped;
        skipped.cursor = u"older"_s;
        const QString span = u"from=2026-11-01&to=2026-12-01&interval=day"_s;
        QTest::newRow("devices, without the page")
            << SheetSource(silent)
            << u"devices?status=offline&customer_id=c0&search=1%2B1&sort=device_name"_s;
        QTest::newRow("readings, without the cursor")
            << SheetSource(readings)
            << u"readings?from=1970-01-01T00:00:00Z&dev_eui=a1b2c3d4e5f60003"_s;
        QTest::newRow("consumption of a meter")
            << series(Subject::Device, u"a1b2c3d4e5f60003"_s)
            << u"device-consumption?%1&dev_eui=a1b2c3d4e5f60003"_s.arg(span);
        QTest::newRow("consumption of a resident")
            << series(Subject::Resident, u"r4"_s)
            << u"end-user-consumption?%1&end_user_id=r4"_s.arg(span);
        QTest::newRow("consumption of a community")
            << series(Subject::Community, u"c0"_s)
            << u"customer-consumption?%1&customer_id=c0"_s.arg(span);
        QTest::newRow("principal meters against the flats")
            << SheetSource(BalanceQuery{u"c0"_s, {QDate(2026, 11, 1), QDate(2026, 12, 1)}})
            << u"balance?from=2026-11-01&to=2026-12-01&customer_id=c0"_s;
        QTest::newRow("webhooks") << SheetSource(skipped) << u"webhooks?result=skipped"_s;
        QTest::newRow("communities")
            << SheetSource(ListQuery{List::Communities, {}, {}}) << u"customers?"_s;
        QTest::newRow("residents") << SheetSource(ListQuery{List::Residents, u"c0"_s, u"Ana"_s})
                                   << u"end-users?customer_id=c0&search=Ana"_s;
        QTest::newRow("unregistered") << SheetSource(ListQuery{List::Unregistered, u"c0"_s, {}})
                                      << u"unregistered?customer_id=c0"_s;
        QTest::newRow("changes") << SheetSource(ListQuery{List::Changes, {}, {}}) << u"audit?"_s;
    }
    void theApiIsAskedForWhatThePageShows()
    {
        QFETCH(SheetSource, source);
        QFETCH(QString, asked);
        const auto wanted = [&](const QString &more) {
            return "/api/v1/exports/" + asked.toLatin1()
                   + (asked.endsWith(u'?') ? more : u'&' + more).toLatin1();
        };
        m_client->exportSheet(source, {true, false}, this, [](const auto &) {});
        QCOMPARE(line(), wanted(u"format=xlsx"_s));
        m_client->exportSheet(source, {false, true}, this, [](const auto &) {});
        QCOMPARE(line(), wanted(u"format=csv&delimiter=semicolon&decimal=comma"_s));
    }

    void theFileIsWrittenAndItIsSaid()
    {
        const QTemporaryDir folder;
        SaveSheetButton button(*m_client, u"save"_s);
        auto *dialog = choose(button, u"saveWorkbook"_s);
        const QPointer<QFileDialog> alive(dialog);
        QCOMPARE(QFileInfo(dialog->selectedFiles().first()).fileName(),
                 u"Flats 1-2 %1.xlsx"_s.arg(QDate::currentDate().toString(Qt::ISODate)));
        QSignalSpy said(&button, &SaveSheetButton::noticed);
        dialog->selectFile(folder.filePath(u"meters"_s));
        static_cast<QDialog *>(dialog)->accept();
        QTRY_COMPARE(said.count(), 1);
        const QString path = folder.filePath(u"meters.xlsx"_s);
        QCOMPARE(said.first().first().toString(), u"Saved as %1."_s.arg(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "a file");
        QTRY_VERIFY(!alive);
    }

    void numbersAreWrittenAsTheCountryWritesThem()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        const QTemporaryDir folder;
        SaveSheetButton button(*m_client, u"save"_s);
        auto *dialog = choose(button, u"saveCsv"_s);
        QSignalSpy said(&button, &SaveSheetButton::noticed);
        dialog->selectFile(folder.filePath(u"meters.csv"_s));
        static_cast<QDialog *>(dialog)->accept();
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(m_transport->last().query.endsWith("format=csv&delimiter=semicolon&decimal=comma"));
    }

    void whatGoesWrongIsSaid_data()
    {
        QTest::addColumn<bool>("isRefused");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("the API refuses") << true << u"more than 200000 rows"_s;
        QTest::newRow("the folder is gone") << false << u"Could not be saved: "_s;
    }
    void whatGoesWrongIsSaid()
    {
        QFETCH(bool, isRefused);
        QFETCH(QString, sentence);
        if (isRefused) {
            m_transport->on(Method::Get, "/exports/*",
                            contract::failure(
                                {ErrorCode::Validation, u"These are more than 200000 rows"_s, {}}));
        }
        QTemporaryDir folder;
        SaveSheetButton button(*m_client, u"save"_s);
        QSignalSpy said(&button, &SaveSheetButton::noticed);
        m_transport->hold();
        auto *dialog = choose(button, u"saveCsv"_s);
        dialog->selectFile(folder.filePath(u"meters.csv"_s));
        static_cast<QDialog *>(dialog)->accept();
        if (!isRefused)
            QVERIFY(folder.remove());
        m_transport->release();
        QTRY_COMPARE(said.count(), 1);
        QVERIFY2(said.first().first().toString().contains(sentence),
                 qPrintable(said.first().first().toString()));
    }

    void aPageThatIsGoneIsToldNothing()
    {
        const QTemporaryDir folder;
        auto button = std::make_unique<SaveSheetButton>(*m_client, u"save"_s);
        m_transport->hold();
        auto *dialog = choose(*button, u"saveCsv"_s);
        dialog->selectFile(folder.filePath(u"meters.csv"_s));
        static_cast<QDialog *>(dialog)->accept();
        QTRY_COMPARE(m_transport->waiting(), size_t(1));
        button.reset();
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
    }

private:
    // The dialog that the entry of the button's menu opens.
    static QFileDialog *choose(SaveSheetButton &button, const QString &entry)
    {
        button.addList({}, [] {
            return SheetToSave{ListQuery{ListQuery::Kind::Communities, {}, {}}, u"Flats 1/2"_s};
        });
        button.show();
        button.findChild<QAction *>(entry)->trigger();
        return button.window()->findChild<QFileDialog *>();
    }
    QByteArray line() const { return m_transport->last().path + '?' + m_transport->last().query; }

    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<ApiClient> m_client;
};

QTEST_MAIN(SaveSheetTest)
#include "tst_savesheet.moc"
