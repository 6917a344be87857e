#include "backend/domain/consumption.h"
#include "backend/domain/intervals.h"

#include <QTest>
#include <QTimeZone>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

const QTimeZone &berlin()
{
    static const QTimeZone zone("Europe/Berlin");
    return zone;
}

Timestamp at(const char *text)
{
    return *Timestamp::parse(QString::fromLatin1(text));
}

std::vector<RegisterPoint>
points(const std::vector<std::pair<const char *, const char *>> &readings)
{
    RegisterWalk walk;
    for (const auto &[time, cubicMetres] : readings)
        walk.add({at(time), *Volume::parseCubicMetres(QString::fromLatin1(cubicMetres)), {}});
    walk.finish();
    return walk.points();
}

std::vector<RegisterAt> valuesOf(const std::vector<RegisterPoint> &readings,
                                 const std::vector<Timestamp> &moments)
{
    return RegisterCurve(readings).at(moments);
}

// "2026-01-01T00:00:00Z 1.5 measured; …" with times in UTC.
QString text(const ConsumptionSeries &series)
{
    QStringList parts;
    for (const ConsumptionItem &item : series.items) {
        parts.append(u"%1 %2h %3 %4"_s.arg(item.from.toString())
                         .arg((item.to - item.from) / duration::hour)
                         .arg(item.consumption.toCubicMetres())
                         .arg(toText(item.quality)));
    }
    return parts.join(u"; "_s);
}

} // namespace

class ConsumptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void days_begin_at_local_midnight_also_when_clocks_change_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("interval");
        QTest::addColumn<QString>("hours"); // the length of each
        const auto row = [](const char *name, const char *zone, const char *from, const char *to,
                            Interval interval, const char *hours) {
            QTest::newRow(name) << QByteArray(zone) << QString::fromLatin1(from)
                                << QString::fromLatin1(to) << static_cast<int>(interval)
                                << QString::fromLatin1(hours);
        };
        row("spring in Berlin", "Europe/Berlin", "2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z",
            Interval::Day, "24 23 24");
        row("autumn in Berlin", "Europe/Berlin", "2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z",
            Interval::Day, "24 25 24");
        row("a day without midnight", "America/Santiago", "2026-09-05T04:00:00Z",
            "2026-09-07T03:00:00Z", Interval::Day, "24 23");
        row("half an hour on Lord Howe", "Australia/Lord_Howe", "2026-10-02T13:30:00Z",
            "2026-10-04T13:00:00Z", Interval::Day, "24 23.5");
        row("hours of a half-hour zone", "Asia/Kolkata", "2026-01-01T00:00:00Z",
            "2026-01-01T02:00:00Z", Interval::Hour, "0.5 1 0.5");
        row("hours over the autumn change", "Europe/Berlin", "2026-10-25T00:00:00Z",
            "2026-10-25T03:00:00Z", Interval::Hour, "1 1 1");
        row("months", "Europe/Berlin", "2026-02-10T12:00:00Z", "2026-04-30T22:00:00Z",
            Interval::Month, "443 743 720");
        row("a range that ends where it begins", "Europe/Berlin", "2026-02-10T12:00:00Z",
            "2026-02-10T12:00:00Z", Interval::Day, "");
    }
    void days_begin_at_local_midnight_also_when_clocks_change()
    {
        QFETCH(QByteArray, zone);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(int, interval);
        QFETCH(QString, hours);
        const auto moments = boundaries(static_cast<Interval>(interval), *Timestamp::parse(from),
                                        *Timestamp::parse(to), QTimeZone(zone), 1000);
        QStringList lengths;
        for (size_t i = 1; i < moments.size(); ++i)
            lengths.append(
                QString::number(static_cast<double>(moments[i] - moments[i - 1]) / duration::hour));
        QCOMPARE(lengths.join(u' '), hours);
    }

    void a_range_with_too_many_intervals_is_seen_by_their_number()
    {
        const Timestamp from = at("2026-01-01T00:00:00Z");
        QCOMPARE(
            boundaries(Interval::Hour, from, from + 100 * duration::hour, berlin(), 100).size(),
            101U);
        QCOMPARE(
            boundaries(Interval::Hour, from, from + 200 * duration::hour, berlin(), 100).size(),
            101U);
        QVERIFY(boundaries(Interval::Hour, from, from + 200 * duration::hour, berlin(), 100).back()
                != from + 200 * duration::hour);
    }

    void a_register_at_midnight_is_interpolated_and_says_so()
    {
        const auto readings =
            points({{"2026-01-01T18:00:00Z", "10"}, {"2026-01-02T06:00:00Z", "10.9"}});
        const RegisterAt value = valuesOf(readings, {at("2026-01-01T23:00:00Z")}).front();
        QVERIFY(value.isBetween() && !value.isRead());
        QCOMPARE(value.value->millilitres, 10'375'000);
        QCOMPARE(value.total.millilitres, 375'000);
        QVERIFY(valuesOf(readings, {at("2026-01-02T06:00:00Z")}).front().isRead());
    }

    // The register at midnight, between a reading at 18:00 and one at 06:00 of Berlin's days.
    void a_register_at_midnight_is_true_across_what_the_register_did_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<int>("answer");
        QTest::addColumn<QString>("midnight"); // empty: nobody knows
        QTest::addColumn<QString>("used");     // by then, since the reading before
        const auto row = [](const char *name, const char *before, const char *after,
                            const char *midnight, const char *used,
                            RegisterAnswer answer = RegisterAnswer::None) {
            QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(after)
                                << static_cast<int>(answer) << QString::fromLatin1(midnight)
                                << QString::fromLatin1(used);
        };
        row("between", "100", "101", "100.5", "0.5");
        row("a roll-over after midnight", "268435.155", "0.099", "268435.355", "0.2");
        row("a roll-over before midnight", "268435.405", "0.449", "0.199", "0.25");
        row("a roll-over at midnight", "99999.5", "0.5", "0", "0.5");
        row("a restart", "100", "0.5", "0.25", "0.25");
        row("a restart as a person says", "100", "30", "15", "15", RegisterAnswer::FromZero);
        row("a fall nobody can tell", "100", "30", "", "0");
        row("another register, as a person says", "100", "30", "", "0", RegisterAnswer::Anew);
        row("a higher one, as a person says", "100", "130", "", "0", RegisterAnswer::Anew);
        row("water that flowed back", "100", "99.99", "100", "0");
        row("a leap", "100", "800", "450", "350");
    }
    void a_register_at_midnight_is_true_across_what_the_register_did()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(int, answer);
        QFETCH(QString, midnight);
        QFETCH(QString, used);
        RegisterWalk walk;
        const Volume next = *Volume::parseCubicMetres(after);
        walk.add({at("2026-01-01T17:00:00Z"), *Volume::parseCubicMetres(before), {}});
        walk.add({at("2026-01-02T05:00:00Z"), next, static_cast<RegisterAnswer>(answer)});
        walk.add({at("2026-01-02T06:00:00Z"), next, {}});
        walk.finish();
        const RegisterAt value = valuesOf(walk.points(), {at("2026-01-01T23:00:00Z")}).front();
        QVERIFY(value.isBetween());
        QCOMPARE(value.value.has_value(), !midnight.isEmpty());
        if (value.value)
            QCOMPARE(value.value->toCubicMetres(), midnight.toDouble());
        QCOMPARE(value.total.toCubicMetres(), used.toDouble());
    }

    void no_closing_begins_where_an_answer_was_taken_over()
    {
        // The 0.3 came late, of the run that a person said began anew at 0.5.
        RegisterWalk walk;
        walk.add({at("2026-01-01T11:00:00Z"), Volume{104'000'000}, {}});
        walk.add({at("2026-01-02T11:00:00Z"), Volume{300'000}, {}});
        walk.add({at("2026-01-03T11:00:00Z"), Volume{500'000}, RegisterAnswer::Anew});
        walk.add({at("2026-01-04T11:00:00Z"), Volume{600'000}, {}});
        walk.add({at("2026-01-05T11:00:00Z"), Volume{700'000}, {}});
        walk.add({at("2026-01-06T11:00:00Z"), Volume{800'000}, {}});
        walk.finish();
        QCOMPARE(walk.points().back().total.millilitres, 500'000);
        const auto midnights = boundaries(Interval::Day, at("2025-12-31T23:00:00Z"),
                                          at("2026-01-06T23:00:00Z"), berlin(), 100);
        QStringList closed;
        for (const Closing &closing : closingsOf(walk.points(), midnights))
            closed.append(closing.value.at.toString().left(10));
        QCOMPARE(closed.join(u' '), u"2026-01-01 2026-01-03"_s);
    }

    void series_say_how_well_they_are_known_data()
    {
        QTest::addColumn<std::vector<RegisterPoint>>("readings");
        QTest::addColumn<int>("interval");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("series");

        std::vector<std::pair<const char *, const char *>> none;
        QTest::newRow("no reading, no item") << points(none) << 1 << u"2026-01-01T23:00:00Z"_s
                                             << u"2026-01-03T23:00:00Z"_s << QString();
        QTest::newRow("read at each midnight: measured")
            << points({{"2026-01-01T23:00:00Z", "10"},
                       {"2026-01-02T23:00:00Z", "10.5"},
                       {"2026-01-03T23:00:00Z", "11.25"}})
            << 1 << u"2026-01-01T23:00:00Z"_s << u"2026-01-03T23:00:00Z"_s
            << u"2026-01-01T23:00:00Z 24h 0.5 measured; 2026-01-02T23:00:00Z 24h 0.75 measured"_s;
        QTest::newRow("read once a day at noon: estimated")
            << points({{"2026-01-01T11:00:00Z", "10"},
                       {"2026-01-02T11:00:00Z", "12"},
                       {"2026-01-03T11:00:00Z", "16"},
                       {"2026-01-04T11:00:00Z", "18"}})
            << 1 << u"2026-01-01T23:00:00Z"_s << u"2026-01-03T23:00:00Z"_s
            << u"2026-01-01T23:00:00Z 24h 3 estimated; 2026-01-02T23:00:00Z 24h 3 estimated"_s;
        QTest::newRow("three days without a reading are one span")
            << points({{"2026-01-01T23:00:00Z", "10"},
                       {"2026-01-02T11:00:00Z", "10.5"},
                       {"2026-01-05T11:00:00Z", "16.5"},
                       {"2026-01-05T23:00:00Z", "17"},
                       {"2026-01-06T23:00:00Z", "17.25"}})
            << 1 << u"2026-01-01T23:00:00Z"_s << u"2026-01-06T23:00:00Z"_s
            << u"2026-01-01T23:00:00Z 24h 1.5 estimated; 2026-01-02T23:00:00Z 48h 4 gap; "
               "2026-01-04T23:00:00Z 24h 1.5 estimated; 2026-01-05T23:00:00Z 24h 0.25 measured"_s;
        QTest::newRow("a daily meter by the hour is spans of a day")
            << points({{"2026-01-01T11:00:00Z", "10"},
                       {"2026-01-02T11:00:00Z", "12"},
                       {"2026-01-03T11:00:00Z", "16"}})
            << 0 << u"2026-01-01T11:00:00Z"_s << u"2026-01-03T11:00:00Z"_s
            << u"2026-01-01T11:00:00Z 24h 2 gap; 2026-01-02T11:00:00Z 24h 4 gap"_s;
        QTest::newRow(
            "a meter that sends every six hours, by the hour: spans from reading to reading")
            << points({{"2026-01-01T00:10:00Z", "10"},
                       {"2026-01-01T06:10:00Z", "10.6"},
                       {"2026-01-01T12:10:00Z", "11.8"},
                       {"2026-01-01T18:10:00Z", "12.1"}})
            << 0 << u"2026-01-01T06:00:00Z"_s << u"2026-01-01T18:00:00Z"_s
            << u"2026-01-01T06:00:00Z 6h 1.18333 gap; 2026-01-01T12:00:00Z 6h 0.325 gap"_s;
        QTest::newRow("read once a day, just before midnight: measured")
            << points({{"2026-01-01T22:50:00Z", "10"},
                       {"2026-01-02T22:50:00Z", "10.5"},
                       {"2026-01-03T22:50:00Z", "11"},
                       {"2026-01-04T22:50:00Z", "11.5"}})
            << 1 << u"2026-01-02T23:00:00Z"_s << u"2026-01-03T23:00:00Z"_s
            << u"2026-01-02T23:00:00Z 24h 0.5 measured"_s;
        QTest::newRow("the first and the last day are what was read of them")
            << points({{"2026-01-02T17:00:00Z", "10"},
                       {"2026-01-02T23:00:00Z", "10.5"},
                       {"2026-01-03T05:00:00Z", "10.75"}})
            << 1 << u"2025-12-31T23:00:00Z"_s << u"2026-01-05T23:00:00Z"_s
            << u"2026-01-01T23:00:00Z 24h 0.5 estimated; 2026-01-02T23:00:00Z 24h 0.25 estimated"_s;
        QTest::newRow("a last reading at midnight does not begin another day")
            << points({{"2026-01-01T23:00:00Z", "10"}, {"2026-01-02T23:00:00Z", "10.5"}}) << 1
            << u"2025-12-31T23:00:00Z"_s << u"2026-01-05T23:00:00Z"_s
            << u"2026-01-01T23:00:00Z 24h 0.5 measured"_s;
    }
    void series_say_how_well_they_are_known()
    {
        QFETCH(std::vector<RegisterPoint>, readings);
        QFETCH(int, interval);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, series);
        const auto kind = static_cast<Interval>(interval);
        const auto moments =
            boundaries(kind, *Timestamp::parse(from), *Timestamp::parse(to), berlin(), 1000);
        QCOMPARE(text(seriesOf(valuesOf(readings, moments), kind)), series);
    }

    void a_swapped_meter_reads_through()
    {
        // 80 m³ until 3 January noon, then a new one that begins at 0.2
        const auto before = points({{"2026-01-01T23:00:00Z", "78"},
                                    {"2026-01-02T23:00:00Z", "79"},
                                    {"2026-01-03T11:00:00Z", "80"}});
        const auto after = points({{"2026-01-03T11:00:00Z", "0.2"},
                                   {"2026-01-03T23:00:00Z", "0.6"},
                                   {"2026-01-04T23:00:00Z", "1.5"}});
        const auto moments = boundaries(Interval::Day, at("2026-01-01T23:00:00Z"),
                                        at("2026-01-04T23:00:00Z"), berlin(), 1000);
        const std::vector<std::vector<RegisterAt>> meters{valuesOf(before, moments),
                                                          valuesOf(after, moments)};
        const auto series = seriesOf(joined(meters), Interval::Day);
        QCOMPARE(text(series), u"2026-01-01T23:00:00Z 24h 1 measured; "
                               "2026-01-02T23:00:00Z 24h 1.4 measured; "
                               "2026-01-03T23:00:00Z 24h 0.9 measured"_s);
        QCOMPARE(series.total.millilitres, 3'300'000);
        QCOMPARE(series.items[1].opening->millilitres, 79'000'000); // the old meter's
        QCOMPARE(series.items[1].closing->millilitres, 600'000);    // the new one's
    }

    void what_lies_between_two_stays_is_no_item_data()
    {
        using Readings = std::vector<std::pair<const char *, const char *>>;
        QTest::addColumn<std::vector<RegisterPoint>>("earlier");
        QTest::addColumn<std::vector<RegisterPoint>>("later");
        QTest::addColumn<QString>("series");
        const Readings first{{"2026-01-01T23:00:00Z", "10"}, {"2026-01-02T23:00:00Z", "11"}};
        QTest::newRow("days apart")
            << points(first)
            << points({{"2026-01-05T23:00:00Z", "30"}, {"2026-01-06T23:00:00Z", "32"}})
            << u"2026-01-01T23:00:00Z 24h 1 measured; 2026-01-05T23:00:00Z 24h 2 measured"_s;
        QTest::newRow("on one day")
            << points({{"2026-01-01T23:00:00Z", "10"}, {"2026-01-02T05:00:00Z", "11"}})
            << points({{"2026-01-02T17:00:00Z", "30"}, {"2026-01-02T23:00:00Z", "32"}})
            << u"2026-01-01T23:00:00Z 24h 3 estimated"_s;
        QTest::newRow("one only") << points(first) << points(Readings{})
                                  << u"2026-01-01T23:00:00Z 24h 1 measured"_s;
    }
    void what_lies_between_two_stays_is_no_item()
    {
        QFETCH(std::vector<RegisterPoint>, earlier);
        QFETCH(std::vector<RegisterPoint>, later);
        QFETCH(QString, series);
        const auto moments = boundaries(Interval::Day, at("2026-01-01T23:00:00Z"),
                                        at("2026-01-07T23:00:00Z"), berlin(), 1000);
        const std::vector<std::vector<RegisterAt>> stays{valuesOf(earlier, moments),
                                                         valuesOf(later, moments)};
        QCOMPARE(text(seriesOf(std::span(stays), Interval::Day)), series);
    }

    void several_meters_add_up_with_the_weakest_quality()
    {
        const auto good = points({{"2026-01-01T23:00:00Z", "10"},
                                  {"2026-01-02T23:00:00Z", "11"},
                                  {"2026-01-03T23:00:00Z", "12"}});
        const auto silent =
            points({{"2026-01-01T23:00:00Z", "50"}, {"2026-01-03T23:00:00Z", "54"}});
        const auto moments = boundaries(Interval::Day, at("2026-01-01T23:00:00Z"),
                                        at("2026-01-03T23:00:00Z"), berlin(), 1000);
        const std::vector<std::vector<RegisterAt>> meters{valuesOf(good, moments),
                                                          valuesOf(silent, moments)};
        const auto series = sumOf(meters, Interval::Day);
        QCOMPARE(text(series), u"2026-01-01T23:00:00Z 24h 3 gap; 2026-01-02T23:00:00Z 24h 3 gap"_s);
        QCOMPARE(series.total.millilitres, 6'000'000);
    }

    void a_part_of_a_volume_is_rounded_half_away_from_zero_data()
    {
        QTest::addColumn<qint64>("whole");
        QTest::addColumn<qint64>("part");
        QTest::addColumn<qint64>("of");
        QTest::addColumn<qint64>("share");
        QTest::newRow("exact") << qint64(900) << qint64(5) << qint64(12) << qint64(375);
        QTest::newRow("half goes up") << qint64(1) << qint64(1) << qint64(2) << qint64(1);
        QTest::newRow("below half goes down") << qint64(1) << qint64(1) << qint64(3) << qint64(0);
        QTest::newRow("negative half") << qint64(-1) << qint64(1) << qint64(2) << qint64(-1);
        QTest::newRow("products past 64 bits")
            << qint64(9'000'000'000'000'000) << qint64(31'536'000'000) << qint64(63'072'000'000)
            << qint64(4'500'000'000'000'000);
    }
    void a_part_of_a_volume_is_rounded_half_away_from_zero()
    {
        QFETCH(qint64, whole);
        QFETCH(qint64, part);
        QFETCH(qint64, of);
        QTEST(share(Volume{whole}, part, of).millilitres, "share");
    }
};

QTEST_APPLESS_MAIN(ConsumptionTest)
#include "tst_consumption.moc"
