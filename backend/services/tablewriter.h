#pragma once
#include "backend/domain/result.h"
#include "backend/domain/timestamp.h"

#include <QDate>
#include <QStringList>

#include <memory>
#include <variant>
#include <vector>

class QTimeZone;

namespace datakubo::services {

// What stands in one cell. A text stays a text, whatever it begins with: no spreadsheet takes it
// for a formula.
using Cell = std::variant<std::monostate, QString, double, bool, Timestamp, QDate>;

// A table as a file, row by row.
class TableWriter
{
public:
    virtual ~TableWriter() = default;

    virtual void add(const std::vector<Cell> &row) = 0;
    // The whole file; once, after the last row.
    virtual Result<QByteArray> finish() = 0;
};

// RFC 4180 in UTF-8 with a byte order mark, which is how spreadsheets know it. Times are UTC.
struct CsvStyle {
    char delimiter = ',';
    char decimal = '.';
};
std::unique_ptr<TableWriter> csvTable(const QStringList &titles, const CsvStyle &style);

// Office Open XML, written by way of a temporary folder. Times are local to `zone`: a spreadsheet
// knows none.
std::unique_ptr<TableWriter> xlsxTable(const QStringList &titles, const QTimeZone &zone);

} // namespace datakubo::services
