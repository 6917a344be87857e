#pragma once
#include "backend/domain/result.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace datakubo::services {

// One record of a CSV file. A record that cannot be read has a problem instead of fields; the
// next one can be.
struct CsvRecord {
    qint64 line = 0; // where it begins; the first of the file is 1
    std::vector<QString> fields;
    QString problem;
};

// Reads CSV (RFC 4180) piece by piece, in constant memory: quoted fields with delimiters, line
// breaks and doubled quotes inside; lines that end in LF, CRLF or CR; a byte order mark; empty
// lines left out. The delimiter is the one of `,` `;` and tab that the first line has most of.
class CsvReader
{
public:
    // Gives the next piece of the file, any size; empty at its end.
    using Source = std::function<QByteArray()>;

    struct Limits {
        qsizetype fieldBytes = 10'000;
        size_t columns = 200;
    };

    explicit CsvReader(Source source) : CsvReader(std::move(source), Limits()) {}
    CsvReader(Source source, const Limits &limits);

    // False at the end of the file.
    bool next(CsvRecord &record);
    char delimiter() const { return m_delimiter; }

private:
    bool fill(); // false: the file has ended
    bool peek(char &c);
    void detectDelimiter();
    bool readRecord(CsvRecord &record);
    void endField(CsvRecord &record);
    void endLine(char c);
    void append(CsvRecord &record, char c);

    Source m_source;
    Limits m_limits;
    QByteArray m_piece;
    qsizetype m_at = 0;
    bool m_hasEnded = false;
    bool m_hasBegun = false;
    char m_delimiter = ',';
    qint64 m_line = 1;
    QByteArray m_field;
};

// A CSV file with a header: fields by the name of their column, whatever the case and the order.
class CsvTable
{
public:
    CsvTable(CsvReader::Source source, QStringList known, QStringList required);

    // Reads the header. A missing, unknown or doubled column is a VALIDATION_ERROR that names it.
    Result<void> begin();
    // The next record in which anything stands.
    bool next();

    qint64 line() const { return m_record.line; }
    // What is wrong with the record as such, empty when nothing is.
    QString problem() const;
    // Trimmed; empty when the record has no such field.
    QString text(const QString &column) const;

    // Of the first line, in its order; and what stands between fields.
    const QStringList &names() const { return m_names; }
    char delimiter() const { return m_reader.delimiter(); }

private:
    CsvReader m_reader;
    QStringList m_known;
    QStringList m_required;
    QHash<QString, size_t> m_columns;
    QStringList m_names;
    size_t m_width = 0;
    CsvRecord m_record;
};

} // namespace datakubo::services
