#include "ui/charts/chartcontent.h"

#include <QDateTime>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

const QTimeZone &berlin()
{
    static const QTimeZone zone("Europe/Berlin");
    return zone;
}

Timestamp at(const QString &local)
{
    QDateTime time = QDateTime::fromString(local, u"yyyy-MM-dd HH:mm"_s);
    time.setTimeZone(berlin());
    return {time.toMSecsSinceEpoch()};
}

Timestamp day(int number)
{
    return {number * duration::day};
}

ConsumptionItem item(int from, int to, qint64 litres, Quality quality = Quality::Measured)
{
    ConsumptionItem made;
    made.from = day(from);
    made.to = day(to);
    made.consumption = {litres * 1000};
    made.quality = quality;
    return made;
}

ConsumptionSeries series(std::vector<ConsumptionItem> items)
{
    ConsumptionSeries made;
    made.from = items.front().from;
    made.to = items.back().to;
    made.items = std::move(items);
    return made;
}

} // namespace

class ChartGeometryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGapIsOneWideBarOfItsAverage()
    {
        const auto bars = barsOf(series({item(0, 1, 400), item(1, 4, 900, Quality::Gap)}));
        QCOMPARE(bars.size(), size_t(2));
        QCOMPARE(bars[1].intervals, 3);
        QCOMPARE(bars[1].volume.millilitres, 900'000);
        QCOMPARE(bars[1].perInterval.millilitres, 300'000);
        const PlotScale scale{QRectF(0, 0, 400, 100), {day(0), day(4)}, 400'000};
        const QRectF one = scale.rectOf(bars[0]);
        const QRectF wide = scale.rectOf(bars[1]);
        QVERIFY2(wide.width() > 2.5 * one.width(), "three days wide");
        QCOMPARE(wide.top(), 25.0);
        QCOMPARE(one.top(), 0.0);
        QCOMPARE(wide.bottom(), 100.0);
    }

    void spansAreCountedInIntervals_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("interval");
        QTest::addColumn<int>("count");
        const auto row = [](const char *name, const QString &from, const QString &to,
                            Interval interval, int count) {
            QTest::newRow(name) << from << to << int(interval) << count;
        };
        row("an hour", u"2026-11-03 08:00"_s, u"2026-11-03 09:00"_s, Interval::Hour, 1);
        row("a day of 25 hours", u"2026-10-25 00:00"_s, u"2026-10-26 00:00"_s, Interval::Day, 1);
        row("a day of 23 hours", u"2026-03-29 00:00"_s, u"2026-03-30 00:00"_s, Interval::Day, 1);
        row("three days over the change of clocks", u"2026-10-24 00:00"_s, u"2026-10-27 00:00"_s,
            Interval::Day, 3);
        row("January and February", u"2026-01-01 00:00"_s, u"2026-03-01 00:00"_s, Interval::Month,
            2);
        row("July and August", u"2026-07-01 00:00"_s, u"2026-09-01 00:00"_s, Interval::Month, 2);
        row("February alone", u"2026-02-01 00:00"_s, u"2026-03-01 00:00"_s, Interval::Month, 1);
        row("a year", u"2025-01-01 00:00"_s, u"2026-01-01 00:00"_s, Interval::Month, 12);
        row("part of a day", u"2026-11-03 00:00"_s, u"2026-11-03 05:00"_s, Interval::Day, 1);
    }
    void spansAreCountedInIntervals()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(int, interval);
        QTEST(intervalsIn(at(from), at(to), Interval(interval)), "count");
    }

    void barsAreFoundByTime()
    {
        const auto bars =
            barsOf(series({item(0, 1, 1), item(1, 2, 1), item(6, 7, 1), item(7, 8, 1)}));
        QCOMPARE(barAt({}, day(1)), std::optional<size_t>());
        QCOMPARE(barAt(bars, day(-3)), std::optional<size_t>(0));
        QCOMPARE(barAt(bars, day(0)), std::optional<size_t>(0));
        QCOMPARE(barAt(bars, day(1)), std::optional<size_t>(1));
        QCOMPARE(barAt(bars, day(3)), std::optional<size_t>(1));
        QCOMPARE(barAt(bars, day(5)), std::optional<size_t>(2));
        QCOMPARE(barAt(bars, day(90)), std::optional<size_t>(3));
        QCOMPARE(barsWithin(bars, {day(1), day(6)}), (std::pair<size_t, size_t>(1, 2)));
        QCOMPARE(barsWithin(bars, {day(3), day(4)}), (std::pair<size_t, size_t>(2, 2)));
    }

    void zoomingKeepsWhatIsUnderTheMouse()
    {
        const TimeWindow whole{day(0), day(100)};
        const TimeWindow half = zoomed(whole, whole, day(25), 0.5, duration::day);
        QCOMPARE(half.length(), 50 * duration::day);
        QCOMPARE(half.from.ms, qint64(12.5 * duration::day));
        QCOMPARE(zoomed(half, whole, day(25), 100, duration::day), whole);
        QCOMPARE(zoomed(half, whole, day(25), 1e-9, 3 * duration::day).length(), 3 * duration::day);
        const TimeWindow left = zoomed(whole, whole, day(0), 0.1, duration::day);
        QCOMPARE(left, (TimeWindow{day(0), day(10)}));
        QCOMPARE(panned(left, whole, -5 * duration::day), left);
        QCOMPARE(panned(left, whole, 300 * duration::day), (TimeWindow{day(90), day(100)}));
        QCOMPARE(revealing(left, whole, day(12), day(13)), (TimeWindow{day(3), day(13)}));
        QCOMPARE(revealing(left, whole, day(4), day(5)), left);
    }

    void ticksAreAtLocalMidnights()
    {
        const TimeWindow november{at(u"2026-11-01 00:00"_s), at(u"2026-11-25 00:00"_s)};
        const auto ticks = timeTicks(november, Interval::Day, berlin(), 8, november.from);
        QCOMPARE(ticks.size(), size_t(5));
        for (const TimeTick &tick : ticks) {
            const QDateTime local = QDateTime::fromMSecsSinceEpoch(tick.at.ms, berlin());
            QCOMPARE(local.time(), QTime(0, 0));
            QCOMPARE(local.date().day() % 5, 1);
        }
        // Over the change of clocks, and moved: the same days are named.
        const TimeWindow autumn{at(u"2026-10-20 00:00"_s), at(u"2026-10-31 00:00"_s)};
        const auto first = timeTicks(autumn, Interval::Day, berlin(), 6, autumn.from);
        const auto moved = timeTicks({autumn.from + duration::day, autumn.to + duration::day},
                                     Interval::Day, berlin(), 6, autumn.from);
        QCOMPARE(moved.front().at, first[1].at);
        const TimeWindow year{at(u"2026-01-01 00:00"_s), at(u"2027-01-01 00:00"_s)};
        QCOMPARE(timeTicks(year, Interval::Month, berlin(), 20, year.from).size(), size_t(12));
        QCOMPARE(timeTicks(year, Interval::Hour, berlin(), 6, year.from).size(), size_t(6));
        const TimeWindow hours{at(u"2026-11-03 00:00"_s), at(u"2026-11-04 00:00"_s)};
        QCOMPARE(timeTicks(hours, Interval::Hour, berlin(), 8, hours.from).size(), size_t(8));
        QVERIFY(timeTicks({day(3), day(3)}, Interval::Day, berlin(), 8, day(0)).empty());
    }

    void stepsOfTheScaleAreRound_data()
    {
        QTest::addColumn<double>("range");
        QTest::addColumn<double>("step");
        QTest::newRow("twenty") << 20.0 << 5.0;
        QTest::newRow("a little more") << 20.5 << 10.0;
        QTest::newRow("litres an hour") << 0.06 << 0.02;
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("a town") << 8000.0 << 2000.0;
    }
    void stepsOfTheScaleAreRound()
    {
        QFETCH(double, range);
        QFETCH(double, step);
        QVERIFY(qFuzzyCompare(niceStep(range, 4), step));
    }

    void lastYearIsShownAtThisYearsDates()
    {
        ConsumptionReport now;
        now.series = series({item(20'400, 20'401, 5)});
        ConsumptionReport then;
        then.series = series({item(20'400 - 365, 20'401 - 365, 7)});
        const ChartContent content = chartOf(now, &then, QTimeZone::utc());
        QCOMPARE(content.lastYear.size(), size_t(1));
        QCOMPARE(content.lastYear[0].at, day(20'400) + duration::day / 2);
        QCOMPARE(content.lastYearAt(content.bars[0])->millilitres, 7000);
        QVERIFY(chartOf(now, nullptr, QTimeZone::utc()).lastYear.empty());
    }

    void theRegisterLineBreaksWhereTheRegisterDoes()
    {
        auto items = std::vector{item(0, 1, 5), item(1, 2, 5), item(2, 3, 5), item(3, 4, 5)};
        const qint64 values[][2] = {{100, 105}, {105, 110}, {110, 2}, {2, 7}};
        for (size_t i = 0; i < items.size(); ++i) {
            items[i].opening = Volume{values[i][0]};
            items[i].closing = Volume{values[i][1]};
        }
        ConsumptionReport report;
        report.series = series(items);
        const ChartContent content = chartOf(report, nullptr, QTimeZone::utc());
        QCOMPARE(content.registerLines.size(), size_t(2));
        QCOMPARE(content.registerLines[0].back().value.millilitres, 110);
        QCOMPARE(content.registerLines[1].front().value.millilitres, 2);
        QCOMPARE(content.registerLines[1].back().value.millilitres, 7);
    }

    void aBalanceIsStacked()
    {
        Balance balance;
        balance.days = {
            {QDate(2026, 10, 25), Volume{20'000}, Volume{15'000}, Volume{5'000}, 250, {}},
            {QDate(2026, 10, 26), Volume{9'000}, Volume{10'000}, Volume{-1'000}, -111, {}},
            {QDate(2026, 10, 27), {}, Volume{10'000}, {}, {}, {}}};
        const ChartContent content = chartOf(balance, nullptr, berlin());
        QVERIFY(content.isBalance());
        QCOMPARE(content.bars[0].top().millilitres, 20'000);
        QCOMPARE(content.bars[0].to - content.bars[0].from, 25 * duration::hour);
        QCOMPARE(content.bars[1].unmetered.millilitres, 0);
        QCOMPARE(content.bars[2].top().millilitres, 10'000);
        QCOMPARE(content.whole.to, at(u"2026-10-28 00:00"_s));
    }
};

QTEST_GUILESS_MAIN(ChartGeometryTest)
#include "tst_chartgeometry.moc"
