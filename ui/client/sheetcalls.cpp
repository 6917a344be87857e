#include "ui/client/calls.h"

// ApiClient's calls about sheets: what is in one, taking it in, and making one.
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

// The name of the list in /exports, and what it is about where the query names it.
struct Exported {
    QString list;
    QString subjectKey;
    QString subject;
};

Exported exported(const DeviceQuery &)
{
    return {u"devices"_s, {}, {}};
}

Exported exported(const ReadingsQuery &query)
{
    return {u"readings"_s, u"dev_eui"_s, query.eui.toString()};
}

Exported exported(const ConsumptionQuery &query)
{
    switch (query.subject.kind) {
    case ConsumptionSubject::Kind::Device:
        return {u"device-consumption"_s, u"dev_eui"_s, query.subject.id};
    case ConsumptionSubject::Kind::Resident:
        return {u"end-user-consumption"_s, u"end_user_id"_s, query.subject.id};
    case ConsumptionSubject::Kind::Community: break;
    }
    return {u"customer-consumption"_s, u"customer_id"_s, query.subject.id};
}

Exported exported(const BalanceQuery &query)
{
    return {u"balance"_s, u"customer_id"_s, query.customerUuid};
}

Exported exported(const WebhookQuery &)
{
    return {u"webhooks"_s, {}, {}};
}

Exported exported(const ListQuery &query)
{
    switch (query.kind) {
    case ListQuery::Kind::Communities: break;
    case ListQuery::Kind::Residents: return {u"end-users"_s, {}, {}};
    case ListQuery::Kind::Unregistered: return {u"unregistered"_s, {}, {}};
    case ListQuery::Kind::Changes: return {u"audit"_s, {}, {}};
    }
    return {u"customers"_s, {}, {}};
}

Request exportRequest(const SheetSource &source, const SheetFormat &format)
{
    return std::visit(
        [&format](const auto &query) {
            const Exported wanted = exported(query);
            QUrlQuery items = filtersOf(query);
            if (!wanted.subjectKey.isEmpty())
                items.addQueryItem(wanted.subjectKey, wanted.subject);
            items.addQueryItem(u"format"_s, format.isWorkbook ? u"xlsx"_s : u"csv"_s);
            if (format.decimalComma) {
                items.addQueryItem(u"delimiter"_s, u"semicolon"_s);
                items.addQueryItem(u"decimal"_s, u"comma"_s);
            }
            return request(Method::Get, u"/exports/"_s + wanted.list, items);
        },
        source);
}

Result<QByteArray> readFile(const Response &response)
{
    if (response.status < 400)
        return response.body;
    const auto data = contract::readData(response);
    return data ? Error{ErrorCode::Internal, u"The answer is no file"_s, {}} : data.error();
}

} // namespace

void ApiClient::exportSheet(const SheetSource &source, const SheetFormat &format, QObject *context,
                            Answer<QByteArray> done)
{
    send<QByteArray>(exportRequest(source, format), context, std::move(done), readFile);
}

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
