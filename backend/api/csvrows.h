#pragma once
#include "backend/api/route.h"
#include "backend/domain/job.h"
#include "backend/services/csvformats.h"

#include <QJsonObject>

namespace datakubo::api {

// A whole body as a CSV file.
services::CsvReader::Source sourceOf(const QByteArray &body);

// A record as the JSON object that would say the same, so that one reader judges both: numbers as
// numbers, days as YYYY-MM-DD. Empty fields are absent.
QJsonObject objectOf(const services::CsvTable &table, const services::CsvColumns &columns,
                     const services::CsvFormats &formats);

JobError errorAt(qint64 line, const Error &error);

// `?preview=true`: the file is only looked at.
Result<bool> wantsPreview(const contract::Request &request);
// What the first rows of a preview show, and as many errors.
inline constexpr qsizetype previewed = 20;
contract::Response previewAnswer(const services::CsvTable &table,
                                 const services::CsvFormats &formats, const QJsonArray &rows,
                                 std::vector<JobError> errors);

// Does the work as it would be done and takes it back, with the writer. The answer is the one that
// says why it could not be tried.
std::optional<contract::Response> rehearse(SlowCall &call,
                                           const std::function<void(storage::Session &)> &work);

} // namespace datakubo::api
