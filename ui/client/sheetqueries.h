#pragma once
#include "backend/domain/job.h"
#include "ui/client/consumptionqueries.h"
#include "ui/client/queries.h"

#include <QString>
#include <QStringList>

#include <variant>
#include <vector>

namespace datakubo::ui {

// What a sheet holds, and whose it is.
struct SheetTarget {
    enum class Kind { Residents, Devices, Readings };

    Kind kind = Kind::Residents;
    QString customerUuid; // of residents
};

// How the API would read a sheet.
struct SheetPreview {
    QString delimiter; // ",", ";" or a tab
    QString decimal;   // "point", "comma" or "mixed"
    bool decimalIsAssumed = false;
    QString dateFormat; // "DD.MM.YYYY"; empty without dates
    bool dateFormatIsAssumed = false;
    std::vector<QStringList> rows; // the columns, then the first rows as they are understood
    std::vector<JobError> errors;
    qint64 totalRows = 0;
};

// A list that is narrowed by a community and a search alone; empty: all of it.
struct ListQuery {
    enum class Kind { Communities, Residents, Unregistered, Changes };

    Kind kind = Kind::Communities;
    QString customerUuid;
    QString search;
};

// What a page shows, to be kept as a file: all of it, whatever page or cursor the query names.
using SheetSource = std::variant<DeviceQuery, ReadingsQuery, ConsumptionQuery, BalanceQuery,
                                 WebhookQuery, ListQuery>;

struct SheetFormat {
    bool isWorkbook = true;    // xlsx; else CSV
    bool decimalComma = false; // of CSV: commas in numbers, semicolons between
};

} // namespace datakubo::ui
