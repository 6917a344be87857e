#include "backend/services/csvreader.h"
#include "backend/services/tablewriter.h"
#include "tests/support/unzipped.h"

#include <QTest>
#include <QTimeZone>

using namespace datakubo;
using namespace datakubo::services;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

class TableWriterTest : public QObject
{
    Q_OBJECT

private:
    static QByteArray csvOf(const Cell &cell, const CsvStyle &style = {})
    {
        const auto table = csvTable({u"a"_s}, style);
        table->add({cell});
        QByteArray file = table->finish().value();
        file.remove(0, QByteArray("\xEF\xBB\xBF"
                                  "a\r\n")
                           .size());
        return file;
    }
    static QByteArray sheetOf(const std::vector<Cell> &row)
    {
        QStringList titles;
        for (size_t i = 0; i < row.size(); ++i)
            titles.append(u"column %1"_s.arg(i));
        const auto table = xlsxTable(titles, QTimeZone("Europe/Madrid"));
        table->add(row);
        return unzipped(table->finish().value(), u"xl/worksheets/sheet1.xml"_s);
    }

private Q_SLOTS:
    void aCellOfCsvIsWrittenAsItMustBe_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("written");
        const auto row = [](const char *name, const QString &text, const QByteArray &written) {
            QTest::newRow(name) << text << written;
        };
        row("plain", u"Flat 1A"_s, "Flat 1A");
        row("behind another separator", u"x;=1+1"_s, "\"x;=1+1\"");
        row("empty", u""_s, "");
        row("the delimiter", u"a,b"_s, "\"a,b\"");
        row("a quote", u"6\" pipe"_s, "\"6\"\" pipe\"");
        row("a line break", u"a\nb"_s, "\"a\nb\"");
        row("beyond ASCII", u"Zähler"_s, "Zähler");
        row("a formula", u"=HYPERLINK(\"x\")"_s, "\"'=HYPERLINK(\"\"x\"\")\"");
        row("a plus", u"+49 30 1"_s, "'+49 30 1");
        row("a minus", u"-1+1"_s, "'-1+1");
        row("an at sign", u"@SUM(1)"_s, "'@SUM(1)");
        row("a tab", u"\t=1"_s, "\"'\t=1\"");
        row("a carriage return", u"\r=1"_s, "\"'\r=1\"");
        row("an equals sign further on", u"a=1"_s, "a=1");
    }
    void aCellOfCsvIsWrittenAsItMustBe()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, written);
        QCOMPARE(csvOf(text), written + "\r\n");
    }

    void numbersAndTimesOfCsvStayWhatTheyAre()
    {
        QCOMPARE(csvOf(-123.456), "-123.456\r\n");
        QCOMPARE(csvOf(8'999'999'999.5), "8999999999.5\r\n");
        QCOMPARE(csvOf(0.000001), "0.000001\r\n");
        QCOMPARE(csvOf(1.5, {';', ','}), "1,5\r\n");
        QCOMPARE(csvOf(1.5, {',', ','}), "\"1,5\"\r\n");
        QCOMPARE(csvOf(true), "true\r\n");
        QCOMPARE(csvOf(Cell()), "\r\n");
        QCOMPARE(csvOf(QDate(2025, 1, 31)), "2025-01-31\r\n");
        QCOMPARE(csvOf(*Timestamp::parse(u"2025-01-31T23:30:00Z")), "2025-01-31T23:30:00Z\r\n");
    }

    void csvIsReadAsItWasWritten()
    {
        const auto table = csvTable({u"one"_s, u"two"_s}, {'\t', '.'});
        table->add({u"a\tb"_s, u"\"\r\n"_s});
        const QByteArray file = table->finish().value();
        QVERIFY(file.startsWith("\xEF\xBB\xBFone\ttwo\r\n"));
        CsvReader reader([rest = file]() mutable { return std::exchange(rest, QByteArray()); });
        CsvRecord record;
        QVERIFY(reader.next(record) && reader.next(record));
        QCOMPARE(record.fields, (std::vector<QString>{u"a\tb"_s, u"\"\r\n"_s}));
    }

    void aSheetHasNumbersDatesAndTextsButNoFormulas()
    {
        const QByteArray sheet =
            sheetOf({u"=1+1"_s, -2.5, *Timestamp::parse(u"2025-01-31T23:30:00Z"),
                     QDate(2025, 1, 31), true, Cell(), u"<&>\x01\uFFFE"_s});
        QVERIFY(!sheet.contains("<f>"));
        QVERIFY(sheet.contains("<t>=1+1</t>"));
        QVERIFY(sheet.contains("<c r=\"B2\"><v>-2.5</v></c>"));
        // Half past midnight of the first of February in Madrid: 45689 days and 30 minutes.
        QVERIFY(sheet.contains("<c r=\"C2\" s=\"2\"><v>45689.0208333333"));
        QVERIFY(sheet.contains("<c r=\"D2\" s=\"3\"><v>45688</v></c>"));
        QVERIFY(sheet.contains("<c r=\"E2\" t=\"b\"><v>1</v></c>"));
        QVERIFY(!sheet.contains("\"F2\""));
        QVERIFY(sheet.contains("&lt;&amp;&gt;"));
        QVERIFY(!sheet.contains('\x01') && !sheet.contains("\uFFFE"));
        QVERIFY(sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\""));
        QVERIFY(sheet.contains("<c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>column 0</t>"));
    }

    void theFormatsOfASheetAreThere()
    {
        const auto table = xlsxTable({u"a"_s, u"b"_s}, QTimeZone::utc());
        table->add({QDate(2025, 1, 31), Timestamp{}});
        const QByteArray file = table->finish().value();
        const QByteArray styles = unzipped(file, u"xl/styles.xml"_s);
        QVERIFY(styles.contains("formatCode=\"yyyy-mm-dd hh:mm:ss\""));
        QVERIFY(styles.contains("formatCode=\"yyyy-mm-dd\""));
        QVERIFY(styles.contains("<b/>"));
    }

    void aTextIsCutToWhatACellHolds()
    {
        const QByteArray sheet = sheetOf({QString(32'766, u'x') + u"\U0001F4A7"_s});
        QVERIFY(sheet.contains("<t>" + QByteArray(32'766, 'x') + "</t>"));
    }

    void aSheetThatIsNeverFinishedLeavesNothingBehind()
    {
        const auto files = [] { return QDir(QDir::tempPath()).entryList({u"tst_tablewriter*"_s}); };
        const QStringList before = files();
        {
            const auto table = xlsxTable({u"a"_s}, QTimeZone::utc());
            table->add({1.0});
            QVERIFY(files() != before);
        }
        QCOMPARE(files(), before);
    }
};

QTEST_GUILESS_MAIN(TableWriterTest)
#include "tst_tablewriter.moc"
