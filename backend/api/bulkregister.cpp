#include "backend/api/csvrows.h"
#include "backend/api/deviceroutes.h"
#include "backend/api/parsing.h"
#include "backend/contract/errorcodes.h"

#include <QJsonDocument>

#include <algorithm>
#include <map>

using namespace Qt::Literals::StringLiterals;

// POST /devices/bulk-register: many devices, each taken or refused by itself.
namespace datakubo::api {

namespace {

constexpr size_t maximumRows = 10'000;
constexpr size_t rowsTogether = 200; // in one go of the writer

struct Row {
    qint64 position = 0; // index in the array, line of the file
    QJsonObject object;
    DeviceToRegister device;
    std::optional<Error> error;
    bool isRegistered = false;
};

struct Rows {
    QString positionName;
    std::vector<Row> rows;
};

const services::CsvColumns columns{{u"dev_eui"_s, u"device_name"_s, u"device_type"_s,
                                    u"customer_id"_s, u"parent_dev_eui"_s, u"serial_number"_s,
                                    u"location"_s},
                                   {u"hierarchy_level"_s},
                                   {},
                                   {u"dev_eui"_s, u"device_name"_s, u"device_type"_s}};

Row rowOf(qint64 position, const QJsonObject &object)
{
    Row row;
    row.position = position;
    row.object = object;
    contract::FieldReader read(row.object);
    row.device = readDevice(read);
    if (read.failed())
        row.error = read.error();
    return row;
}

Error tooManyRows()
{
    return Error::field(u"body"_s, u"At most %1 devices at once"_s.arg(maximumRows));
}

Result<Rows> rowsOfJson(const QByteArray &body)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isArray())
        return Error::field(u"body"_s, u"The body must be a JSON array of devices"_s);
    const QJsonArray items = document.array();
    if (items.size() > static_cast<qsizetype>(maximumRows))
        return tooManyRows();
    Rows rows{u"index"_s, {}};
    for (const QJsonValue &item : items) {
        const auto index = static_cast<qint64>(rows.rows.size());
        rows.rows.push_back(rowOf(index, item.toObject()));
        if (!item.isObject())
            rows.rows.back().error = Error::field(u"body"_s, u"A device must be a JSON object"_s);
    }
    return rows;
}

Result<Rows> rowsOfCsv(services::CsvTable &table, const services::CsvFormats &formats)
{
    if (const auto begun = table.begin(); !begun)
        return begun.error();
    Rows rows{u"line"_s, {}};
    while (table.next()) {
        if (rows.rows.size() == maximumRows)
            return tooManyRows();
        rows.rows.push_back(rowOf(table.line(), objectOf(table, columns, formats)));
        if (!table.problem().isEmpty())
            rows.rows.back().error = Error{ErrorCode::Validation, table.problem(), {}};
    }
    return rows;
}

// Good rows in an order in which a parent comes before what it feeds; an EUI that is there twice
// counts once.
std::vector<Row *> inOrder(Rows &rows)
{
    std::map<DevEui, Row *> byEui;
    for (Row &row : rows.rows) {
        if (row.error)
            continue;
        const auto [first, isFirst] = byEui.emplace(row.device.eui, &row);
        if (!isFirst) {
            row.error = Error::field(u"dev_eui"_s,
                                     u"The same EUI is at %1 %2 already"_s.arg(rows.positionName)
                                         .arg(first->second->position));
        }
    }
    std::vector<Row *> ordered;
    std::map<DevEui, bool> seen;
    for (Row &row : rows.rows) {
        std::vector<Row *> upwards;
        for (Row *at = row.error ? nullptr : &row; at != nullptr && !seen[at->device.eui];) {
            seen[at->device.eui] = true;
            upwards.push_back(at);
            const auto parent = at->device.fields.parent.value_or(at->device.eui);
            const auto above = byEui.find(parent);
            at = above == byEui.end() ? nullptr : above->second;
        }
        ordered.insert(ordered.end(), upwards.rbegin(), upwards.rend());
    }
    return ordered;
}

void registerRow(Row &row, services::DeviceService service, contract::Events &events,
                 OrganizationId organization)
{
    row.isRegistered = false;
    row.error.reset();
    const auto device = service.registerDevice(row.device.eui, row.device.fields);
    if (device) {
        row.isRegistered = true;
        events.push_back({organization, contract::DeviceEvent{*device}});
        return;
    }
    const auto there = service.find(row.device.eui);
    const bool isThere =
        device.error().code == ErrorCode::DeviceAlreadyRegistered && there && there->isActive;
    if (!isThere)
        row.error = device.error();
}

contract::Response answerFor(const Rows &rows)
{
    QJsonArray results;
    std::map<QString, int> counts{{u"registered"_s, 0}, {u"unchanged"_s, 0}, {u"rejected"_s, 0}};
    for (const Row &row : rows.rows) {
        const QString result = row.error          ? u"rejected"_s
                               : row.isRegistered ? u"registered"_s
                                                  : u"unchanged"_s;
        ++counts[result];
        QJsonObject item{{rows.positionName, row.position}, {u"result"_s, result}};
        if (!row.error) {
            item[u"dev_eui"] = row.device.eui.toString();
        } else {
            item[u"error_code"] = contract::errorCodeText(row.error->code);
            item[u"field"] = row.error->details[u"field"].isString() ? row.error->details[u"field"]
                                                                     : QJsonValue();
            item[u"message"] = row.error->message;
        }
        results.append(item);
    }
    QJsonObject data{{u"results"_s, results}};
    for (const auto &[result, count] : counts)
        data[result] = count;
    return contract::success(data);
}

// The first rows are registered for a try and taken back.
std::optional<contract::Response> tryFirst(SlowCall &call, const std::vector<Row *> &ordered)
{
    return rehearse(call, [&](storage::Session &session) {
        contract::Events untold;
        for (size_t i = 0; i < std::min(ordered.size(), rowsTogether); ++i) {
            registerRow(*ordered[i], {session, call.environment, call.principal}, untold,
                        call.principal.organization);
        }
    });
}

contract::Response previewOf(SlowCall &call, const services::CsvTable &table,
                             const services::CsvFormats &formats, Rows &rows)
{
    if (const auto refused = tryFirst(call, inOrder(rows)))
        return *refused;
    QJsonArray shown;
    std::vector<JobError> errors;
    for (const Row &row : rows.rows) {
        if (row.error)
            errors.push_back(errorAt(row.position, *row.error));
        else if (shown.size() < previewed)
            shown.append(row.object);
    }
    return previewAnswer(table, formats, shown, std::move(errors));
}

} // namespace

contract::Response bulkRegisterDevices(SlowCall &call)
{
    const auto preview = wantsPreview(call.request);
    if (!preview)
        return contract::failure(preview.error());
    const bool fromCsv = isCsv(call.request);
    if (*preview && !fromCsv)
        return contract::failure(Error::field(u"preview"_s, u"preview is for CSV files"_s));
    const auto file = sourceOf(call.request.body);
    services::CsvTable table(file, columns.all(), columns.required);
    const auto formats = fromCsv ? services::CsvFormats::of(file, columns) : services::CsvFormats();
    auto rows = fromCsv ? rowsOfCsv(table, formats) : rowsOfJson(call.request.body);
    if (!rows)
        return contract::failure(rows.error());
    if (*preview)
        return previewOf(call, table, formats, *rows);
    const std::vector<Row *> ordered = inOrder(*rows);
    for (size_t begin = 0; begin < ordered.size(); begin += rowsTogether) {
        const size_t end = std::min(begin + rowsTogether, ordered.size());
        const auto written = call.write([&](storage::Session &session, contract::Events &events) {
            for (size_t i = begin; i < end; ++i) {
                registerRow(*ordered[i], {session, call.environment, call.principal}, events,
                            call.principal.organization);
            }
            return contract::noContent();
        });
        if (written.status >= 400)
            return written; // what is done is done; the call can be made again
    }
    return answerFor(*rows);
}

} // namespace datakubo::api
