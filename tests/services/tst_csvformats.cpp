#include "backend/services/csvformats.h"

#include <QTest>
#include <QTimeZone>

using namespace datakubo;
using namespace datakubo::services;
using namespace Qt::Literals::StringLiterals;

class CsvFormatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNumberIsReadAsItsFileSpellsNumbers_data()
    {
        QTest::addColumn<QStringList>("others"); // of the same file
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain"); // "" none, "?" may mean two things
        QTest::addColumn<QString>("decimal");
        const QStringList none;
        const auto row = [](const char *name, const QStringList &others, const QString &text,
                            const QString &plain, const QString &decimal) {
            QTest::newRow(name) << others << text << plain << decimal;
        };
        row("whole", none, u"42"_s, u"42"_s, u"point"_s);
        row("a point", none, u"123.45"_s, u"123.45"_s, u"point"_s);
        row("a comma", none, u"123,45"_s, u"123.45"_s, u"comma"_s);
        row("three decimals with a point", none, u"123.456"_s, u"123.456"_s, u"point"_s);
        row("three decimals with a comma", none, u"123,456"_s, u"123.456"_s, u"comma"_s);
        row("below one", none, u"0,125"_s, u"0.125"_s, u"comma"_s);
        row("without a zero", none, u".5"_s, u"0.5"_s, u"point"_s);
        row("thousands with points", none, u"1.234,5"_s, u"1234.5"_s, u"comma"_s);
        row("thousands with commas", none, u"1,234.5"_s, u"1234.5"_s, u"point"_s);
        row("millions with points", none, u"1.234.567"_s, u"1234567"_s, u"comma"_s);
        row("millions with commas and decimals", none, u"12,345,678.901"_s, u"12345678.901"_s,
            u"point"_s);
        row("a point between thousands where commas are decimal", {u"9,5"_s}, u"1.234"_s, u"1234"_s,
            u"comma"_s);
        row("a comma between thousands where points are decimal", {u"9.5"_s}, u"1,234"_s, u"1234"_s,
            u"point"_s);
        row("a point where points are decimal", {u"9.5"_s}, u"1.234"_s, u"1.234"_s, u"point"_s);
        row("a point that may mean two things", {u"2,345"_s}, u"1.234"_s, u"?"_s, u"mixed"_s);
        row("a point in a file of both", {u"9,5"_s, u"9.5"_s}, u"1.234"_s, u"?"_s, u"mixed"_s);
        row("what tells by itself in a file of both", {u"9,5"_s}, u"8.25"_s, u"8.25"_s, u"mixed"_s);
        row("negative", none, u"-1.5"_s, u"-1.5"_s, u"point"_s);
        row("with a plus", none, u"+7"_s, u"7"_s, u"point"_s);
        row("words", none, u"12 m3"_s, u""_s, u"point"_s);
        row("an exponent", none, u"1e3"_s, u""_s, u"point"_s);
        row("nothing behind the sign", none, u"12."_s, u""_s, u"point"_s);
        row("two decimal signs", none, u"1.2.3"_s, u""_s, u"point"_s);
        row("groups of two", none, u"1,23,456"_s, u""_s, u"point"_s);
        row("groups of both signs", none, u"1.234,567.890"_s, u""_s, u"point"_s);
        row("a sign alone", none, u"-"_s, u""_s, u"point"_s);
        row("nothing", none, u""_s, u""_s, u"point"_s);
        row("other digits", none, u"١٢"_s, u""_s, u"point"_s);
    }
    void aNumberIsReadAsItsFileSpellsNumbers()
    {
        QFETCH(QStringList, others);
        QFETCH(QString, text);
        CsvNumbers numbers;
        for (const QString &other : others)
            numbers.see(other);
        numbers.see(text);
        const auto read = numbers.read(text);
        QTEST(read.isDoubtful ? u"?"_s : read.plain, "plain");
        QTEST(numbers.decimal(), "decimal");
    }

    void volumesAreExactToTheMillilitre_data()
    {
        QTest::addColumn<QString>("plain");
        QTest::addColumn<qint64>("millilitres"); // -1: none
        QTest::newRow("whole") << u"7"_s << qint64(7'000'000);
        QTest::newRow("a millilitre") << u"0.000001"_s << qint64(1);
        QTest::newRow("what a double would round")
            << u"8999999999.999999"_s << qint64(8'999'999'999'999'999);
        QTest::newRow("half away from zero") << u"0.0000005"_s << qint64(1);
        QTest::newRow("less than half") << u"0.00000049999"_s << qint64(0);
        QTest::newRow("half of a negative one") << u"-0.0000015"_s << qint64(-2);
        QTest::newRow("the most") << u"9000000000"_s << qint64(9'000'000'000'000'000);
        QTest::newRow("more") << u"9000000001"_s << qint64(-1);
        QTest::newRow("far more") << u"123456789012345678901234567890"_s << qint64(-1);
    }
    void volumesAreExactToTheMillilitre()
    {
        QFETCH(QString, plain);
        QTEST(cubicMetres(plain).value_or(Volume{-1}).millilitres, "millilitres");
    }

    void aTimeIsReadAsItsFileSpellsDays_data()
    {
        QTest::addColumn<QStringList>("others");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("moment"); // in Madrid; "" none
        QTest::addColumn<QString>("format");
        const QStringList none;
        const auto row = [](const char *name, const QStringList &others, const QString &text,
                            const QString &moment, const QString &format) {
            QTest::newRow(name) << others << text << moment << format;
        };
        const QString iso = u"YYYY-MM-DD"_s;
        const QString dots = u"DD.MM.YYYY"_s;
        const QString day = u"DD/MM/YYYY"_s;
        const QString month = u"MM/DD/YYYY"_s;
        row("RFC 3339", none, u"2025-01-15T10:30:00Z"_s, u"2025-01-15T10:30:00Z"_s, iso);
        row("with an offset", none, u"2025-01-15 10:30:00.5+05:30"_s, u"2025-01-15T05:00:00.500Z"_s,
            iso);
        row("without a zone", none, u"2025-01-15 10:30"_s, u"2025-01-15T09:30:00Z"_s, iso);
        row("seconds and T", none, u"2025-07-15T10:30:15"_s, u"2025-07-15T08:30:15Z"_s, iso);
        row("parts of a second", none, u"2025-07-15T10:30:15.25"_s, u"2025-07-15T08:30:15.250Z"_s,
            iso);
        row("a day alone", none, u"2025-01-15"_s, u"2025-01-14T23:00:00Z"_s, iso);
        row("dots", none, u"15.01.2025"_s, u"2025-01-14T23:00:00Z"_s, dots);
        row("dots and a time", none, u"5.1.2025 7:05"_s, u"2025-01-05T06:05:00Z"_s, dots);
        row("slashes that tell the day", none, u"31/01/2025 00:00:01"_s, u"2025-01-30T23:00:01Z"_s,
            day);
        row("slashes that tell the month", none, u"01/31/2025"_s, u"2025-01-30T23:00:00Z"_s, month);
        row("slashes that tell nothing", none, u"01/02/2025"_s, u"2025-01-31T23:00:00Z"_s, day);
        row("slashes where another tells the month", {u"01/31/2025"_s}, u"01/02/2025"_s,
            u"2025-01-01T23:00:00Z"_s, month);
        row("a day that tells its own order where both stand", {u"12/31/2025"_s, u"31/12/2025"_s},
            u"12/30/2025"_s, u"2025-12-29T23:00:00Z"_s, u"mixed"_s);
        row("a day that could be either where both orders stand",
            {u"12/31/2025"_s, u"31/12/2025"_s}, u"01/05/2025"_s, u""_s, u"mixed"_s);
        row("one that is the same in both", {u"12/31/2025"_s, u"31/12/2025"_s}, u"05/05/2025"_s,
            u"2025-05-04T22:00:00Z"_s, u"mixed"_s);
        row("a leap day", none, u"29/02/2024"_s, u"2024-02-28T23:00:00Z"_s, day);
        row("none in other years", none, u"29.02.2025"_s, u""_s, dots);
        row("an hour the clocks skip", none, u"2025-03-30 02:30"_s, u""_s, iso);
        row("the hour before", none, u"2025-03-30 01:59"_s, u"2025-03-30T00:59:00Z"_s, iso);
        row("the hour after", none, u"2025-03-30 03:00"_s, u"2025-03-30T01:00:00Z"_s, iso);
        row("an hour shown twice", none, u"2025-10-26 02:30"_s, u"2025-10-26T00:30:00Z"_s, iso);
        row("after it", none, u"2025-10-26 03:00"_s, u"2025-10-26T02:00:00Z"_s, iso);
        row("two digits of a year", none, u"15.01.25"_s, u""_s, {});
        row("mixed separators", none, u"15.01/2025"_s, u""_s, {});
        row("text behind it", none, u"15.01.2025 10:30 h"_s, u""_s, dots);
        row("an hour there is not", none, u"15.01.2025 24:00"_s, u""_s, dots);
        row("a time alone", none, u"10:30"_s, u""_s, {});
        row("a number", none, u"45672"_s, u""_s, {});
        row("nothing", none, u""_s, u""_s, {});
    }
    void aTimeIsReadAsItsFileSpellsDays()
    {
        QFETCH(QStringList, others);
        QFETCH(QString, text);
        CsvDays days;
        for (const QString &other : others)
            days.see(other);
        days.see(text);
        const auto time = days.time(text);
        const auto moment =
            time ? time->in(QTimeZone("Europe/Madrid")) : std::optional<Timestamp>();
        QTEST(moment ? moment->toString() : u""_s, "moment");
        QTEST(days.format(), "format");
    }

    void aMidnightTheClocksSkipIsTheFirstMomentOfItsDay()
    {
        const auto time = CsvDays().time(u"2018-11-04");
        QCOMPARE(time->in(QTimeZone("America/Sao_Paulo"))->toString(), u"2018-11-04T03:00:00Z"_s);
    }

    void aFileIsLookedAtToItsEnd()
    {
        QByteArray file = "day;number;text\n";
        for (int i = 0; i < 20'000; ++i)
            file += "01/02/2025;1.234;1,5\n";
        const CsvColumns columns{{u"text"_s}, {u"number"_s}, {u"day"_s}, {u"day"_s}};
        const auto formatsOf = [&columns](const QByteArray &content) {
            return CsvFormats::of(
                [rest = content]() mutable { return std::exchange(rest, QByteArray()); }, columns);
        };
        const CsvFormats assumed = formatsOf(file);
        QVERIFY(assumed.days.isAssumed());
        QVERIFY(assumed.numbers.isAssumed());
        QCOMPARE(assumed.rows, 20'000);
        QCOMPARE(assumed.days.day(u"01/02/2025"), QDate(2025, 2, 1));
        QCOMPARE(assumed.numbers.decimal(), u"point"_s);
        const CsvFormats proven = formatsOf(file + "02/28/2025;1234,5;\n");
        QVERIFY(!proven.days.isAssumed());
        QVERIFY(!proven.numbers.isAssumed());
        QCOMPARE(proven.days.day(u"01/02/2025"), QDate(2025, 1, 2));
        QCOMPARE(proven.numbers.read(u"1.234").plain, u"1234"_s);
        QCOMPARE(formatsOf("nonsense\n1\n").rows, 0);
    }
};

QTEST_APPLESS_MAIN(CsvFormatsTest)
#include "tst_csvformats.moc"
