#include "tests/ui/sampleconsumption.h"
#include "tests/ui/sampleoffice.h"
#include "ui/charts/consumptionchart.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/handoverdialog.h"
#include "ui/dialogs/readingsdialog.h"
#include "ui/dialogs/swapdialog.h"
#include "ui/format.h"
#include "ui/models/changesmodel.h"
#include "ui/models/communitylist.h"
#include "ui/models/consumptionmodels.h"
#include "ui/pages/consumptionpage.h"
#include "ui/pages/registerquestions.h"
#include "ui/pages/subjectpicker.h"
#include "ui/translations.h"
#include "ui/widgets/momentfield.h"
#include "ui/widgets/rangepicker.h"
#include "ui/widgets/volumefield.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QFileDialog>
#include <QJsonDocument>
#include <QPointer>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
const DevEui meter(0xa1b2c3d4e5f60003ULL);

QJsonObject bodyOf(const contract::Request *request)
{
    return request ? QJsonDocument::fromJson(request->body).object() : QJsonObject();
}

} // namespace

class ConsumptionPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        installTranslations(*qApp, QLocale());
        m_format.setTimeZone(u"Europe/Berlin"_s);
    }

    void init()
    {
        m_transport = std::make_unique<test::FakeTransport>();
        m_office = std::make_unique<test::SampleOffice>(*m_transport, 24);
        m_client = std::make_unique<ApiClient>(*m_transport);
        m_communities = std::make_unique<CommunityList>(*m_client);
    }
    void cleanup() { m_page.reset(); }

    void rangesAreReadyMade_data()
    {
        QTest::addColumn<int>("preset");
        QTest::addColumn<QString>("text");
        QTest::newRow("seven days") << int(RangePreset::Last7Days) << u"18 – 24 Nov 2026"_s;
        QTest::newRow("this month ends today")
            << int(RangePreset::ThisMonth) << u"1 – 24 Nov 2026"_s;
        QTest::newRow("last month") << int(RangePreset::LastMonth) << u"1 – 31 Oct 2026"_s;
        QTest::newRow("thirty days") << int(RangePreset::Last30Days) << u"26 Oct – 24 Nov 2026"_s;
        QTest::newRow("this year") << int(RangePreset::ThisYear) << u"1 Jan – 24 Nov 2026"_s;
        QTest::newRow("last year") << int(RangePreset::LastYear) << u"1 Jan – 31 Dec 2025"_s;
    }
    void rangesAreReadyMade()
    {
        QFETCH(int, preset);
        const DateRange range = rangeOf(RangePreset(preset), QDate(2026, 11, 24));
        QTEST(rangeText(range, QLocale()), "text");
    }

    void arrowsGoToTheNeighbour()
    {
        const QDate today(2026, 11, 24);
        const auto text = [&](const DateRange &range) { return rangeText(range, QLocale()); };
        const DateRange month = rangeOf(RangePreset::ThisMonth, today);
        const DateRange october = moved(month, -1, today);
        QCOMPARE(text(october), u"1 – 31 Oct 2026"_s);
        QCOMPARE(moved(october, 1, today), month);
        QCOMPARE(moved(month, 1, today), month);
        QCOMPARE(text(moved(rangeOf(RangePreset::ThisYear, today), -1, today)),
                 u"1 Jan – 31 Dec 2025"_s);
        QCOMPARE(text(moved(rangeOf(RangePreset::Last7Days, today), -1, today)),
                 u"11 – 17 Nov 2026"_s);
        QCOMPARE(text(periodBefore(october)), u"1 – 30 Sept 2026"_s);
        QCOMPARE(text(periodBefore(month)), u"8 – 31 Oct 2026"_s);
        QCOMPARE(text(yearBefore({QDate(2024, 2, 29), QDate(2024, 3, 1)})), u"28 Feb 2023"_s);
    }

    void theCommunityIsShownAgainstItsPrincipal()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        QTRY_VERIFY(text(u"consumptionPageSubtitle"_s).contains(u"against 24 flats"_s));
        QCOMPARE(text(u"consumptionFigure0Second"_s), u"1 meter, level 0"_s);
        QVERIFY(text(u"consumptionFigure2Second"_s).endsWith(u"% of principal"_s));
        QVERIFY(text(u"consumptionFigure3Second"_s).startsWith(u"▲ 3.7 %"_s));
        QVERIFY(chart().content().isBalance());
        auto *meters = find<QTableView>(u"metersTable"_s);
        QVERIFY(meters->isVisible());
        QTRY_COMPARE(meters->model()->rowCount(), 24);
        QTRY_VERIFY(meters->model()->index(23, MeterVolumesModel::Consumption).data().toString()
                    != u"…"_s);
        const auto *balance = m_transport->newest(Method::Get, "/customers/c0/balance");
        QVERIFY(balance);
        QVERIFY(balance->query.startsWith("from="));
        click(u"consumptionInterval2"_s);
        QTRY_VERIFY(!chart().content().isBalance());
        QVERIFY(m_transport->newest(Method::Get, "/customers/c0/consumption")
                    ->query.endsWith("interval=month"));
    }

    void lastYearIsAskedWithItsDates()
    {
        openPage();
        action(u"preset3"_s)->trigger();
        const DateRange range = find<RangePicker>(u"consumptionRange"_s)->range();
        QTRY_COMPARE(askedFrom("/customers/c0/consumption", 0),
                     range.from.addYears(-1).toString(Qt::ISODate));
        QCOMPARE(askedFrom("/customers/c0/consumption", 1), range.from.toString(Qt::ISODate));
    }

    void aMeterIsSearchedAndShown()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        m_page->activateWindow();
        auto *search = find<QLineEdit>(u"subjectSearch"_s);
        search->setFocus();
        QTRY_VERIFY(search->hasFocus());
        QTest::keyClicks(search, u"Meter 1C"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QWidget *found = nullptr;
        const auto popup = [&found] {
            for (QWidget *window : QApplication::topLevelWidgets()) {
                if (window->objectName() == u"subjectsFound"_s && window->isVisible())
                    found = window;
            }
            return found;
        };
        QTRY_VERIFY(popup());
        QTest::keyClick(found, Qt::Key_Down);
        QTest::keyClick(found, Qt::Key_Return);
        QTRY_COMPARE(find<SubjectPicker>(u"subjectPicker"_s)->subject(),
                     (ConsumptionSubject{ConsumptionSubject::Kind::Device, meter.toString(),
                                         u"Water Meter 1C"_s}));
        QCOMPARE(search->text(), u"Water Meter 1C"_s);
        QTRY_COMPARE(text(u"consumptionFigure3Second"_s), u"of 24 households"_s);
        QTRY_VERIFY(find<QTableView>(u"consumptionTable"_s)->isVisible());
        QVERIFY(!chart().content().registerLines.empty());
        search->clear();
        QTRY_VERIFY(chart().content().isBalance());
        QTest::keyClicks(search, u"nobody at all"_s);
        QTest::keyClick(search, Qt::Key_Return);
        found = nullptr;
        QTRY_VERIFY(popup());
        const auto *list = qobject_cast<QAbstractItemView *>(found);
        QCOMPARE(list->model()->index(0, 0).data().toString(), u"Nothing found"_s);
        QTest::keyClick(found, Qt::Key_Down);
        QTest::keyClick(found, Qt::Key_Return);
        QVERIFY(chart().content().isBalance());
    }

    void tooFewHouseholdsAreNotCompared()
    {
        openPage();
        m_transport->on(Method::Get, "/end-users/*", [](const contract::Request &request) {
            return test::sampleConsumption(request, false);
        });
        show({ConsumptionSubject::Kind::Resident, u"r1"_s, u"J. Lindqvist"_s});
        QTRY_COMPARE(text(u"consumptionFigure3Second"_s), u"shown from 5 households on"_s);
    }

    void nothingReadSaysWhatToDo()
    {
        openPage();
        const auto nothing = contract::success(contract::toJson(ConsumptionReport{}));
        m_transport->on(Method::Get, "/end-users/*", nothing);
        show({ConsumptionSubject::Kind::Resident, u"r1"_s, u"J. Lindqvist"_s});
        QTRY_COMPARE(text(u"consumptionStackEmptySentence"_s), u"No readings in this range"_s);
        QVERIFY(find<QWidget>(u"consumptionStackEmpty"_s)->isVisible());
    }

    void aFailureIsRetried()
    {
        m_transport->on(Method::Get, "/customers/*",
                        contract::failure({ErrorCode::StorageUnavailable, {}, {}}));
        openPage();
        QTRY_VERIFY(find<QWidget>(u"consumptionStackFailed"_s)->isVisible());
        test::answerConsumption(*m_transport, *m_office);
        click(u"consumptionStackFailedAction"_s);
        QTRY_VERIFY(chart().isVisible());
    }

    void aRangeTooLongForTheBalanceIsShownWithoutIt()
    {
        m_transport->on(Method::Get, "/customers/*", [](const contract::Request &request) {
            return request.path.endsWith("/balance")
                       ? contract::failure(Error::field(u"from"_s, u"At most 400 days"_s))
                       : test::sampleConsumption(request, false);
        });
        openPage();
        QTRY_VERIFY(chart().isVisible());
        QVERIFY(!chart().content().isBalance());
        QCOMPARE(text(u"consumptionFigure0Second"_s), u"in this range"_s);
    }

    void theFiguresLeadToTheReadings()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        QTest::mouseClick(find<QWidget>(u"consumptionFigure1"_s), Qt::LeftButton);
        const QPointer<ReadingsDialog> dialog =
            m_page->findChild<ReadingsDialog *>(u"readingsDialog"_s);
        QVERIFY(dialog);
        auto *meters = dialog->findChild<QTableView *>(u"readingsMeters"_s);
        QTRY_COMPARE(meters->model()->rowCount(), 24);
        Q_EMIT meters->activated(meters->model()->index(2, 0));
        auto *readings = dialog->findChild<QTableView *>(u"readingList"_s);
        QTRY_COMPARE(readings->model()->rowCount(), 100);
        auto *older = dialog->findChild<QPushButton *>(u"olderReadings"_s);
        QTest::mouseClick(older, Qt::LeftButton);
        QTRY_COMPARE(readings->model()->rowCount(), 120);
        QVERIFY(!older->isVisible());
        QVERIFY(m_transport->newest(Method::Get,
                                    "/devices/" + meter.toString().toLatin1() + "/readings"));
        dialog->close();
        QTRY_VERIFY(!dialog);
    }

    void readingsAreExcludedTakenBackAndAdded()
    {
        QWidget owner;
        const QPointer<ReadingsDialog> dialog = new ReadingsDialog(
            *m_client, m_format, {ConsumptionSubject::Kind::Device, meter.toString(), u"1C"_s},
            {Format::now() - duration::day, Format::now()}, &owner);
        dialog->open();
        auto *table = dialog->findChild<QTableView *>(u"readingList"_s);
        QTRY_VERIFY(table->model()->rowCount() > 10);
        QVERIFY(table->model()->index(3, 0).data(Qt::FontRole).value<QFont>().strikeOut());
        QSignalSpy changed(dialog, &ReadingsDialog::changed);

        table->selectRow(3);
        auto *takeBack = dialog->findChild<QPushButton *>(u"takeBackReading"_s);
        QVERIFY(takeBack->isVisible());
        QTest::mouseClick(takeBack, Qt::LeftButton);
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(bodyOf(newestPatch()), (QJsonObject{{u"excluded"_s, false}}));

        QTRY_VERIFY(table->model()->rowCount() > 10);
        table->selectRow(0);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"excludeReading"_s), Qt::LeftButton);
        auto *exclude = dialog->findChild<QDialog *>(u"excludeDialog"_s);
        QVERIFY(!exclude->findChild<QPushButton *>(u"excludeDialogPrimary"_s)->isEnabled());
        QTest::keyClicks(exclude->findChild<QLineEdit *>(u"reason"_s), u"typo"_s);
        QTest::mouseClick(exclude->findChild<QPushButton *>(u"excludeDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_COMPARE(changed.count(), 2);
        QCOMPARE(bodyOf(newestPatch()),
                 (QJsonObject{{u"excluded"_s, true}, {u"reason"_s, u"typo"_s}}));

        QTest::mouseClick(dialog->findChild<QPushButton *>(u"addReading"_s), Qt::LeftButton);
        auto *add = dialog->findChild<QDialog *>(u"manualReadingDialog"_s);
        auto *primary = add->findChild<QPushButton *>(u"manualReadingDialogPrimary"_s);
        QVERIFY(!primary->isEnabled());
        QTest::keyClicks(add->findChild<QLineEdit *>(u"consumption_m3"_s), u"431,25"_s);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(changed.count(), 3);
        const QJsonObject body = bodyOf(m_transport->newest(Method::Post, path("/readings")));
        QCOMPARE(body[u"consumption_m3"].toDouble(), 431.25);
        QVERIFY(body.contains(u"recorded_at"_s));
        dialog->close();
    }

    void aSwapSendsWhatWasTyped()
    {
        auto *dialog = openSwap();
        auto *primary = dialog->findChild<QPushButton *>(u"swapDialogPrimary"_s);
        QCOMPARE(dialog->findChild<VolumeField *>(u"final_reading_m3"_s)->text(), u"431.200"_s);
        QVERIFY(!primary->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"new_dev_eui"_s), u"A1B2C3D4E5F60099"_s);
        auto *initial = dialog->findChild<VolumeField *>(u"initial_reading_m3"_s);
        QTest::keyClicks(initial, u"nought"_s);
        QVERIFY(dialog->findChild<QLabel *>(u"initial_reading_m3Error"_s)->isVisible());
        QVERIFY(!primary->isEnabled());
        initial->clear();
        QTest::keyClicks(initial, u"0,012"_s);
        QVERIFY(primary->isEnabled());
        const Timestamp weeksAgo = Format::now() - 21 * duration::day;
        dialog->findChild<MomentField *>(u"replaced_at"_s)
            ->setMoment({weeksAgo.ms / 60'000 * 60'000});
        QSignalSpy replaced(dialog, &SwapDialog::replaced);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(replaced.count(), 1);
        const QJsonObject body = bodyOf(m_transport->newest(Method::Post, path("/replace")));
        QCOMPARE(body, (QJsonObject{{u"new_dev_eui"_s, u"a1b2c3d4e5f60099"_s},
                                    {u"final_reading_m3"_s, 431.2},
                                    {u"initial_reading_m3"_s, 0.012},
                                    {u"replaced_at"_s,
                                     Timestamp{weeksAgo.ms / 60'000 * 60'000}.toString()}}));
    }

    void whatTheBackendRefusesIsSaidAtTheField_data()
    {
        QTest::addColumn<QString>("field");
        for (const char *field : {"new_dev_eui", "final_reading_m3", "replaced_at"})
            QTest::newRow(field) << QString::fromLatin1(field);
    }
    void whatTheBackendRefusesIsSaidAtTheField()
    {
        QFETCH(QString, field);
        m_transport->on(Method::Post, "/devices/*",
                        contract::failure(Error::field(field, u"is before the last reading"_s)));
        auto *dialog = openSwap();
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"new_dev_eui"_s), u"a1b2c3d4e5f60099"_s);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"initial_reading_m3"_s), u"0"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"swapDialogPrimary"_s), Qt::LeftButton);
        auto *error = dialog->findChild<QLabel *>(field + u"Error"_s);
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), u"Not accepted: is before the last reading."_s);
        dialog->close();
    }

    void closingWithACallInFlightIsSafe()
    {
        m_transport->hold();
        const QPointer<SwapDialog> swap = openSwap();
        QTest::keyClicks(swap->findChild<QLineEdit *>(u"new_dev_eui"_s), u"a1b2c3d4e5f60099"_s);
        QTest::keyClicks(swap->findChild<QLineEdit *>(u"initial_reading_m3"_s), u"0"_s);
        QTest::mouseClick(swap->findChild<QPushButton *>(u"swapDialogPrimary"_s), Qt::LeftButton);
        const QPointer<HandoverDialog> handover =
            new HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
        handover->open();
        const QPointer<ReadingsDialog> readings = new ReadingsDialog(
            *m_client, m_format, {ConsumptionSubject::Kind::Community, u"c0"_s, u"Park"_s},
            {Format::now() - duration::day, Format::now()}, nullptr);
        readings->open();
        openPage();
        m_page->refresh();
        for (QDialog *dialog :
             {static_cast<QDialog *>(swap.data()), static_cast<QDialog *>(handover.data()),
              static_cast<QDialog *>(readings.data())})
            dialog->close();
        m_page.reset();
        QTRY_VERIFY(!swap && !handover && !readings);
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
    }

    void aHandoverSendsTheNextResidentOrNobody()
    {
        auto *dialog = new HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        auto *primary = dialog->findChild<QPushButton *>(u"handoverDialogPrimary"_s);
        auto *table = dialog->findChild<QTableView *>(u"nextResidentTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 12);
        QVERIFY(!primary->isEnabled());
        table->selectRow(4);
        QVERIFY(primary->isEnabled());
        auto *nobody = dialog->findChild<QCheckBox *>(u"nobodyMovesIn"_s);
        nobody->click();
        QVERIFY(!table->selectionModel()->hasSelection());
        table->selectRow(4);
        QVERIFY(!nobody->isChecked());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"consumption_m3"_s), u"66.5"_s);
        QSignalSpy done(dialog, &HandoverDialog::handedOver);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(done.count(), 1);
        QJsonObject body = bodyOf(m_transport->newest(Method::Post, path("/handover")));
        QCOMPARE(body[u"end_user_id"].toString(), m_office->resident(4).uuid);
        QCOMPARE(body[u"consumption_m3"].toDouble(), 66.5);

        dialog = new HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        dialog->findChild<QCheckBox *>(u"nobodyMovesIn"_s)->click();
        m_transport->on(Method::Post, "/devices/*",
                        contract::failure(Error::field(u"at"_s, u"is before the move-in"_s)));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"handoverDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"atError"_s)->isVisible());
        body = bodyOf(m_transport->newest(Method::Post, path("/handover")));
        QVERIFY(body[u"end_user_id"].isNull());
        QVERIFY(!body.contains(u"consumption_m3"_s));
        dialog->close();
    }

    void questionsSayWhatHappenedAndAreAnswered()
    {
        RegisterQuestions questions(*m_client, m_format);
        questions.show();
        QSignalSpy loaded(&questions, &RegisterQuestions::loaded);
        questions.refresh();
        QTRY_COMPARE(loaded.count(), 1);
        QCOMPARE(questions.count(), 2);
        const QString said = questions.findChild<QLabel *>(u"questionText0"_s)->text();
        QVERIFY2(said.startsWith(u"Register fell from 431.200 to 12.000 m³ on "_s)
                     && said.endsWith(u" and stays low."_s),
                 qPrintable(said));
        QVERIFY(!questions.findChild<QPushButton *>(u"answerFromZero1"_s));
        QSignalSpy answered(&questions, &RegisterQuestions::answered);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerFromZero0"_s), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 1);
        const AttentionItem item = test::sampleQuestions(*m_office).front();
        const QByteArray reading =
            "/readings/" + ReadingKey{item.mark.device, item.mark.at}.uuid().toLatin1();
        QCOMPARE(bodyOf(m_transport->newest(Method::Patch, reading)),
                 (QJsonObject{{u"register"_s, u"from_zero"_s}}));
        QTRY_COMPARE(loaded.count(), 2);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerAnew0"_s), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 2);
        QCOMPARE(bodyOf(m_transport->newest(Method::Patch, reading)),
                 (QJsonObject{{u"register"_s, u"anew"_s}}));
        QTRY_COMPARE(loaded.count(), 3);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerSwap0"_s), Qt::LeftButton);
        auto *swap = questions.findChild<SwapDialog *>(u"swapDialog"_s);
        QCOMPARE(swap->findChild<QLineEdit *>(u"initial_reading_m3"_s)->text(), u"12.000"_s);
        QCOMPARE(swap->findChild<MomentField *>(u"replaced_at"_s)->moment(), item.mark.at);
        swap->close();
    }

    void modelsKeepTheRules()
    {
        ConsumptionModel items(m_format);
        QAbstractItemModelTester itemsTester(&items, fatal);
        ConsumptionItem item;
        item.from = {1'762'000'000'000};
        item.to = item.from + duration::day;
        item.consumption = {412'000};
        item.opening = Volume{431'200'000};
        item.quality = Quality::Gap;
        items.setRows({item});
        QCOMPARE(items.index(0, ConsumptionModel::Opening).data().toString(), u"431.200"_s);
        QCOMPARE(items.index(0, ConsumptionModel::Closing).data().toString(), Format::none());
        QCOMPARE(items.index(0, ConsumptionModel::QualityColumn).data().toString(), u"Gap"_s);

        ReadingListModel readings(m_format);
        QAbstractItemModelTester readingsTester(&readings, fatal);
        Reading newer;
        newer.volume = Volume{431'412'000};
        Reading wrong;
        wrong.volume = Volume{12'000'000};
        wrong.excluded = true;
        Reading older;
        older.volume = Volume{431'200'000};
        readings.setRows({newer, wrong, older});
        QCOMPARE(readings.index(0, ReadingListModel::Added).data().toString(), u"+0.212"_s);
        QCOMPARE(readings.index(1, ReadingListModel::Added).data().toString(), Format::none());
        QCOMPARE(readings.index(1, ReadingListModel::Standing).data().toString(), u"Excluded"_s);

        MeterVolumesModel meters(*m_client, m_format);
        QAbstractItemModelTester metersTester(&meters, fatal);
        QSignalSpy loaded(&meters, &MeterVolumesModel::loaded);
        meters.load({}, u"2026-11-01"_s, u"2026-11-02"_s);
        QTRY_COMPARE(loaded.count(), 1);
        meters.load({}, u"2026-10-01"_s, u"2026-11-01"_s);
        QTRY_COMPARE(loaded.count(), 2);
        QTRY_COMPARE(meters.row(23).state, MeterVolume::State::Known);

        ChangesModel changes(m_format);
        QAbstractItemModelTester changesTester(&changes, fatal);
        AuditEntry entry;
        entry.action = u"reading.exclude"_s;
        entry.details = {{u"reason"_s, u"typo"_s},
                         {u"facts"_s, QJsonObject{{u"a"_s, 1}}},
                         {u"end_user"_s, u"Y. Haddad"_s},
                         {u"end_user_before"_s, QString()},
                         {u"customer_id"_s, u"bf921e29"_s}};
        changes.setRows({entry, {}});
        QCOMPARE(changes.index(0, ChangesModel::Action).data().toString(), u"Excluded a reading"_s);
        QCOMPARE(changes.index(0, ChangesModel::Details).data().toString(),
                 u"end_user: – → Y. Haddad, facts: {\"a\":1}, reason: typo"_s);
        QVERIFY(changes.index(0, ChangesModel::Details)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .startsWith(u"customer_id: bf921e29, "_s));

        SubjectsModel subjects;
        QAbstractItemModelTester subjectsTester(&subjects, fatal);
        subjects.setRows({{ConsumptionSubject::Kind::Device, u"a"_s, u"Meter"_s}});
    }

    void whatIsShownIsSaved()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.csv"_s);
        QCOMPARE(m_page->save(ChartFile::Csv, path), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        QVERIFY(csv.startsWith("subject,date,principal_m3,"));
        QVERIFY(csv.contains("\"Parkstr. 12\","));
    }

    void theSeriesIsSavedAsAWorkbook()
    {
        m_transport->on(Method::Get, "/exports/*", [](const contract::Request &) {
            contract::Response file;
            file.body = "a workbook";
            return file;
        });
        openPage();
        QTRY_VERIFY(chart().isVisible());
        const QTemporaryDir folder;
        QSignalSpy said(m_page.get(), &Page::noticed);
        action(u"exportWorkbook"_s)->trigger();
        auto *dialog = m_page->window()->findChild<QFileDialog *>();
        QVERIFY(dialog->selectedFiles().first().contains(u"Parkstr. 12 20"_s));
        dialog->selectFile(folder.filePath(u"a.xlsx"_s));
        static_cast<QDialog *>(dialog)->accept();
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(m_transport->newest(Method::Get, "/exports/customer-consumption")
                    ->query.endsWith("&interval=day&customer_id=c0&format=xlsx"));
        QCOMPARE(QFileInfo(folder.filePath(u"a.xlsx"_s)).size(), 10);
    }

    void newReadingsAreShownUnlessSomebodyLooksCloser_data()
    {
        QTest::addColumn<QString>("doing");
        QTest::addColumn<bool>("isAskedAgain");
        QTest::newRow("nothing") << u"nothing"_s << true;
        QTest::newRow("zoomed in") << u"zoomed"_s << false;
        QTest::newRow("a row chosen") << u"row"_s << false;
        QTest::newRow("a range of the past") << u"past"_s << false;
    }
    void newReadingsAreShownUnlessSomebodyLooksCloser()
    {
        QFETCH(QString, doing);
        QFETCH(bool, isAskedAgain);
        openPage();
        QTRY_VERIFY(chart().isVisible());
        QTRY_COMPARE(find<QTableView>(u"metersTable"_s)->model()->rowCount(), 24);
        auto *timer = find<QTimer>(u"consumptionRefresh"_s);
        timer->setInterval(0);
        if (doing == u"zoomed")
            QTest::keyClick(&chart(), Qt::Key_Plus);
        else if (doing == u"row")
            find<QTableView>(u"metersTable"_s)->selectRow(3);
        else if (doing == u"past")
            click(u"consumptionRangeBefore"_s);
        QTRY_VERIFY(chart().isVisible() && m_transport->waiting() == 0);
        m_transport->forget();
        m_transport->happen(m_office->uplinkOf(2));
        const QByteArray series = "/customers/c0/consumption";
        if (isAskedAgain) {
            QTRY_VERIFY(m_transport->newest(Method::Get, series));
            QVERIFY(chart().isVisible());
            return;
        }
        QTRY_VERIFY(!timer->isActive());
        QVERIFY(!m_transport->newest(Method::Get, series));
    }

    void whatIsKnownOfAMeterStaysUntilItIsKnownAnew()
    {
        MeterVolumesModel meters(*m_client, m_format);
        DeviceQuery query;
        query.customerUuid = u"c0"_s;
        const auto volume = [&] {
            return meters.index(23, MeterVolumesModel::Consumption).data().toString();
        };
        meters.load(query, u"2026-11-01"_s, u"2026-12-01"_s);
        QTRY_VERIFY(meters.rowCount() == 24 && volume() != u"…"_s);
        QSignalSpy loaded(&meters, &MeterVolumesModel::loaded);
        meters.load(query, u"2026-11-01"_s, u"2026-12-01"_s);
        QTRY_COMPARE(loaded.count(), 1);
        QVERIFY(volume() != u"…"_s);
        m_transport->hold();
        meters.load(query, u"2026-10-01"_s, u"2026-11-01"_s);
        m_transport->answer();
        QCOMPARE(loaded.count(), 2);
        QCOMPARE(volume(), u"…"_s);
        m_transport->release();
        QTRY_VERIFY(volume() != u"…"_s);
    }

private:
    void openPage()
    {
        m_communities->refresh();
        m_page = std::make_unique<ConsumptionPage>(*m_client, m_format, *m_communities);
        m_page->resize(1060, 700);
        m_page->show();
        QTRY_VERIFY(m_transport->waiting() > 0 || !m_communities->all().empty());
        if (m_transport->waiting() == 0)
            QTRY_VERIFY(!find<SubjectPicker>(u"subjectPicker"_s)->subject().id.isEmpty());
    }
    void show(const ConsumptionSubject &subject)
    {
        m_page->chooseSubject(subject);
        m_page->refresh();
    }

    SwapDialog *openSwap()
    {
        auto *dialog = new SwapDialog(*m_client, m_format, meter, u"Water Meter 1C"_s,
                                      {Volume{431'200'000}, {}, {}}, nullptr);
        dialog->open();
        return dialog;
    }

    const contract::Request *newestPatch() const
    {
        const auto &all = m_transport->requests();
        for (auto request = all.rbegin(); request != all.rend(); ++request) {
            if (request->method == Method::Patch)
                return &*request;
        }
        return nullptr;
    }

    // The `from` of the newest calls to this path, counted from the last.
    QString askedFrom(const QByteArray &path, int number) const
    {
        const auto &all = m_transport->requests();
        for (auto request = all.rbegin(); request != all.rend(); ++request) {
            if (request->path == "/api/v1" + path && number-- == 0)
                return request->queryItems().queryItemValue(u"from"_s);
        }
        return {};
    }

    static QByteArray path(const QByteArray &rest)
    {
        return "/devices/" + meter.toString().toLatin1() + rest;
    }

    template <typename T>
    T *find(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QAction *action(const QString &name) const { return find<QAction>(name); }
    ConsumptionChart &chart() const { return *find<ConsumptionChart>(u"consumptionChart"_s); }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    void click(const QString &name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }

    Format m_format{QLocale(QLocale::English)};
    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<test::SampleOffice> m_office;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<CommunityList> m_communities;
    std::unique_ptr<ConsumptionPage> m_page;
};

QTEST_MAIN(ConsumptionPageTest)
#include "tst_consumptionpage.moc"
