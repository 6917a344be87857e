#include "tests/ui/sampleconsumption.h"
#include "ui/charts/chartexport.h"
#include "ui/charts/chartlegend.h"
#include "ui/charts/chartscene.h"
#include "ui/charts/chartwords.h"
#include "ui/charts/consumptionchart.h"
#include "ui/format.h"
#include "ui/translations.h"
#include "ui/widgets/chip.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QPushButton>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

const Timestamp start{1'762'000'000'000 / duration::day * duration::day};

ConsumptionReport report(int count, Interval interval = Interval::Day)
{
    const qint64 length = interval == Interval::Hour ? duration::hour : duration::day;
    ConsumptionReport made;
    made.series.interval = interval;
    Volume register_{431'200'000};
    for (int i = 0; i < count; ++i) {
        ConsumptionItem item;
        item.from = start + i * length;
        item.to = item.from + length;
        item.consumption = {(i * 7919) % 400 * 1000 + 20'000};
        item.opening = register_;
        register_ = register_ + item.consumption;
        item.closing = register_;
        made.series.items.push_back(item);
    }
    made.series.from = start;
    made.series.to = start + count * length;
    return made;
}

// Days 3 to 5 without a reading, a value that is not believed on day 7.
ConsumptionReport withGap()
{
    ConsumptionReport made = report(12);
    auto &items = made.series.items;
    items[3].to = items[5].to;
    items[3].closing = items[5].closing;
    items[3].consumption = Volume{900'000};
    items[3].quality = Quality::Gap;
    items.erase(items.begin() + 4, items.begin() + 6);
    items[2].quality = Quality::Estimated;
    made.marks = {{DeviceId{1},
                   start + 7 * duration::day + duration::hour,
                   RegisterMarkKind::Glitch,
                   Volume{999'000'000},
                   Volume{432'000'000},
                   {}}};
    return made;
}

} // namespace

class ChartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        installTranslations(*qApp, QLocale());
        m_format.setTimeZone(u"UTC"_s);
    }

    void init()
    {
        m_chart = std::make_unique<ConsumptionChart>(m_format, u"chart"_s);
        m_chart->resize(800, 320);
        m_chart->setContent(chartOf(withGap(), nullptr, QTimeZone::utc()), u"Meter 1A"_s);
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }
    void cleanup() { m_chart.reset(); }

    void theMouseFindsTheBarAndItsValues()
    {
        QTest::mouseMove(m_chart.get(), m_chart->placeOf(0));
        QCOMPARE(m_chart->current(), std::optional<size_t>(0));
        QVERIFY2(m_chart->valueSentence().contains(u"Register 431.200 → 431.220"_s),
                 qPrintable(m_chart->valueSentence()));
        QVERIFY(m_chart->valueSentence().contains(u"0.020 m³"_s));
        QVERIFY(m_chart->valueSentence().contains(u"Measured"_s));
        // Anywhere above the gap, also at its ends.
        const QPoint middle = m_chart->placeOf(3);
        for (const int aside : {-60, 0, 60}) {
            QTest::mouseMove(m_chart.get(), middle + QPoint(aside, 0));
            QCOMPARE(m_chart->current(), std::optional<size_t>(3));
        }
        QVERIFY2(m_chart->valueSentence().contains(u"0.900 m³. Register"_s),
                 qPrintable(m_chart->valueSentence()));
        QVERIFY2(m_chart->valueSentence().contains(
                     u"No readings for 3 days: 0.300 m³ per day on average"_s),
                 qPrintable(m_chart->valueSentence()));
        QTest::mouseMove(m_chart.get(), m_chart->placeOf(5));
        QVERIFY2(m_chart->valueSentence().contains(u"A single odd value, 999.000 m³"_s),
                 qPrintable(m_chart->valueSentence()));
        auto *card = m_chart->findChild<QWidget *>(u"chartCard"_s);
        QVERIFY(card->isVisible());
        QTest::mouseMove(m_chart.get(), QPoint(2, 160));
        QVERIFY(!m_chart->current());
        QVERIFY(!card->isVisible());
    }

    void theRunningIntervalIsSoFarAndNotMissingAReading()
    {
        ConsumptionReport running = report(2);
        const Timestamp now = Format::now();
        ConsumptionItem &last = running.series.items.back();
        running.series.items.front().from = now - 30 * duration::hour;
        last.from = running.series.items.front().to = now - 6 * duration::hour;
        last.to = running.series.to = now + 18 * duration::hour;
        running.series.from = now - 30 * duration::hour;
        last.quality = Quality::Estimated;
        m_chart->setContent(chartOf(running, nullptr, QTimeZone::utc()), u"Meter 1A"_s);
        QTest::mouseMove(m_chart.get(), m_chart->placeOf(1));
        QVERIFY2(m_chart->valueSentence().contains(u"So far"_s),
                 qPrintable(m_chart->valueSentence()));
        QVERIFY(!m_chart->valueSentence().contains(u"missing"_s));
    }

    void aMeterThatDoesNotReportAtMidnightMissesNoReading_data()
    {
        QTest::addColumn<Interval>("interval");
        QTest::addColumn<QString>("said");
        QTest::newRow("by hour") << Interval::Hour
                                 << u"Estimated from the readings before and after the full hour"_s;
        QTest::newRow("by day") << Interval::Day
                                << u"Estimated from the readings before and after midnight"_s;
        QTest::newRow("by month") << Interval::Month
                                  << u"Estimated from the readings before and after midnight"_s;
    }
    void aMeterThatDoesNotReportAtMidnightMissesNoReading()
    {
        QFETCH(Interval, interval);
        ChartBar bar;
        bar.quality = Quality::Estimated;
        QTEST(qualityText(bar, interval, m_format), "said");
        QCOMPARE(sentenceFor(bar.quality), u"Worked out from the readings before and after"_s);
    }

    void theLineOfLastYearBeginsWhereItsReadingsBegin()
    {
        ConsumptionReport before = report(12);
        for (auto &item : before.series.items) {
            item.from = item.from - 365 * duration::day;
            item.to = item.to - 365 * duration::day;
        }
        // As a community answers where it has a meter that has not been read yet.
        for (size_t i = 0; i < 3; ++i) {
            before.series.items[i].consumption = {};
            before.series.items[i].quality = Quality::Estimated;
        }
        const ChartContent content = chartOf(report(12), &before, QTimeZone::utc());
        QCOMPARE(content.lastYear.size(), size_t(9));
        QVERIFY(content.lastYear.front().at > content.bars[3].from);
        // What was read and is zero stays.
        before.series.items[0].quality = Quality::Measured;
        QCOMPARE(chartOf(report(12), &before, QTimeZone::utc()).lastYear.size(), size_t(12));
    }

    void valuesAreSaidWithTheirUnit()
    {
        Balance balance;
        BalanceDay day;
        day.day = QDate(2026, 11, 3);
        day.principal = Volume{4'200'000};
        day.leaves = Volume{3'900'000};
        day.unmetered = Volume{300'000};
        day.unmeteredPerMille = 71;
        balance.days = {day};
        balance.principals = 1;
        m_chart->setContent(chartOf(balance, nullptr, QTimeZone::utc()), u"House"_s);
        QTest::mouseMove(m_chart.get(), m_chart->placeOf(0));
        QVERIFY2(m_chart->valueSentence().contains(u"Principal 4.200 m³ · Flats 3.900 m³"_s),
                 qPrintable(m_chart->valueSentence()));
        QCOMPARE(valueInBar(m_chart->content().bars.front(), true, QLocale()), u"3.90"_s);
        QCOMPARE(valueInBar(m_chart->content().bars.front(), false, QLocale()), u"4.20"_s);
    }

    void aClickOpensWhatIsBehindTheBar()
    {
        QSignalSpy chosen(m_chart.get(), &ConsumptionChart::rangeChosen);
        QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, m_chart->placeOf(3));
        QTest::mouseMove(m_chart.get(), m_chart->placeOf(0)); // gone on before it is sure
        QTRY_COMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<Timestamp>(), start + 3 * duration::day);
        QCOMPARE(chosen[0][1].value<Timestamp>(), start + 6 * duration::day);
    }

    void theKeyboardMovesZoomsAndOpens()
    {
        m_chart->setFocus(Qt::TabFocusReason);
        QTest::keyClick(m_chart.get(), Qt::Key_Home);
        QCOMPARE(m_chart->current(), std::optional<size_t>(0));
        QTest::keyClick(m_chart.get(), Qt::Key_Left);
        QCOMPARE(m_chart->current(), std::optional<size_t>(0));
        QTest::keyClick(m_chart.get(), Qt::Key_Right);
        QCOMPARE(m_chart->current(), std::optional<size_t>(1));
        QCOMPARE(m_chart->accessibleDescription(), m_chart->valueSentence());
        const TimeWindow whole = m_chart->shown();
        QTest::keyClick(m_chart.get(), Qt::Key_Plus);
        QVERIFY(m_chart->shown().length() < whole.length());
        QVERIFY(m_chart->findChild<QPushButton *>(u"chartShowAll"_s)->isVisible());
        QTest::keyClick(m_chart.get(), Qt::Key_End);
        QCOMPARE(m_chart->current(), std::optional<size_t>(9));
        QCOMPARE(m_chart->shown().to, whole.to); // follows the cursor
        for (int i = 0; i < 12; ++i)
            QTest::keyClick(m_chart.get(), Qt::Key_Plus);
        QCOMPARE(m_chart->shown().length(), 4 * duration::day);
        QTest::keyClick(m_chart.get(), Qt::Key_Minus);
        QVERIFY(m_chart->shown().length() > 4 * duration::day);
        QTest::keyClick(m_chart.get(), Qt::Key_0);
        QCOMPARE(m_chart->shown(), whole);
        QSignalSpy chosen(m_chart.get(), &ConsumptionChart::rangeChosen);
        QTest::keyClick(m_chart.get(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(m_chart.get(), Qt::Key_Escape);
        QVERIFY(!m_chart->current());
    }

    void theWheelZoomsDraggingPansADoubleClickResets()
    {
        const TimeWindow whole = m_chart->shown();
        const QPoint place = m_chart->placeOf(3);
        wheel(place, -120);
        QCOMPARE(m_chart->shown(), whole);
        wheel(place, 240);
        const TimeWindow near = m_chart->shown();
        QVERIFY(near.length() < whole.length());
        QVERIFY2(std::abs(m_chart->placeOf(3).x() - place.x()) < 40, "what is under it stays");
        QSignalSpy chosen(m_chart.get(), &ConsumptionChart::rangeChosen);
        QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, place);
        QTest::mouseMove(m_chart.get(), place - QPoint(90, 0));
        QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, place - QPoint(90, 0));
        QVERIFY(m_chart->shown().from > near.from);
        QCOMPARE(m_chart->shown().length(), near.length());
        QTest::mouseDClick(m_chart.get(), Qt::LeftButton, {}, place);
        QCOMPARE(m_chart->shown(), whole);
        QCOMPARE(chosen.count(), 0);
    }

    void theRegisterIsShownWhenWanted()
    {
        auto *toggle = m_chart->findChild<QPushButton *>(u"chartRegister"_s);
        QVERIFY(toggle->isVisible());
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(m_chart->isRegisterShown());
        ConsumptionReport sum = report(5);
        for (ConsumptionItem &item : sum.series.items)
            item.opening = item.closing = std::nullopt;
        m_chart->setContent(chartOf(sum, nullptr, QTimeZone::utc()), u"Community"_s);
        QVERIFY2(!toggle->isVisible(), "several meters have none");
    }

    void everySymbolIsInTheLegendWhenItIsThere_data()
    {
        QTest::addColumn<RegisterMarkKind>("kind");
        QTest::addColumn<QString>("text");
        QTest::newRow("glitch") << RegisterMarkKind::Glitch << u"Odd value, not counted"_s;
        QTest::newRow("excluded") << RegisterMarkKind::Excluded << u"Excluded"_s;
        QTest::newRow("swap") << RegisterMarkKind::Swap << u"Meter replaced"_s;
        QTest::newRow("restart") << RegisterMarkKind::Restart << u"Began again"_s;
        QTest::newRow("roll-over") << RegisterMarkKind::RollOver << u"Began again"_s;
        QTest::newRow("dropped") << RegisterMarkKind::Dropped << u"Fell"_s;
        QTest::newRow("leap") << RegisterMarkKind::Leap << u"Leapt"_s;
    }
    void everySymbolIsInTheLegendWhenItIsThere()
    {
        QFETCH(RegisterMarkKind, kind);
        ChartScene scene;
        const auto symbols = [&scene] {
            QStringList texts;
            for (const LegendEntry &entry : scene.legend()) {
                if (entry.shape == LegendEntry::Shape::Mark)
                    texts << entry.text;
            }
            return texts;
        };
        ConsumptionReport marked = report(12);
        scene.setContent(chartOf(marked, nullptr, QTimeZone::utc()), QTimeZone::utc(), QLocale());
        QCOMPARE(symbols(), QStringList());
        RegisterMark mark;
        mark.at = marked.series.from + duration::hour;
        mark.kind = kind;
        marked.marks = {mark, mark};
        scene.setContent(chartOf(marked, nullptr, QTimeZone::utc()), QTimeZone::utc(), QLocale());
        QFETCH(QString, text);
        QCOMPARE(symbols(), QStringList{text});
    }

    void theLegendTakesAnotherRowWhereItIsNarrow()
    {
        ConsumptionReport marked = report(12);
        for (const RegisterMarkKind kind :
             {RegisterMarkKind::Glitch, RegisterMarkKind::Excluded, RegisterMarkKind::Swap}) {
            RegisterMark mark;
            mark.at = marked.series.from + duration::hour;
            mark.kind = kind;
            marked.marks.push_back(mark);
        }
        const auto *legend = m_chart->findChild<ChartLegend *>();
        for (const auto &[width, rows] : {std::pair(1100, 1), std::pair(620, 2)}) {
            m_chart->resize(width, 300);
            m_chart->setContent(chartOf(marked, nullptr, QTimeZone::utc()), u"Meter 1A"_s);
            QCOMPARE(legend->rows(), rows);
            QVERIFY2(legend->height() >= rows * legendRowPixels,
                     qPrintable(QString::number(legend->height())));
            QVERIFY(legend->mapTo(m_chart.get(), QPoint(0, legend->height())).y()
                    < m_chart->placeOf(0).y());
        }
    }

    void aBalanceSaysWhatIsMissing()
    {
        Balance balance;
        BalanceDay day{QDate(2026, 11, 18),
                       Volume{20'412'000},
                       Volume{14'880'000},
                       Volume{5'532'000},
                       271,
                       {}};
        day.missing = {{DevEui(1), u"Water Meter 4A"_s, {}, Volume{460'000}},
                       {DevEui(2), u"Water Meter 2D"_s, {}, {}}};
        balance.days = {day};
        m_chart->setContent(chartOf(balance, nullptr, QTimeZone::utc()), u"Parkstr. 12"_s);
        QTest::keyClick(m_chart.get(), Qt::Key_Home);
        const QString said = m_chart->valueSentence();
        for (const QString &part :
             {u"18 Nov · 27.1 % unmetered"_s, u"Principal 20.412 m³ · Flats 14.880 m³"_s,
              u"2 meters silent"_s, u"Water Meter 4A  0.460"_s, u"Water Meter 2D  no estimate"_s})
            QVERIFY2(said.contains(part), qPrintable(said));
    }

    void aChangeOfThemeIsPainted()
    {
        const auto has = [this](const QColor &color) {
            const QImage image = m_chart->grab().toImage();
            const QPoint place = m_chart->placeOf(6) * image.devicePixelRatio();
            return image.pixelColor(place) == color;
        };
        QVERIFY(has(Tokens::light().accent));
        m_chart->setPalette(Tokens::dark().palette());
        QVERIFY(has(Tokens::dark().accent));
    }

    void anEmptyChartTakesEverything()
    {
        m_chart->clear();
        for (const int key :
             {Qt::Key_Left, Qt::Key_Right, Qt::Key_Plus, Qt::Key_End, Qt::Key_Return})
            QTest::keyClick(m_chart.get(), static_cast<Qt::Key>(key));
        wheel({300, 150}, 120);
        QTest::mouseMove(m_chart.get(), QPoint(300, 150));
        QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint(300, 150));
        QTest::mouseDClick(m_chart.get(), Qt::LeftButton, {}, QPoint(300, 150));
        QVERIFY(!m_chart->grab().isNull());
        QVERIFY(!m_chart->current());
    }

    // Not a benchmark: a frame that took a second would be an item for each bar.
    void aYearOfHoursStaysSmooth()
    {
        m_chart->setContent(chartOf(report(9000, Interval::Hour), nullptr, QTimeZone::utc()),
                            u"Year"_s);
        m_chart->grab();
        QElapsedTimer timer;
        timer.start();
        constexpr int frames = 10;
        for (int i = 0; i < frames; ++i) {
            QTest::mouseMove(m_chart.get(), QPoint(300 + i, 150));
            m_chart->grab();
        }
        const qint64 each = timer.elapsed() / frames;
        qInfo("%lld ms a frame", static_cast<long long>(each));
        QVERIFY2(each < 250, qPrintable(QString::number(each)));
    }

    void filesAreWhole()
    {
        const QTemporaryDir folder;
        ChartExport chart;
        chart.content = chartOf(withGap(), nullptr, QTimeZone::utc());
        chart.subject = u"Parkstr. 12"_s;
        chart.range = u"1 – 12 Nov 2026"_s;
        chart.withRegister = true;
        const auto path = [&folder](const QString &name) { return folder.filePath(name); };
        QCOMPARE(saveChart(chart, ChartFile::Png, path(u"a.png"_s)), QString());
        QCOMPARE(saveChart(chart, ChartFile::Svg, path(u"a.svg"_s)), QString());
        QCOMPARE(saveChart(chart, ChartFile::Pdf, path(u"a.pdf"_s)), QString());

        const QImage image(path(u"a.png"_s));
        QCOMPARE(image.size(), QSize(2400, 1280));
        QVERIFY2(coloured(image) > 10'000, "bars are in it");
        QSvgRenderer svg(path(u"a.svg"_s));
        QVERIFY(svg.isValid());
        QImage drawn(1200, 640, QImage::Format_RGB32);
        drawn.fill(Qt::white);
        QPainter painter(&drawn);
        svg.render(&painter);
        painter.end();
        QVERIFY2(coloured(drawn) > 2'500, "bars are in it");
        const QByteArray svgText = read(path(u"a.svg"_s));
        QVERIFY(svgText.contains("Parkstr. 12"));
        QVERIFY(read(path(u"a.pdf"_s)).startsWith("%PDF-"));
        QVERIFY(read(path(u"a.pdf"_s)).size() > 2000);

        QVERIFY2(!saveChart(chart, ChartFile::Png, path(u"none/a.png"_s)).isEmpty(), "says why");
    }

private:
    void wheel(QPoint place, int turned)
    {
        QWheelEvent event(place, m_chart->mapToGlobal(place), {}, {0, turned}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_chart.get(), &event);
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static int coloured(const QImage &image)
    {
        int pixels = 0;
        const QColor accent = Tokens::light().accent;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                pixels += image.pixelColor(x, y) == accent ? 1 : 0;
        }
        return pixels;
    }

    Format m_format{QLocale(QLocale::English)};
    std::unique_ptr<ConsumptionChart> m_chart;
};

QTEST_MAIN(ChartsTest)
#include "tst_charts.moc"
