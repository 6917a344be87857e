#pragma once
#include "backend/services/csvdays.h"
#include "backend/services/csvnumbers.h"
#include "backend/services/csvreader.h"

namespace datakubo::services {

// The columns a kind of CSV file may have, by what stands in them.
struct CsvColumns {
    QStringList texts;
    QStringList numbers;
    QStringList days; // times too
    QStringList required;

    QStringList all() const { return texts + numbers + days; }
};

// How a CSV file spells what is in it, told from all of it before any of it is used: one row far
// down can say that 01/02/2025 was January.
struct CsvFormats {
    CsvNumbers numbers;
    CsvDays days;
    qint64 rows = 0; // without the first, which names the columns

    static CsvFormats of(CsvReader::Source source, const CsvColumns &columns);
};

} // namespace datakubo::services
