#include "backend/services/csvformats.h"

namespace datakubo::services {

CsvFormats CsvFormats::of(CsvReader::Source source, const CsvColumns &columns)
{
    CsvFormats formats;
    CsvTable table(std::move(source), columns.all(), columns.required);
    if (!table.begin())
        return formats;
    while (table.next()) {
        ++formats.rows;
        for (const QString &name : columns.numbers)
            formats.numbers.see(table.text(name));
        for (const QString &name : columns.days)
            formats.days.see(table.text(name));
    }
    return formats;
}

} // namespace datakubo::services
