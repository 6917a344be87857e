#include "ui/format.h"

#include <QTest>
#include <QTimeZone>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

class FormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesSayHowMuchAndWhichWay()
    {
        const ui::Format format{QLocale(QLocale::English)};
        QCOMPARE(format.percent(99), u"9.9 %"_s);
        QCOMPARE(format.percent(-5), u"-0.5 %"_s);
        QCOMPARE(format.change(Volume{412'770'000}, Volume{398'120'000}), u"▲ 3.7 %"_s);
        QCOMPARE(format.change(Volume{398'120'000}, Volume{412'770'000}), u"▼ 3.5 %"_s);
        QCOMPARE(format.change(Volume{1}, Volume{}), QString());
    }

    void volumes_data()
    {
        QTest::addColumn<qint64>("millilitres");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("german");
        QTest::newRow("zero") << qint64(0) << u"0.000"_s << u"0,000"_s;
        QTest::newRow("a litre") << qint64(1000) << u"0.001"_s << u"0,001"_s;
        QTest::newRow("half a litre rounds up") << qint64(500) << u"0.001"_s << u"0,001"_s;
        QTest::newRow("less than half is nothing") << qint64(499) << u"0.000"_s << u"0,000"_s;
        QTest::newRow("thousands are grouped")
            << qint64(48'211'902'000) << u"48,211.902"_s << u"48.211,902"_s;
        QTest::newRow("a register that runs back") << qint64(-12'000) << u"-0.012"_s << u"-0,012"_s;
    }
    void volumes()
    {
        QFETCH(qint64, millilitres);
        QTEST(ui::Format(QLocale(QLocale::English)).volume({millilitres}), "english");
        QTEST(ui::Format(QLocale(QLocale::German)).volume({millilitres}), "german");
    }

    void moneyHasTwoDecimals()
    {
        const ui::Format format{QLocale(QLocale::English)};
        QCOMPARE(format.money(Money{5903}, u"EUR"_s), u"59.03 €"_s);
        QCOMPARE(format.money(Money{4900}, u"EUR"_s), u"49.00 €"_s);
        QCOMPARE(format.money(Money{5}, u"CHF"_s), u"0.05 CHF"_s);
        QCOMPARE(format.money(Money{-12'345'605}, u"USD"_s), u"-123,456.05 $"_s);
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<QString>("text");
        QTest::newRow("this minute") << qint64(59'999) << u"now"_s;
        QTest::newRow("one minute") << qint64(60'000) << u"1 min"_s;
        QTest::newRow("an hour less a moment") << duration::hour - 1 << u"59 min"_s;
        QTest::newRow("a day less a moment") << duration::day - 1 << u"23 h"_s;
        QTest::newRow("two days") << 2 * duration::day << u"2 d"_s;
        QTest::newRow("a clock that went back") << -duration::hour << u"now"_s;
    }
    void ages()
    {
        QFETCH(qint64, age);
        const Timestamp now{1'700'000'000'000};
        QTEST(ui::Format(QLocale::c()).ago(now - age, now), "text");
    }

    void timesAreTheOrganizations()
    {
        ui::Format format{QLocale(QLocale::English)};
        const Timestamp time = *Timestamp::parse(u"2026-07-01T22:30:00Z");
        format.setTimeZone(u"Europe/Berlin"_s);
        QCOMPARE(format.clock(time), u"00:30:00"_s);
        QCOMPARE(format.moment(time, time + duration::hour), u"Today 00:30"_s);
        QCOMPARE(format.moment(time, time + duration::day), u"Yesterday 00:30"_s);
        QCOMPARE(format.moment(time, time + 3 * duration::day), u"2 Jul 00:30"_s);
        format.setTimeZone(u"Atlantic/Canary"_s);
        QCOMPARE(format.clock(time), u"23:30:00"_s);
        format.setTimeZone(u"Nowhere/At_all"_s);
        QCOMPARE(format.timeZone(), QTimeZone::systemTimeZone());
    }

    void batteryIsNeverGuessed()
    {
        const ui::Format format{QLocale(QLocale::English)};
        QCOMPARE(format.battery({3600, {}}), u"3.6 V"_s);
        QCOMPARE(format.battery({{}, 82}), u"82 %"_s);
        QCOMPARE(format.battery({}), ui::Format::none());
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "tst_format.moc"
