#include "backend/services/csvreader.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::services;
using namespace Qt::Literals::StringLiterals;

namespace {

CsvReader::Source inPieces(const QByteArray &file, qsizetype size)
{
    return [file, size, at = qsizetype(0)]() mutable {
        const QByteArray piece = file.mid(at, size);
        at += piece.size();
        return piece;
    };
}

// "2:a|b" for a record, "3!problem" for one that cannot be read.
QStringList recordsOf(const QByteArray &file, qsizetype pieceSize,
                      const CsvReader::Limits &limits = CsvReader::Limits())
{
    CsvReader reader(inPieces(file, pieceSize), limits);
    QStringList records;
    CsvRecord record;
    while (reader.next(record)) {
        const QStringList fields(record.fields.begin(), record.fields.end());
        records.append(
            QString::number(record.line)
            + (record.problem.isEmpty() ? u':' + fields.join(u'|') : u'!' + record.problem));
    }
    return records;
}

} // namespace

class CsvReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void files_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QStringList>("records");
        const auto row = [](const char *name, const QByteArray &file, const QStringList &records) {
            QTest::newRow(name) << file << records;
        };
        const QStringList plain{u"1:a|b"_s, u"2:1|2"_s};
        row("nothing", "", {});
        row("only a byte order mark", "\xEF\xBB\xBF", {});
        row("only line ends", "\n\r\n\n", {});
        row("commas", "a,b\n1,2\n", plain);
        row("semicolons", "a;b\n1;2\n", plain);
        row("tabs", "a\tb\n1\t2\n", plain);
        row("no line end at the end", "a,b\n1,2", plain);
        row("CRLF", "a,b\r\n1,2\r\n", plain);
        row("CR alone", "a,b\r1,2\r", plain);
        row("a byte order mark",
            "\xEF\xBB\xBF"
            "a,b\n1,2\n",
            plain);
        row("empty lines between", "a,b\n\n\r\n1,2\n", {u"1:a|b"_s, u"4:1|2"_s});
        row("commas inside semicolons", "a;b\n1,5;2,5\n", {u"1:a|b"_s, u"2:1,5|2,5"_s});
        row("a delimiter only in quotes", "\"a,x\";b\n1;2\n", {u"1:a,x|b"_s, u"2:1|2"_s});
        row("one column", "a\n1\n", {u"1:a"_s, u"2:1"_s});
        row("empty fields", "a,b,c\n,,\n", {u"1:a|b|c"_s, u"2:||"_s});
        row("quotes", "a,b\n\"1\",\"2\"\n", plain);
        row("delimiters in quotes", "a,b\n\"1,2\",3\n", {u"1:a|b"_s, u"2:1,2|3"_s});
        row("doubled quotes", "a,b\n\"x \"\"y\"\"\",\"\"\"\"\n", {u"1:a|b"_s, u"2:x \"y\"|\""_s});
        row("line breaks in quotes", "a,b\n\"1\n2\r\n3\",4\n5,6\n",
            {u"1:a|b"_s, u"2:1\n2\r\n3|4"_s, u"5:5|6"_s});
        row("a quote inside plain text", "a,b\n5\" pipe,2\n", {u"1:a|b"_s, u"2:5\" pipe|2"_s});
        row("an empty quoted field", "a,b\n\"\",2\n", {u"1:a|b"_s, u"2:|2"_s});
        row("blanks are kept", "a,b\n 1 , 2\n", {u"1:a|b"_s, u"2: 1 | 2"_s});
        row("letters of many bytes", "a,b\nñ,日本\n", {u"1:a|b"_s, u"2:ñ|日本"_s});
        row("text after a closing quote", "a,b\n\"1\"x,2\n3,4\n",
            {u"1:a|b"_s, u"2!There is text after a closing quote"_s, u"3:3|4"_s});
        row("a quote never closed", "a,b\n1,2\n\"3,4\n5,6\n",
            {u"1:a|b"_s, u"2:1|2"_s, u"3!A quote is opened and never closed"_s});
        row("bytes that are no UTF-8", "a,b\n\xF1,2\n3,4\n",
            {u"1:a|b"_s, u"2!The text is not UTF-8"_s, u"3:3|4"_s});
        row("a field that is too long", "a,b\n123456789,2\n3,4\n",
            {u"1:a|b"_s, u"2!A field is longer than 8 bytes"_s, u"3:3|4"_s});
        row("a field of just that length", "a,b\n12345678,2\n", {u"1:a|b"_s, u"2:12345678|2"_s});
        row("too many columns", "a,b\n1,2,3,4,5\n3,4\n",
            {u"1:a|b"_s, u"2!There are more than 4 fields"_s, u"3:3|4"_s});
    }
    void files()
    {
        QFETCH(QByteArray, file);
        QFETCH(QStringList, records);
        for (const qsizetype size : {1, 2, 3, 7, 100'000})
            QCOMPARE(recordsOf(file, size, {8, 4}), records);
    }

    void memoryStaysTheSameHoweverLongTheFileIs()
    {
        // A source that gives twenty megabytes as one field, or as lines without end.
        qint64 given = 0;
        CsvReader reader([&given] {
            given += 65536;
            return given > 20'000'000 ? QByteArray()
                                       : QByteArray(65536, given > 65536 ? 'x' : '"');
        });
        CsvRecord record;
        while (reader.next(record)) {
            QVERIFY(!record.problem.isEmpty());
            QVERIFY(record.fields.front().size() <= 10'000);
        }
        given = 0;
        qint64 records = 0;
        CsvReader lines([&given] {
            given += 60'000;
            return given > 6'000'000 ? QByteArray() : QByteArray("abcd,1\n").repeated(60'000 / 7);
        });
        while (lines.next(record))
            ++records;
        QCOMPARE(records, 100 * (60'000 / 7));
    }

    void columnsAreFoundByName()
    {
        CsvTable table(inPieces(" Name ;EMAIL;\n Ana ; a@b.org \nBea\n;x;y;z\n", 5),
                       {u"name"_s, u"email"_s, u"unit"_s}, {u"name"_s});
        QVERIFY(table.begin());
        QVERIFY(table.next());
        QCOMPARE(table.line(), 2);
        QCOMPARE(table.text(u"name"_s), u"Ana"_s);
        QCOMPARE(table.text(u"email"_s), u"a@b.org"_s);
        QCOMPARE(table.text(u"unit"_s), QString());
        QVERIFY(table.problem().isEmpty());
        QVERIFY(table.next());
        QCOMPARE(table.text(u"name"_s), u"Bea"_s);
        QCOMPARE(table.text(u"email"_s), QString());
        QVERIFY(table.next());
        QCOMPARE(table.problem(), u"There are more fields than the first line names"_s);
        QVERIFY(!table.next());
    }

    void headersThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("field");
        QTest::newRow("no line at all") << QByteArray("\n\n") << u"body"_s;
        QTest::newRow("a column nobody knows") << QByteArray("name,colour\n") << u"colour"_s;
        QTest::newRow("a column twice") << QByteArray("name,Name\n") << u"name"_s;
        QTest::newRow("a column missing") << QByteArray("email\n") << u"name"_s;
        QTest::newRow("a first line that is no text") << QByteArray("\xFF\xFEn\0", 4) << u"body"_s;
    }
    void headersThatAreRefused()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, field);
        CsvTable table(inPieces(file, 3), {u"name"_s, u"email"_s}, {u"name"_s});
        const auto begun = table.begin();
        QVERIFY(!begun);
        QCOMPARE(begun.error().code, ErrorCode::Validation);
        QCOMPARE(begun.error().details[u"field"].toString(), field);
    }
};

QTEST_APPLESS_MAIN(CsvReaderTest)
#include "tst_csvreader.moc"
