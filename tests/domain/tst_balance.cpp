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
    QString text = u"%1 - %2"_s.arg(day.principal ? QString::number(day.principal->toCubicMetres())
                                                  : u"?"_s)
                       .arg(day.leaves.toCubicMetres());
    if (day.unmetered)
        text += u" = %1"_s.arg(day.unmetered->toCubicMetres());
    if (day.unmeteredPerMille)
        text += u" (%1)"_s.arg(*day.unmeteredPerMille / 10.0);
    for (const MissingMeter &missing : day.missing)
        text += u" %1: %2"_s.arg(missing.name, missing.estimate
                                                   ? QString::number(missing.estimate->toCubicMetres())
                                                   : u"?"_s);
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
        QTest::newRow("all is metered") << u"100 110"_s << u"10 14"_s << u"20 26"_s << u"10 - 10 = 0 (0)"_s;
        QTest::newRow("a share is not") << u"100 110"_s << u"10 14"_s << u"20 25"_s << u"10 - 9 = 1 (10)"_s;
        QTest::newRow("exactly 15 % names nobody")
            << u"100 110"_s << u"10 18.5"_s << u"20 -"_s << u"10 - 8.5 = 1.5 (15)"_s;
        QTest::newRow("above 15 % the silent are named")
            << u"100 110"_s << u"10 18"_s << u"20 -"_s << u"10 - 8 = 2 (20) B: ?"_s;
        QTest::newRow("one that comes back does not count the days it was away")
            << u"100 110"_s << u"10 14"_s << u"- 90"_s << u"10 - 4 = 6 (60) B: ?"_s;
        QTest::newRow("more in the flats than at the inlet")
            << u"100 110"_s << u"10 16"_s << u"20 25"_s << u"10 - 11 = -1 (-10)"_s;
        QTest::newRow("an inlet without a reading the day before")
            << u"- 110"_s << u"10 14"_s << u"20 26"_s << u"? - 10"_s;
        QTest::newRow("an inlet that stood still") << u"100 100"_s << u"10 10"_s << u"20 20"_s << u"0 - 0 = 0"_s;
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
        QTest::newRow("days with a gap between do not count") << u"0 - 9 - 20 21 - - - - -"_s << u"1"_s;
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
        BalanceMeter old = meter(u"A"_s, u"0 5"_s, day.addDays(-31)); // its only delta is 30 days old
        BalanceMeter recent = meter(u"B"_s, u"0 5"_s, day.addDays(-30));
        const std::vector<BalanceMeter> meters{principal(u"100 110"_s, day.addDays(-1)), old, recent};
        QCOMPARE(text(balanceOf(meters, day, day).days.front()), u"10 - 0 = 10 (100) A: ? B: 5"_s);
    }

    void a_retired_meter_is_not_missing()
    {
        BalanceMeter gone = meter(u"A"_s, u"1 -"_s);
        gone.isActive = false;
        const std::vector<BalanceMeter> meters{principal(u"100 110"_s), gone};
        QCOMPARE(text(balanceOf(meters, first.addDays(1), first.addDays(1)).days.front()),
                 u"10 - 0 = 10 (100)"_s);
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
