#include "backend/domain/balance.h"

#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

const QDate first(2026, 11, 1);

// A meter with a total for each day from the first, "-" for none.
BalanceMeter meter(const QString &name, const QString &totals, QDate from = first)
{
    BalanceMeter made;
    made.name = name;
    made.service = DaySpan{first.addDays(-100), {}};
    QDate day = from;
    for (const QString &word : totals.split(u' ', Qt::SkipEmptyParts)) {
        if (word != u"-")
            made.readings.push_back({day, *Volume::parseCubicMetres(word)});
        day = day.addDays(1);
    }
    return made;
}

BalanceMeter principal(const QString &totals, QDate from = first)
{
    BalanceMeter made = meter(u"principal"_s, totals, from);
    made.isPrincipal = true;
    return made;
}

QString text(const BalanceDay &day)
{
    QString text =
        u"%1 - %2"_s.arg(day.principal ? QString::number(day.principal->toCubicMetres()) : u"?"_s)
            .arg(day.leaves.toCubicMetres());
    if (day.unmetered)
        text += u" = %1"_s.arg(day.unmetered->toCubicMetres());
    if (day.unmeteredPerMille)
        text += u" (%1)"_s.arg(*day.unmeteredPerMille / 10.0);
    for (const MissingMeter &missing : day.missing)
        text += u" %1: %2"_s.arg(
            missing.name,
            missing.estimate ? QString::number(missing.estimate->toCubicMetres()) : u"?"_s);
    return text;
}

} // namespace

class BalanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_day_is_the_last_reading_minus_the_last_of_the_day_before_data()
    {
        QTest::addColumn<QString>("inlet");
        QTest::addColumn<QString>("flatA");
        QTest::addColumn<QString>("flatB");
        QTest::addColumn<QString>("secondDay");
        QTest::newRow("all is metered")
            << u"100 110"_s << u"10 14"_s << u"20 26"_s << u"10 - 10 = 0 (0)"_s;
        QTest::newRow("a share is not")
            << u"100 110"_s << u"10 14"_s << u"20 25"_s << u"10 - 9 = 1 (10)"_s;
        QTest::newRow("exactly 15 % names nobody")
            << u"100 110"_s << u"10 18.5"_s << u"20 -"_s << u"10 - 8.5 = 1.5 (15)"_s;
        QTest::newRow("above 15 % before it is rounded names the silent")
            << u"100 110"_s << u"10 18.496"_s << u"20 -"_s << u"10 - 8.496 = 1.504 (15) B: ?"_s;
        QTest::newRow("above 15 % the silent are named")
            << u"100 110"_s << u"10 18"_s << u"20 -"_s << u"10 - 8 = 2 (20) B: ?"_s;
        QTest::newRow("one that comes back does not count the days it was away")
            << u"100 110"_s << u"10 14"_s << u"- 90"_s << u"10 - 4 = 6 (60) B: ?"_s;
        QTest::newRow("more in the flats than at the inlet")
            << u"100 110"_s << u"10 16"_s << u"20 25"_s << u"10 - 11 = -1 (-10)"_s;
        QTest::newRow("an inlet without a reading the day before")
            << u"- 110"_s << u"10 14"_s << u"20 26"_s << u"? - 10"_s;
        QTest::newRow("an inlet that stood still")
            << u"100 100"_s << u"10 10"_s << u"20 20"_s << u"0 - 0 = 0"_s;
    }
    void a_day_is_the_last_reading_minus_the_last_of_the_day_before()
    {
        QFETCH(QString, inlet);
        QFETCH(QString, flatA);
        QFETCH(QString, flatB);
        const std::vector<BalanceMeter> meters{principal(inlet), meter(u"A"_s, flatA),
                                               meter(u"B"_s, flatB)};
        const Balance balance = balanceOf(meters, first.addDays(1), first.addDays(1));
        QTEST(text(balance.days.front()), "secondDay");
    }

    void a_missing_meter_is_estimated_by_the_median_of_its_positive_days_data()
    {
        QTest::addColumn<QString>("flat"); // the ten days before, and the day itself
        QTest::addColumn<QString>("estimate");
        QTest::newRow("odd number") << u"0 1 2 4 7 7 - - - - -"_s << u"1.5"_s;
        QTest::newRow("three") << u"0 1 3 8 - - - - - - -"_s << u"2"_s;
        QTest::newRow("days with a gap between do not count")
            << u"0 - 9 - 20 21 - - - - -"_s << u"1"_s;
        QTest::newRow("standing still does not count") << u"5 5 5 6 - - - - - - -"_s << u"1"_s;
        QTest::newRow("nothing to go by") << u"0 - 9 - 20 - - - - - -"_s << u"?"_s;
    }
    void a_missing_meter_is_estimated_by_the_median_of_its_positive_days()
    {
        QFETCH(QString, flat);
        QFETCH(QString, estimate);
        const QDate day = first.addDays(10);
        const std::vector<BalanceMeter> meters{principal(u"100 110"_s, day.addDays(-1)),
                                               meter(u"A"_s, flat)};
        const Balance balance = balanceOf(meters, day, day);
        QCOMPARE(text(balance.days.front()), u"10 - 0 = 10 (100) A: "_s + estimate);
    }

    void the_look_back_ends_thirty_days_before()
    {
        const QDate day = first.addDays(40);
        BalanceMeter old =
            meter(u"A"_s, u"0 5"_s, day.addDays(-31)); // its only delta is 30 days old
        BalanceMeter recent = meter(u"B"_s, u"0 5"_s, day.addDays(-30));
        const std::vector<BalanceMeter> meters{principal(u"100 110"_s, day.addDays(-1)), old,
                                               recent};
        QCOMPARE(text(balanceOf(meters, day, day).days.front()), u"10 - 0 = 10 (100) A: ? B: 5"_s);
    }

    void a_meter_counts_while_it_is_in_service_data()
    {
        QTest::addColumn<QString>("second"); // another inlet
        QTest::addColumn<int>("secondFrom"); // the days of its service
        QTest::addColumn<int>("secondTo");
        QTest::addColumn<QString>("flat");
        QTest::addColumn<int>("flatFrom");
        QTest::addColumn<int>("flatTo");
        QTest::addColumn<QString>("thirdDay"); // the first inlet used 10
        const int always = -100;
        const int still = 100;
        const auto row = [](const char *name, const char *second, int from, int to,
                            const char *flat, int flatFrom, int flatTo, const char *day) {
            QTest::newRow(name) << QString::fromLatin1(second) << from << to
                                << QString::fromLatin1(flat) << flatFrom << flatTo
                                << QString::fromLatin1(day);
        };
        row("an inlet that was retired before does not hide the day", "5 7 - -", always, 1,
            "0 4 8 12", always, still, "10 - 4 = 6 (60)");
        row("one that begins later does not either", "- - - 7", 3, still, "0 4 8 12", always, still,
            "10 - 4 = 6 (60)");
        row("on its first day it is not known", "- - 7 9", 2, still, "0 4 8 12", always, still,
            "? - 4");
        row("on its last day it counts", "5 7 8 -", always, 2, "0 4 8 12", always, still,
            "11 - 4 = 7 (63.6)");
        row("in service without a reading it hides the day", "5 7 - 9", always, still, "0 4 8 12",
            always, still, "? - 4");
        row("a flat that is silent is missing", "0 0 0 0", always, still, "0 4 - 12", always, still,
            "10 - 0 = 10 (100) flat: 4");
        row("one that was retired is not missing", "0 0 0 0", always, still, "0 4 - -", always, 1,
            "10 - 0 = 10 (100)");
        row("nor is one that begins later", "0 0 0 0", always, still, "- - - 4", 3, still,
            "10 - 0 = 10 (100)");
        row("nor one that begins on that day", "0 0 0 0", always, still, "- - 4 8", 2, still,
            "10 - 0 = 10 (100)");
    }
    void a_meter_counts_while_it_is_in_service()
    {
        QFETCH(QString, second);
        QFETCH(int, secondFrom);
        QFETCH(int, secondTo);
        QFETCH(QString, flat);
        QFETCH(int, flatFrom);
        QFETCH(int, flatTo);
        BalanceMeter other = principal(second);
        other.service = DaySpan{first.addDays(secondFrom), first.addDays(secondTo)};
        BalanceMeter leaf = meter(u"flat"_s, flat);
        leaf.service = DaySpan{first.addDays(flatFrom), first.addDays(flatTo)};
        const std::vector<BalanceMeter> meters{principal(u"80 90 100 110"_s), other, leaf};
        const QDate day = first.addDays(2);
        QTEST(text(balanceOf(meters, day, day).days.front()), "thirdDay");
    }

    void a_meter_is_a_leaf_on_days_without_a_meter_counted_below_it()
    {
        BalanceMeter riser = meter(u"riser"_s, u"0 9 18 27 36"_s);
        riser.fedDays = {DaySpan{first.addDays(2), first.addDays(3)}};
        BalanceMeter flat = meter(u"flat"_s, u"- 0 8 16 -"_s);
        flat.service = DaySpan{first.addDays(1), first.addDays(3)};
        const std::vector<BalanceMeter> meters{principal(u"0 10 20 30 40"_s), riser, flat};
        QStringList days;
        for (const BalanceDay &day : balanceOf(meters, first.addDays(1), first.addDays(4)).days)
            days.append(text(day));
        QCOMPARE(days.join(u'|'),
                 u"10 - 9 = 1 (10)|10 - 8 = 2 (20)|10 - 8 = 2 (20)|10 - 9 = 1 (10)"_s);
        QCOMPARE(balanceOf(meters, first.addDays(2), first.addDays(3)).leafMeters, 1);
        QCOMPARE(balanceOf(meters, first.addDays(3), first.addDays(4)).leafMeters, 2);
    }

    void sums_run_over_the_days_whose_inlet_is_known()
    {
        const std::vector<BalanceMeter> meters{principal(u"100 110 - 130 140"_s),
                                               meter(u"A"_s, u"10 19 29 39 47"_s)};
        const Balance balance = balanceOf(meters, first, first.addDays(4));
        QCOMPARE(balance.days.size(), 5U);
        QCOMPARE(balance.principal.millilitres, 20'000'000); // of the 2nd and the 5th
        QCOMPARE(balance.leaves.millilitres, 17'000'000);
        QCOMPARE(balance.unmetered.millilitres, 3'000'000);
        QCOMPARE(*balance.unmeteredPerMille, 150);
        QCOMPARE(balance.principals, 1);
        QCOMPARE(balance.leafMeters, 1);
    }

    void of_several_inlets_all_have_to_be_known()
    {
        const std::vector<BalanceMeter> meters{principal(u"100 110"_s), principal(u"50 -"_s)};
        QCOMPARE(text(balanceOf(meters, first.addDays(1), first.addDays(1)).days.front()),
                 u"? - 0"_s);
    }
};

QTEST_APPLESS_MAIN(BalanceTest)
#include "tst_balance.moc"
