#include "ui/client/calls.h"

// ApiClient's calls about sheets: what is in one, and taking it in.
using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

using namespace calls;
using contract::Method;
using contract::Request;
using contract::Response;

namespace {

Request sheetRequest(const SheetTarget &target, const QByteArray &csv, bool isPreview)
{
    QUrlQuery query;
    QString path = u"/readings/import"_s;
    if (target.kind == SheetTarget::Kind::Devices)
        path = u"/devices/bulk-register"_s;
    if (target.kind == SheetTarget::Kind::Residents) {
        path = u"/end-users/import"_s;
        query.addQueryItem(u"customer_id"_s, target.customerUuid);
    }
    if (isPreview)
        query.addQueryItem(u"preview"_s, u"true"_s);
    Request made = request(Method::Post, path, query);
    made.headers.push_back({"content-type", "text/csv"});
    made.body = csv;
    return made;
}

JobError errorFrom(const QJsonValue &value)
{
    return {value[u"line"].toInteger(), value[u"field"].toString(), value[u"message"].toString()};
}

QString textOf(const QJsonValue &value)
{
    constexpr int decimalDigits = 15; // all that a double is sure of
    return value.isDouble() ? QString::number(value.toDouble(), 'g', decimalDigits)
                            : value.toVariant().toString();
}

Result<SheetPreview> readPreview(const Response &response)
{
    const auto data = contract::readData(response);
    if (!data)
        return data.error();
    const QJsonValue &sheet = *data;
    SheetPreview preview;
    preview.delimiter = sheet[u"delimiter"].toString();
    preview.decimal = sheet[u"decimal"].toString();
    preview.decimalIsAssumed = sheet[u"decimal_assumed"].toBool();
    preview.dateFormat = sheet[u"date_format"].toString();
    preview.dateFormatIsAssumed = sheet[u"date_format_assumed"].toBool();
    preview.totalRows = sheet[u"total_rows"].toInteger();
    QStringList columns;
    for (const QJsonValue &column : sheet[u"columns"].toArray())
        columns.append(column.toString());
    preview.rows.push_back(columns);
    for (const QJsonValue &row : sheet[u"rows"].toArray()) {
        QStringList fields;
        for (const QString &column : std::as_const(columns))
            fields.append(textOf(row[column]));
        preview.rows.push_back(fields);
    }
    for (const QJsonValue &error : sheet[u"errors"].toArray())
        preview.errors.push_back(errorFrom(error));
    return preview;
}

// Devices are registered at once: a job that has ended already.
Result<Job> readRegistered(const Response &response)
{
    const auto data = contract::readData(response);
    if (!data)
        return data.error();
    Job job;
    job.state = JobState::Done;
    for (const QJsonValue &result : (*data)[u"results"].toArray()) {
        ++job.done;
        if (result[u"result"] == u"rejected"_s)
            job.errors.push_back(errorFrom(result));
    }
    job.total = job.done;
    return job;
}

Result<Job> readBegun(const Response &response)
{
    const auto data = contract::readData(response);
    if (!data)
        return data.error();
    Job job;
    job.uuid = (*data)[u"job_id"].toString();
    return job;
}

} // namespace

void ApiClient::previewSheet(const SheetTarget &target, const QByteArray &csv, QObject *context,
                             Answer<SheetPreview> done)
{
    send<SheetPreview>(sheetRequest(target, csv, true), context, std::move(done), readPreview);
}

void ApiClient::importSheet(const SheetTarget &target, const QByteArray &csv, QObject *context,
                            Answer<Job> done)
{
    const bool isDone = target.kind == SheetTarget::Kind::Devices;
    send<Job>(sheetRequest(target, csv, false), context, std::move(done),
              isDone ? readRegistered : readBegun);
}

} // namespace datakubo::ui
