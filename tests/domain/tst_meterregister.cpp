#include "backend/domain/meterregister.h"

#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Timestamp start{1'700'000'000'000};

// Hourly register values in m³ ("100 100.5 …"); `!` after one: a person says it began at zero, `~`:
// it began anew.
std::vector<RegisterSample> hourly(const QString &text)
{
    std::vector<RegisterSample> samples;
    for (QString word : text.split(u' ', Qt::SkipEmptyParts)) {
        RegisterSample sample;
        sample.at = start + static_cast<qint64>(samples.size()) * duration::hour;
        if (word.endsWith(u'!'))
            sample.answer = RegisterAnswer::FromZero;
        if (word.endsWith(u'~'))
            sample.answer = RegisterAnswer::Anew;
        if (sample.answer != RegisterAnswer::None)
            word.chop(1);
        sample.value = *Volume::parseCubicMetres(word);
        samples.push_back(sample);
    }
    return samples;
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
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("total");    // m³ since the first
        QTest::addColumn<int>("glitches");
        QTest::addColumn<int>("lastStep"); // of the last believed reading

        const auto row = [](const char *name, const char *values, const char *total, int glitches,
                            RegisterStep last) {
            QTest::newRow(name) << QString::fromLatin1(values) << QString::fromLatin1(total)
                                << glitches << static_cast<int>(last);
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
    }
    void every_step_of_a_register_is_judged()
    {
        QFETCH(QString, values);
        QFETCH(QString, total);
        QFETCH(int, glitches);
        QFETCH(int, lastStep);
        const RegisterWalk done = walk(hourly(values));
        const auto &points = done.points();
        QCOMPARE(points.empty() ? 0 : points.back().total.millilitres,
                 Volume::parseCubicMetres(total)->millilitres);
        QCOMPARE(static_cast<int>(done.glitches().size()), glitches);
        QCOMPARE(points.empty() ? 0 : static_cast<int>(points.back().step), lastStep);
    }

    void totals_never_fall_and_a_walk_can_go_on_from_any_settled_point()
    {
        const auto samples =
            hourly(u"100 101 100.99 5000 102 103 0.2 0.5 0.4 0.9 9 0 9.5 9.6 30 30.1 30.2"_s);
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
