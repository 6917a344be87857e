#pragma once
#include "backend/domain/job.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace datakubo::ui {

// What a sheet holds, and whose it is.
struct SheetTarget
{
    enum class Kind { Residents, Devices, Readings };

    Kind kind = Kind::Residents;
    QString customerUuid; // of residents
};

// How the API would read a sheet.
struct SheetPreview
{
    QString delimiter; // ",", ";" or a tab
    QString decimal;   // "point", "comma" or "mixed"
    bool decimalIsAssumed = false;
    QString dateFormat; // "DD.MM.YYYY"; empty without dates
    bool dateFormatIsAssumed = false;
    std::vector<QStringList> rows; // the columns, then the first rows as they are understood
    std::vector<JobError> errors;
    qint64 totalRows = 0;
};

} // namespace datakubo::ui
