#include "backend/contract/codecs.h"
#include "backend/contract/consumptioncodecs.h"
#include "tests/support/faketransport.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/readingsdialog.h"
#include "ui/format.h"
#include "ui/translations.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;
using contract::Method;
using Kind = ConsumptionSubject::Kind;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
const DevEui meter(0xa1b2c3d4e5f60003ULL);
const DevEui earlier(0xa1b2c3d4e5f60002ULL);

// Of November 2026, by the clock of Berlin: "24 00:00"
Timestamp at(const QString &text)
{
    return *Timestamp::parse(u"2026-11-%1:00+01:00"_s.arg(QString(text).replace(u' ', u'T')));
}

Volume litres(qint64 litres)
{
    return {litres * 1000};
}

PartEnd read(const QString &time, Volume value)
{
    return {at(time), value, at(time), at(time)};
}

Reading readingOf(const QString &time, Volume value)
{
    Reading reading;
    reading.device = {7};
    reading.recordedAt = reading.receivedAt = at(time);
    reading.volume = value;
    return reading;
}

// 24 November, whose midnights both lie between two readings.
ConsumptionPart day()
{
    ConsumptionPart part;
    part.eui = meter;
    part.name = u"Meter 1C"_s;
    part.opening = {at(u"24 00:00"_s), litres(500'200), at(u"23 22:00"_s), at(u"24 02:00"_s)};
    part.closing = {at(u"25 00:00"_s), litres(501'300), at(u"24 22:00"_s), at(u"25 02:00"_s)};
    part.consumption = litres(1'100);
    return part;
}

} // namespace

class ReadingsDialogTest : public QObject
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
        m_client = std::make_unique<ApiClient>(*m_transport);
        m_readings = {
            readingOf(u"25 02:00"_s, litres(501'500)), readingOf(u"24 22:00"_s, litres(501'100)),
            readingOf(u"24 02:00"_s, litres(500'400)), readingOf(u"23 22:00"_s, litres(500'000))};
    }
    void cleanup() { m_dialog.reset(); }

    void aDayIsFollowedFromTheReadingBeforeToTheReadingAfter()
    {
        open(Kind::Device, meter.toString(), {day()});
        QTRY_COMPARE(readings().rowCount(), 4);
        const auto *asked = m_transport->newest(Method::Get, path(meter, "/readings"));
        QCOMPARE(asked->queryItems().queryItemValue(u"from"_s), u"2026-11-23T21:00:00Z"_s);
        QCOMPARE(asked->queryItems().queryItemValue(u"to"_s), u"2026-11-25T01:00:00.001Z"_s);
        QCOMPARE(column(ReadingListModel::Standing),
                 (QStringList{u"After"_s, u"Counts"_s, u"Counts"_s, u"Before"_s}));
        QCOMPARE(column(ReadingListModel::Added),
                 (QStringList{u"+0.400"_s, u"+0.700"_s, u"+0.400"_s, Format::none()}));
        QCOMPARE(text(u"figureClosing"_s), u"501.300 m³"_s);
        QCOMPARE(text(u"figureClosingHow"_s),
                 u"25 Nov 2026 00:00, interpolated between the readings of 24 Nov 2026 22:00 and "
                 "25 Nov 2026 02:00"_s);
        QCOMPARE(text(u"figureOpening"_s), u"500.200 m³"_s);
        QCOMPARE(text(u"figureConsumption"_s), u"1.100 m³"_s);
        QCOMPARE(text(u"figureConsumptionHow"_s), QString());
    }

    void whatWasReadAtTheEndsIsNeitherBeforeNorAfter()
    {
        ConsumptionPart part = day();
        part.opening = read(u"23 22:00"_s, litres(500'000));
        part.closing = read(u"25 02:00"_s, litres(501'500));
        open(Kind::Device, meter.toString(), {part});
        QTRY_COMPARE(readings().rowCount(), 4);
        QCOMPARE(column(ReadingListModel::Standing), QStringList(4, u"Counts"_s));
        QCOMPARE(text(u"figureOpeningHow"_s), u"23 Nov 2026 22:00, read"_s);
    }

    void whatWouldNotAddUpWhenRoundedIsExact()
    {
        ConsumptionPart part = day();
        part.opening.value = Volume{500'200'250};
        part.closing.value = Volume{501'300'750};
        part.consumption = Volume{1'100'500};
        open(Kind::Device, meter.toString(), {part});
        QTRY_COMPARE(text(u"figureConsumption"_s), u"1.100500 m³"_s);
        QCOMPARE(text(u"figureClosing"_s), u"501.300750 m³"_s);
    }

    void beforeASwapTheReadingsAreThoseOfTheMeterThatStoodThere()
    {
        ConsumptionPart part = day();
        part.eui = earlier;
        open(Kind::Device, meter.toString(), {part});
        QTRY_COMPARE(readings().rowCount(), 4);
        QVERIFY(m_transport->newest(Method::Get, path(earlier, "/readings")));
        QVERIFY2(
            text(u"readingsSpan"_s).endsWith(u"meter a1b2c3d4e5f60002, which stood here before"_s),
            qPrintable(text(u"readingsSpan"_s)));
        QVERIFY(!button(u"readingsBack"_s)->isVisible());
    }

    void overASwapBothMetersAreNamedWithTheirTimes()
    {
        ConsumptionPart old = day();
        old.eui = earlier;
        old.closing = read(u"24 12:00"_s, litres(500'700));
        old.consumption = litres(500);
        ConsumptionPart next = day();
        next.opening = read(u"24 12:00"_s, litres(200));
        next.closing = read(u"25 00:00"_s, litres(800));
        next.consumption = litres(600);
        open(Kind::Device, meter.toString(), {old, next});
        auto *meters = m_dialog->findChild<QTableView *>(u"readingsMeters"_s);
        QTRY_COMPARE(meters->model()->rowCount(), 2);
        const auto cell = [meters](int row, int column) {
            return meters->model()->index(row, column).data().toString();
        };
        QCOMPARE(cell(0, PartsModel::To), u"24 Nov 2026 12:00"_s);
        QCOMPARE(cell(0, PartsModel::Consumption), u"0.500"_s);
        QCOMPARE(cell(1, PartsModel::Opening), u"0.200"_s);
        QCOMPARE(text(u"readingsSum"_s), u"Sum 1.100 m³"_s);
        Q_EMIT meters->activated(meters->model()->index(0, 0));
        QTRY_COMPARE(readings().rowCount(), 4);
        QVERIFY(m_transport->newest(Method::Get, path(earlier, "/readings")));
        QTest::mouseClick(button(u"readingsBack"_s), Qt::LeftButton);
        QVERIFY(meters->isVisible());
        QCOMPARE(meters->model()->rowCount(), 2);
    }

    void aResidentIsShownTheMetersOfTheirTimeWhoeverLivesThereNow()
    {
        ConsumptionPart part = day();
        part.closing = {at(u"24 10:00"_s), litres(500'600), at(u"24 02:00"_s), at(u"24 22:00"_s)};
        part.consumption = litres(400);
        open(Kind::Resident, u"r0"_s, {part});
        QTRY_COMPARE(readings().rowCount(), 4);
        const auto *asked = m_transport->newest(Method::Get, "/end-users/r0/consumption");
        QVERIFY(asked);
        QCOMPARE(asked->queryItems().queryItemValue(u"parts"_s), u"true"_s);
        QCOMPARE(m_transport->newest(Method::Get, path(meter, "/readings"))
                     ->queryItems()
                     .queryItemValue(u"to"_s),
                 u"2026-11-24T21:00:00.001Z"_s);
        QVERIFY(text(u"figureClosingHow"_s).startsWith(u"24 Nov 2026 10:00, interpolated"_s));
        QCOMPARE(text(u"figureConsumption"_s), u"0.400 m³"_s);
    }

    void aRestartIsCountedInStepsThatAddUp()
    {
        ConsumptionPart part = day();
        part.closing = read(u"24 22:00"_s, litres(900));
        part.consumption = litres(1'150);
        part.marks = {
            {DeviceId{7}, at(u"24 02:00"_s), RegisterMarkKind::Restart, litres(250),
             litres(500'450), litres(250)},
            {DeviceId{7}, at(u"23 22:00"_s), RegisterMarkKind::Glitch, litres(1), {}, {}}};
        open(Kind::Device, meter.toString(), {part});
        QTRY_COMPARE(readings().rowCount(), 4);
        const QString how = text(u"figureConsumptionHow"_s);
        QVERIFY2(how.startsWith(
                     u"Counted in steps: 0.250 m³ + 0.250 m³ + 0.650 m³\n24 Nov 2026 02:00: The "
                     "register began again at zero"_s),
                 qPrintable(how));
        QVERIFY2(how.endsWith(u"counted 0.250 m³"_s), qPrintable(how));
        QCOMPARE(column(ReadingListModel::Standing).last(), u"Not counted"_s);
        QCOMPARE(column(ReadingListModel::Added)[2], Format::none());
    }

    void aPrincipalMeterIsNotInTheSum()
    {
        ConsumptionPart inlet = day();
        inlet.isCounted = false;
        open(Kind::Community, u"c0"_s, {inlet, day()});
        auto *meters = m_dialog->findChild<QTableView *>(u"readingsMeters"_s);
        QTRY_COMPARE(meters->model()->rowCount(), 2);
        QCOMPARE(text(u"readingsSum"_s), u"Sum 1.100 m³"_s);
        QVERIFY(m_dialog->findChild<QLabel *>(u"readingsSumHint"_s)->isVisible());
        QVERIFY(meters->model()->index(0, PartsModel::Consumption).data(MutedRole).toBool());
        Q_EMIT meters->activated(meters->model()->index(0, 0));
        QTRY_VERIFY(text(u"figureConsumptionHow"_s).startsWith(u"Not in the sum"_s));
    }

    void aMeterThatWasNotReadMayBeGivenAReading()
    {
        m_readings.clear();
        open(Kind::Device, meter.toString(), {});
        QTRY_COMPARE(text(u"readingListStackEmptySentence"_s), u"No reading in this span"_s);
        QTRY_VERIFY(button(u"addReading"_s)->isVisible());
        QVERIFY(!m_dialog->findChild<QWidget *>(u"figureOrigin"_s)->isVisible());
    }

    void aFailureIsRetried()
    {
        m_transport->on(Method::Get, "/customers/*",
                        contract::failure({ErrorCode::StorageUnavailable, {}, {}}));
        m_dialog = std::make_unique<ReadingsDialog>(
            *m_client, m_format, ConsumptionSubject{Kind::Community, u"c0"_s, u"Park"_s},
            ReadingsDialog::Span{at(u"24 00:00"_s), at(u"25 00:00"_s)}, nullptr);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->open();
        auto *again = button(u"readingsMetersStackFailedAction"_s);
        QTRY_VERIFY(again->isVisible());
        answer({day(), day()});
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_COMPARE(text(u"readingsSum"_s), u"Sum 2.200 m³"_s);
    }

private:
    void answer(const std::vector<ConsumptionPart> &parts)
    {
        const auto consumption = [parts](const contract::Request &request) {
            ConsumptionReport report;
            for (const ConsumptionPart &part : parts) {
                if (part.isCounted)
                    report.series.total = report.series.total + part.consumption;
            }
            if (request.queryItems().hasQueryItem(u"parts"_s))
                report.parts = parts;
            return contract::success(contract::toJson(report));
        };
        m_transport->on(Method::Get, "/customers/*", consumption);
        m_transport->on(Method::Get, "/end-users/*", consumption);
        m_transport->on(Method::Get, "/devices/*",
                        [this, consumption](const contract::Request &request) {
                            if (!request.path.endsWith("/readings"))
                                return consumption(request);
                            QJsonArray page;
                            for (const Reading &reading : m_readings)
                                page.append(contract::toJson(reading));
                            return contract::successPage(page, {page.size(), 100, 0, {}});
                        });
    }
    void open(Kind kind, const QString &id, const std::vector<ConsumptionPart> &parts)
    {
        answer(parts);
        m_dialog = std::make_unique<ReadingsDialog>(
            *m_client, m_format, ConsumptionSubject{kind, id, u"Subject"_s},
            ReadingsDialog::Span{at(u"24 00:00"_s), at(u"25 00:00"_s)}, nullptr);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        new QAbstractItemModelTester(&readings(), fatal, m_dialog.get());
        m_dialog->open();
    }
    QAbstractItemModel &readings() const
    {
        return *m_dialog->findChild<QTableView *>(u"readingList"_s)->model();
    }
    QStringList column(int column) const
    {
        QStringList texts;
        for (int row = 0; row < readings().rowCount(); ++row)
            texts << readings().index(row, column).data().toString();
        return texts;
    }
    QString text(const QString &name) const { return m_dialog->findChild<QLabel *>(name)->text(); }
    QPushButton *button(const QString &name) const
    {
        return m_dialog->findChild<QPushButton *>(name);
    }
    static QByteArray path(DevEui eui, const char *end)
    {
        return "/devices/" + eui.toString().toLatin1() + end;
    }

    Format m_format{QLocale(QLocale::English)};
    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<ReadingsDialog> m_dialog;
    std::vector<Reading> m_readings;
};

QTEST_MAIN(ReadingsDialogTest)
#include "tst_readingsdialog.moc"
