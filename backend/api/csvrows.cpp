#include "backend/api/csvrows.h"

#include "backend/api/parsing.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

// What is no number stays text, which the field's reader then refuses by name.
QJsonValue numberOf(const QString &text, const services::CsvNumbers &numbers)
{
    const auto read = numbers.read(text);
    bool ok = false;
    const double number = read.plain.toDouble(&ok);
    return ok ? QJsonValue(number) : QJsonValue(text);
}

QJsonValue dayOf(const QString &text, const services::CsvDays &days)
{
    const QDate day = days.day(text);
    return day.isValid() ? day.toString(Qt::ISODate) : text;
}

} // namespace

services::CsvReader::Source sourceOf(const QByteArray &body)
{
    return [rest = body]() mutable { return std::exchange(rest, QByteArray()); };
}

QJsonObject objectOf(const services::CsvTable &table, const services::CsvColumns &columns,
                     const services::CsvFormats &formats)
{
    QJsonObject object;
    for (const QString &name : columns.texts) {
        if (const QString text = table.text(name); !text.isEmpty())
            object[name] = text;
    }
    for (const QString &name : columns.numbers) {
        if (const QString text = table.text(name); !text.isEmpty())
            object[name] = numberOf(text, formats.numbers);
    }
    for (const QString &name : columns.days) {
        if (const QString text = table.text(name); !text.isEmpty())
            object[name] = dayOf(text, formats.days);
    }
    return object;
}

JobError errorAt(qint64 line, const Error &error)
{
    return {line, error.details[u"field"].toString(), error.message};
}

Result<bool> wantsPreview(const contract::Request &request)
{
    const auto preview = queryBool(request.queryItems(), u"preview"_s);
    if (!preview)
        return preview.error();
    return preview->value_or(false);
}

contract::Response previewAnswer(const services::CsvTable &table,
                                 const services::CsvFormats &formats, const QJsonArray &rows,
                                 std::vector<JobError> errors)
{
    std::stable_sort(errors.begin(), errors.end(),
                     [](const JobError &a, const JobError &b) { return a.line < b.line; });
    QJsonArray first;
    for (const JobError &error : errors) {
        if (first.size() == previewed)
            break;
        first.append(QJsonObject{{u"line"_s, error.line},
                                 {u"field"_s, contract::textOrNull(error.field)},
                                 {u"message"_s, error.message}});
    }
    return contract::success(
        QJsonObject{{u"columns"_s, QJsonArray::fromStringList(table.names())},
                    {u"delimiter"_s, QString(QLatin1Char(table.delimiter()))},
                    {u"decimal"_s, formats.numbers.decimal()},
                    {u"decimal_assumed"_s, formats.numbers.isAssumed()},
                    {u"date_format"_s, contract::textOrNull(formats.days.format())},
                    {u"date_format_assumed"_s, formats.days.isAssumed()},
                    {u"rows"_s, rows},
                    {u"errors"_s, first},
                    {u"total_rows"_s, formats.rows}});
}

std::optional<contract::Response> rehearse(SlowCall &call,
                                           const std::function<void(storage::Session &)> &work)
{
    const contract::Response taken = contract::failure({ErrorCode::Conflict, {}, {}});
    const auto response = call.write([&](storage::Session &session, contract::Events &) {
        work(session);
        return taken; // an answer that fails is not kept
    });
    return response.status == taken.status ? std::nullopt : std::optional(response);
}

} // namespace datakubo::api
