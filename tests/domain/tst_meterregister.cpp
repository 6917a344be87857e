#include "backend/domain/meterregister.h"

#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Timestamp start{1'700'000'000'000};

// Register values in m³ ("100 100.5 …") every so many hours; `!` after one: a person says it began
// at zero, `~`: it began anew, `=`: the register is right.
std::vector<RegisterSample> every(int hours, const QString &text)
{
    std::vector<RegisterSample> samples;
    for (QString word : text.split(u' ', Qt::SkipEmptyParts)) {
        RegisterSample sample;
        sample.at = start + static_cast<qint64>(samples.size()) * hours * duration::hour;
        if (word.endsWith(u'!'))
            sample.answer = RegisterAnswer::FromZero;
        if (word.endsWith(u'~'))
            sample.answer = RegisterAnswer::Anew;
        if (word.endsWith(u'='))
            sample.answer = RegisterAnswer::AsRead;
        if (sample.answer != RegisterAnswer::None)
            word.chop(1);
        sample.value = *Volume::parseCubicMetres(word);
        samples.push_back(sample);
    }
    return samples;
}

std::vector<RegisterSample> hourly(const QString &text)
{
    return every(1, text);
}

RegisterWalk walk(const std::vector<RegisterSample> &samples)
{
    RegisterWalk walk;
    for (const RegisterSample &sample : samples)
        walk.add(sample);
    walk.finish();
    return walk;
}

} // namespace

class MeterRegisterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_step_of_a_register_is_judged_data()
    {
        QTest::addColumn<int>("hours"); // between two values
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("total"); // m³ since the first
        QTest::addColumn<int>("glitches");
        QTest::addColumn<int>("lastStep"); // of the last believed reading

        const auto add = [](const char *name, int hours, const char *values, const char *total,
                            int glitches, RegisterStep last) {
            QTest::newRow(name) << hours << QString::fromLatin1(values)
                                << QString::fromLatin1(total) << glitches << static_cast<int>(last);
        };
        const auto row = [add](const char *name, const char *values, const char *total,
                               int glitches,
                               RegisterStep last) { add(name, 1, values, total, glitches, last); };
        const auto daily = [add](const char *name, const char *values, const char *total,
                                 int glitches, RegisterStep last) {
            add(name, 24, values, total, glitches, last);
        };
        using enum RegisterStep;
        row("nothing was read", "", "0", 0, Normal);
        row("one reading says where it starts", "100", "0", 0, Normal);
        row("consumption is the difference", "100 100.5 101.25", "1.25", 0, Normal);
        row("no consumption is zero", "100 100 100", "0", 0, Normal);
        row("a single low value is a glitch", "100 101 0 102 103", "3", 1, Normal);
        row("a single high value is a glitch", "100 101 5000 102 103", "3", 1, Normal);
        row("a single value in between is a glitch", "100 101 60 102 103", "3", 1, Normal);
        row("two glitches apart", "100 0 101 102 9999 103 104", "4", 2, Normal);
        row("the newest, far too high, waits", "100 101 5000", "1", 1, Normal);
        row("the newest, low, waits", "100 101 0.2", "1", 1, Normal);
        row("two low values are a restart from zero", "100 101 0.2 0.5", "1.5", 0, Normal);
        row("a restart counts what the register shows", "100 101 0.2 0.5 0.9", "1.9", 0, Normal);
        row("lower, but not near zero, is not counted", "100 101 50 50.5 51", "2", 0, Normal);
        row("the step down itself", "100 101 50 50", "1", 0, Normal);
        row("a leap that stays is the register", "100 101 5000 5001", "4901", 0, Normal);
        row("a few litres back are held", "100 101 100.995 100.990", "1", 0, Held);
        row("and consumption goes on above the highest", "100 101 100.99 100.995 101.5", "1.5", 0,
            Normal);
        row("28 bits of litres roll over", "268435.4 268435.455 0.044 0.1", "0.156", 0, Normal);
        row("the last reading may be the roll-over", "268435.4 268435.455 0.045", "0.101", 0,
            RollOver);
        row("32 bits of litres roll over", "4294967.2 4294967.295 0.705 1", "1.096", 0, Normal);
        row("five digits roll over", "99999.5 0.5 1.5", "2", 0, Normal);
        row("a glitch at the top is no roll-over", "268435.4 0.1 268435.45 268435.452", "0.052", 1,
            Normal);
        row("far from the top is a restart", "260000 0.3 0.6", "0.6", 0, Normal);
        row("a person says: from zero", "100 101 30! 31", "32", 0, Normal);
        row("a person says: it went on from here", "100 101 0.2~ 0.5", "1.3", 0, Normal);
        row("an answer stands against the next value", "100 101 30! 102 103", "104", 0, Normal);

        daily("a fall of a small register by a little is no restart", "11.5 11.7 11.9 11 11.2",
              "0.6", 0, Normal);
        add("a fall to more than a tenth is no restart, however long it took", 9 * 24,
            "49 50 30 30.5", "1.5", 0, Normal);
        add("a fall to a tenth in the time for it is one", 9 * 24, "499 500 49 49.5", "50.5", 0,
            Normal);
        row("a small register may restart below half", "1 1.5 0.7 0.8", "1.3", 0, Normal);
        row("but not above half", "1 1.5 0.8 0.9", "0.6", 0, Normal);
        row("water that flows back by small steps counts again above the highest only",
            "1 0.985 0.97 0.96 0.95 1 1.1", "0.1", 0, Normal);
        row("a register that fell by more than 200 litres is asked about", "100 100 99.79 99.795",
            "0.005", 0, Normal);
        row("200 litres of a large one are held", "100 100 99.8 99.9", "0", 0, Held);
        row("a small value too high is a glitch", "100 100.15 100.05 100.06", "0.06", 1, Normal);
        row("a small value too low is not", "100 100.15 100.05 100.15", "0.15", 0, Normal);
        daily("two glitches with a good value between", "127 900 129 900 131", "4", 2, Normal);
        row("two leaps with a good value between", "127 900 127.1 900 127.2 127.3", "0.3", 2,
            Normal);

        daily("from zero acts where the register falls", "104 0.5! 0.6", "0.6", 0, Normal);
        daily("a late value of the same run takes the answer over", "104 0.3 0.5! 0.6", "0.6", 0,
              Normal);
        daily("also where numbers could not tell", "104 30 31! 32", "32", 0, Normal);
        daily("several late values count their differences", "104 0.1 0.2 0.3 0.5! 0.6", "0.6", 0,
              Normal);
        daily("and is asked about itself where it is far from the answered one", "104 30 90~ 91",
              "1", 0, Normal);
        daily("a late value of a run that began anew", "104 0.3 0.5~ 0.6", "0.3", 0, Normal);
        row("a late value of a run that leapt anew", "2 499.9 500~ 501", "1.1", 0, Normal);
        row("a late value of a leap that is right", "2 499.9 500= 501", "499", 0, Normal);
        row("a low value before a run that began anew", "104 105 9 0.5~ 0.6", "1.1", 0, Normal);
        daily("a late value before the run leaves the answer where it is", "104 105 0.5! 0.6",
              "1.6", 0, Normal);

        row("a leap is read as it stands", "2 500= 501", "499", 0, Normal);
        row("and so is its last reading", "2 3 500=", "498", 0, Leapt);
        daily("a day's rise that no building has is a leap", "106 106.2 812.5", "0.2", 1, Normal);
        daily("also when it stays", "106 106.2 106.4 812.5", "0.4", 1, Normal);
        daily("a thousand flats are none", "1000 1240 1480 1720", "720", 0, Normal);
        add("nor is a week of them", 7 * 24, "1000 2680 4360", "3360", 0, Normal);
        add("but a year's water in a week is", 7 * 24, "100 100.9 6000", "0.9", 1, Normal);
        row("from zero on a leap counts the rise", "2 500! 501", "499", 0, Normal);
        row("a single high value before an answered leap stays a glitch", "2 900 500= 501", "499",
            1, Normal);
        daily("a roll-over too large to be believed is read as it stands", "99900 99950 400= 401",
              "501", 0, Normal);
        daily("and asked about before", "99900 99950 400 401", "51", 0, Normal);
        daily("a fall that is no roll-over, read as it stands, counts nothing", "430 431 12= 12.5",
              "1.5", 0, Normal);
    }
    void every_step_of_a_register_is_judged()
    {
        QFETCH(int, hours);
        QFETCH(QString, values);
        QFETCH(QString, total);
        QFETCH(int, glitches);
        QFETCH(int, lastStep);
        const RegisterWalk done = walk(every(hours, values));
        const auto &points = done.points();
        QCOMPARE(points.empty() ? 0 : points.back().total.millilitres,
                 Volume::parseCubicMetres(total)->millilitres);
        QCOMPARE(static_cast<int>(done.glitches().size()), glitches);
        QCOMPARE(points.empty() ? 0 : static_cast<int>(points.back().step), lastStep);
    }

    void totals_never_fall_and_a_walk_can_go_on_from_any_settled_point()
    {
        const auto samples =
            hourly(u"100 101 100.99 5000 102 103 0.2 0.5 0.4 0.9 9 0 9.5 9.6 30 30.1 30.2 "
                   "7 8! 9 500= 499.9 499.95 501 4 4.1 3~ 3.5 900! 3.6 900 901 902 "
                   "1 1.2~ 1.3 1.4 700 701~ 702"_s);
        const RegisterWalk whole = walk(samples);
        for (size_t i = 1; i < whole.points().size(); ++i)
            QVERIFY(whole.points()[i].total >= whole.points()[i - 1].total);
        for (size_t from = 0; from < whole.points().size(); ++from) {
            if (!whole.points()[from].settledBy)
                continue;
            RegisterWalk rest(whole.points()[from]);
            for (const RegisterSample &sample : samples) {
                if (sample.at > whole.points()[from].at)
                    rest.add(sample);
            }
            rest.finish();
            QCOMPARE(rest.points().size(), whole.points().size() - from - 1);
            QCOMPARE(rest.points().back().total.millilitres,
                     whole.points().back().total.millilitres);
        }
    }

    void what_takes_an_answer_over_is_answered_data()
    {
        QTest::addColumn<QString>("values"); // the second is the late one
        QTest::newRow("from zero") << u"104 0.3 0.5! 0.6"_s;
        QTest::newRow("anew") << u"104 0.3 0.5~ 0.6"_s;
        QTest::newRow("anew after a leap") << u"2 499.9 500~ 501"_s;
        QTest::newRow("as read") << u"2 499.9 500= 501"_s;
        QTest::newRow("as read past the largest value") << u"99950 400 400.1= 401"_s;
    }
    void what_takes_an_answer_over_is_answered()
    {
        QFETCH(QString, values);
        const RegisterWalk done = walk(hourly(values));
        QCOMPARE(done.points().size(), 4U);
        QVERIFY(done.points()[1].answer != RegisterAnswer::None);
        QCOMPARE(done.points()[1].answer, done.points()[2].answer);
        QVERIFY(done.points()[2].step == RegisterStep::Normal);
    }

    void a_judgement_is_settled_by_the_second_reading_after_it()
    {
        const RegisterWalk done = walk(hourly(u"100 101 102 103"_s));
        QCOMPARE(done.points().size(), 4U);
        QVERIFY(done.points()[0].settledBy && done.points()[1].settledBy);
        QCOMPARE(done.points()[1].settledBy->ms, (start + 3 * duration::hour).ms);
        QVERIFY(!done.points()[2].settledBy);
        QVERIFY(!done.points()[3].settledBy);
    }
};

QTEST_APPLESS_MAIN(MeterRegisterTest)
#include "tst_meterregister.moc"
