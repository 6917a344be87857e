#include "tests/ui/sampleconsumption.h"
#include "tests/ui/sampleoffice.h"
#include "ui/charts/consumptionchart.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/readingsdialog.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/models/consumptionmodels.h"
#include "ui/models/figuremodels.h"
#include "ui/pages/consumptionpage.h"
#include "ui/pages/subjectpicker.h"
#include "ui/translations.h"
#include "ui/widgets/rangepicker.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
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

    void aReadyMadeRangeGoesOnWithTheDay_data()
    {
        QTest::addColumn<int>("preset");
        QTest::addColumn<QString>("dayAfter");
        QTest::newRow("seven days") << int(RangePreset::Last7Days) << u"25 Nov – 1 Dec 2026"_s;
        QTest::newRow("this month") << int(RangePreset::ThisMonth) << u"1 Dec 2026"_s;
        QTest::newRow("this year") << int(RangePreset::ThisYear) << u"1 Jan – 1 Dec 2026"_s;
        QTest::newRow("last month stays") << int(RangePreset::LastMonth) << u"1 – 31 Oct 2026"_s;
    }
    void aReadyMadeRangeGoesOnWithTheDay()
    {
        QFETCH(int, preset);
        RangePicker picker(u"range"_s);
        picker.setToday(QDate(2026, 11, 30));
        picker.findChild<QAction *>(u"preset%1"_s.arg(preset))->trigger();
        picker.setToday(QDate(2026, 12, 1));
        QTEST(rangeText(picker.range(), QLocale()), "dayAfter");
        const DateRange custom{QDate(2026, 11, 20), QDate(2026, 12, 2)};
        picker.setRange(custom);
        picker.setToday(QDate(2026, 12, 2));
        QCOMPARE(picker.range(), custom);
    }

    void theCommunityIsShownAgainstItsPrincipal()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        QTRY_VERIFY(text(u"consumptionPageSubtitle"_s).contains(u"against 24 flats"_s));
        QCOMPARE(text(u"consumptionFigure0Second"_s), u"1 meter, by each day's last readings"_s);
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

    void theCardsOfTheBalanceSayWhatTheyAreMadeFrom()
    {
        openPage();
        QTRY_VERIFY(chart().content().isBalance());
        for (const QString &card : {u"consumptionFigure0Second"_s, u"consumptionFigure1Second"_s})
            QVERIFY2(text(card).endsWith(u"by each day's last readings"_s), qPrintable(text(card)));
    }

    void withoutAPrincipalMeterTheFlatsAreAllThereIsAndOneIsTold()
    {
        m_transport->on(Method::Get, "/customers/*", [](const contract::Request &request) {
            Balance none;
            none.leafMeters = 6;
            return request.path.endsWith("/balance") ? contract::success(contract::toJson(none))
                                                     : test::sampleConsumption(request, false);
        });
        openPage();
        QTRY_VERIFY(chart().isVisible());
        const auto &bars = chart().content().bars;
        Volume sum;
        for (const ChartBar &bar : bars)
            sum = sum + bar.volume;
        QCOMPARE(text(u"consumptionFigure1Value"_s), m_format.volume(sum));
        QCOMPARE(text(u"consumptionFigure1Second"_s), u"6 meters"_s);
        QVERIFY2(text(u"consumptionPageSubtitle"_s)
                     .endsWith(u"no principal meter: Devices → More → Is the principal meter"_s),
                 qPrintable(text(u"consumptionPageSubtitle"_s)));
        // The sentence does not make the window wider than it may be.
        QVERIFY2(m_page->minimumSizeHint().width() <= 1024 - 196,
                 qPrintable(QString::number(m_page->minimumSizeHint().width())));
    }

    void monthsOfAShortRangeAreTheLastTwelve()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        auto *range = find<RangePicker>(u"consumptionRange"_s);
        click(u"consumptionInterval2"_s);
        const QDate today = m_format.local(Format::now()).date();
        QCOMPARE(range->range(), (DateRange{QDate(today.year(), today.month(), 1).addMonths(-11),
                                            today.addDays(1)}));
        // One that is long enough is kept.
        action(u"preset5"_s)->trigger();
        click(u"consumptionInterval1"_s);
        click(u"consumptionInterval2"_s);
        QCOMPARE(range->range(), rangeOf(RangePreset::LastYear, today));
    }

    void lastYearIsAskedWithItsDates()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
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

    void closingWithCallsInFlightIsSafe()
    {
        m_transport->hold();
        openPage();
        m_page->refresh();
        m_page.reset();
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
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

        SubjectsModel subjects;
        QAbstractItemModelTester subjectsTester(&subjects, fatal);
        subjects.setRows({{ConsumptionSubject::Kind::Device, u"a"_s, u"Meter"_s}});
    }

    void whatIsShownIsSaved()
    {
        openPage();
        QTRY_VERIFY(chart().isVisible());
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.svg"_s);
        QCOMPARE(m_page->save(ChartFile::Svg, path), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("Parkstr. 12"));
    }

    void valuesAreSavedAsEveryOtherList_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<bool>("byMonth");
        QTest::addColumn<bool>("decimalComma");
        QTest::addColumn<QString>("asked"); // the list and how its query ends
        QTest::newRow("a workbook of the balance")
            << u"exportWorkbook"_s << false << false << u"balance customer_id=c0&format=xlsx"_s;
        QTest::newRow("its values")
            << u"exportCsv"_s << false << false << u"balance customer_id=c0&format=csv"_s;
        QTest::newRow("its values where a comma is the decimal sign")
            << u"exportCsv"_s << false << true
            << u"balance customer_id=c0&format=csv&delimiter=semicolon&decimal=comma"_s;
        QTest::newRow("the series, where no balance is shown")
            << u"exportCsv"_s << true << false
            << u"customer-consumption interval=month&customer_id=c0&format=csv"_s;
        QTest::newRow("a workbook of the series")
            << u"exportWorkbook"_s << true << false
            << u"customer-consumption interval=month&customer_id=c0&format=xlsx"_s;
    }
    void valuesAreSavedAsEveryOtherList()
    {
        QFETCH(bool, byMonth);
        QFETCH(bool, decimalComma);
        QFETCH(QString, asked);
        m_transport->on(Method::Get, "/exports/*", [](const contract::Request &) {
            contract::Response file;
            file.body = "a workbook";
            return file;
        });
        openPage();
        QTRY_VERIFY(chart().content().isBalance());
        if (byMonth) {
            click(u"consumptionInterval2"_s);
            QTRY_VERIFY(chart().isVisible() && !chart().content().isBalance());
        }
        const auto restore = qScopeGuard([before = QLocale()] { QLocale::setDefault(before); });
        if (decimalComma)
            QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        const QTemporaryDir folder;
        QSignalSpy said(m_page.get(), &Page::noticed);
        QFETCH(QString, action);
        this->action(action)->trigger();
        auto *dialog = m_page->window()->findChild<QFileDialog *>();
        QVERIFY(dialog->selectedFiles().first().contains(u"Parkstr. 12 20"_s));
        const QString path = folder.filePath(asked.endsWith(u"xlsx") ? u"a.xlsx"_s : u"a.csv"_s);
        dialog->selectFile(path);
        static_cast<QDialog *>(dialog)->accept();
        QTRY_COMPARE(said.count(), 1);
        const auto *request =
            m_transport->newest(Method::Get, "/exports/" + asked.section(u' ', 0, 0).toLatin1());
        QVERIFY(request);
        QVERIFY2(request->query.endsWith('&' + asked.section(u' ', 1).toLatin1()),
                 request->query.constData());
        QCOMPARE(QFileInfo(path).size(), 10);
    }

    void newReadingsAreShownUnlessSomebodyLooksCloser_data()
    {
        QTest::addColumn<QString>("doing");
        QTest::addColumn<bool>("isAskedAgain");
        QTest::newRow("nothing") << u"nothing"_s << true;
        QTest::newRow("midnight has passed") << u"midnight"_s << true;
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
        auto *range = find<RangePicker>(u"consumptionRange"_s);
        const DateRange shown = range->range();
        if (doing == u"midnight")
            range->setToday(shown.last().addDays(-1));
        QTRY_VERIFY(chart().isVisible() && m_transport->waiting() == 0);
        m_transport->forget();
        m_transport->happen(m_office->uplinkOf(2));
        const QByteArray series = "/customers/c0/consumption";
        if (isAskedAgain) {
            QTRY_VERIFY(m_transport->newest(Method::Get, series));
            QVERIFY(chart().isVisible());
            QCOMPARE(range->range(), shown);
            return;
        }
        QTRY_VERIFY(!timer->isActive());
        QVERIFY(!m_transport->newest(Method::Get, series));
    }

    void aSwappedMeterSaysSoBesideItsTwoRegisters()
    {
        m_transport->on(Method::Get, "/devices/*", [](const contract::Request &) {
            ConsumptionReport report;
            ConsumptionItem item;
            item.opening = Volume{500'000'000};
            item.closing = Volume{1'475'000};
            item.consumption = report.series.total = Volume{2'140'000};
            report.series.items = {item};
            report.marks = {
                {DeviceId{3}, Timestamp{1'795'000'000'000}, RegisterMarkKind::Swap, {}, {}, {}}};
            return contract::success(contract::toJson(report));
        });
        MeterVolumesModel meters(*m_client, m_format);
        meters.load({}, u"2026-11-01"_s, u"2026-12-01"_s);
        const auto first = [&meters](int column, int role = Qt::DisplayRole) {
            return meters.index(0, column).data(role).toString();
        };
        QTRY_COMPARE(first(MeterVolumesModel::Consumption), u"2.140"_s);
        QCOMPARE(first(MeterVolumesModel::Note), u"Swapped"_s);
        QVERIFY2(first(MeterVolumesModel::Closing, Qt::ToolTipRole)
                     .endsWith(u"The meter was replaced"_s),
                 qPrintable(first(MeterVolumesModel::Closing, Qt::ToolTipRole)));
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
        // "This month" is empty on its first morning.
        action(u"preset%1"_s.arg(int(RangePreset::Last30Days)))->trigger();
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
