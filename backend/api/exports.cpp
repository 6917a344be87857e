#include "backend/api/exports.h"

#include "backend/api/authentication.h"
#include "backend/api/parsing.h"
#include "backend/services/accountservice.h"
#include "backend/services/tablewriter.h"

#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr qint64 maximumRows = 200'000;

struct Wanted {
    const ExportedList *list = nullptr;
    const Route *route = nullptr; // of the list
    QString subject;
    bool isXlsx = false;
    services::CsvStyle style;
};

// One of the words of a table, the first when nothing is said.
template <typename Value, size_t count>
Result<Value> oneOf(const QUrlQuery &query, const QString &name,
                    const std::pair<const char *, Value> (&words)[count])
{
    const QString text = queryText(query, name);
    if (text.isEmpty())
        return words[0].second;
    QStringList known;
    for (const auto &[word, value] : words) {
        if (text == QLatin1String(word))
            return value;
        known.append(QLatin1String(word));
    }
    return Error::field(name, u"%1 must be one of %2"_s.arg(name, known.join(u", "_s)));
}

const ExportedList *listOf(const QString &name)
{
    const auto &lists = exportedLists();
    const auto found = std::find_if(lists.begin(), lists.end(), [&name](const auto &list) {
        return name == QLatin1String(list.name);
    });
    return found == lists.end() ? nullptr : &*found;
}

const Route *routeOf(const ExportedList &list)
{
    for (const Route &route : routes()) {
        if (route.method == contract::Method::Get && QByteArray(route.pattern) == list.route)
            return &route;
    }
    return nullptr;
}

Result<Wanted> read(const SlowCall &call)
{
    const QUrlQuery query = call.request.queryItems();
    Wanted wanted;
    wanted.list = listOf(call.path.value(u"list"_s));
    wanted.route = wanted.list == nullptr ? nullptr : routeOf(*wanted.list);
    if (wanted.route == nullptr)
        return Error{ErrorCode::NotFound, u"There is no such list to export"_s, {}};
    if (const auto allowed = authorize(call.principal, wanted.route->scope); !allowed)
        return allowed.error();
    static constexpr std::pair<const char *, bool> formats[]{{"csv", false}, {"xlsx", true}};
    const auto isXlsx = oneOf(query, u"format"_s, formats);
    if (!isXlsx)
        return isXlsx.error();
    static constexpr std::pair<const char *, char> delimiters[]{
        {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}};
    const auto delimiter = oneOf(query, u"delimiter"_s, delimiters);
    if (!delimiter)
        return delimiter.error();
    static constexpr std::pair<const char *, char> signs[]{{"point", '.'}, {"comma", ','}};
    const auto decimal = oneOf(query, u"decimal"_s, signs);
    if (!decimal)
        return decimal.error();
    wanted.isXlsx = *isXlsx;
    wanted.style = {*delimiter, *decimal};
    if (wanted.list->subject != nullptr) {
        const QString name = QLatin1String(wanted.list->subject);
        wanted.subject = queryText(query, name).toLower();
        if (wanted.subject.isEmpty())
            return Error::field(name, u"%1 is required"_s.arg(name));
    }
    return wanted;
}

// The query of the list: what the export's own says beside what is ours to say.
QByteArray pageQuery(const QByteArray &query, const Wanted &wanted, const QString &cursor)
{
    QByteArrayList ours{"format", "delimiter", "decimal", "limit", "offset", "cursor"};
    if (wanted.list->subject != nullptr)
        ours.append(wanted.list->subject);
    QByteArrayList parts{"limit=1000"};
    if (!cursor.isEmpty())
        parts.append("cursor=" + cursor.toUtf8().toPercentEncoding());
    for (const QByteArray &part : query.split('&')) {
        const QByteArray name = QByteArray::fromPercentEncoding(part.left(part.indexOf('=')));
        if (!ours.contains(name))
            parts.append(part);
    }
    return parts.join('&');
}

QJsonArray itemsOf(const QJsonValue &data, const char *where)
{
    const QJsonValue items = *where == '\0' ? data : data[QLatin1String(where)];
    return items.isObject() ? QJsonArray{items} : items.toArray();
}

services::Cell cellOf(const QJsonObject &item, const ExportColumn &column, const QString &subject)
{
    using enum ExportColumn::Kind;
    QJsonValue value = item;
    for (const QString &step : QString::fromLatin1(column.path).split(u'.'))
        value = value[step];
    if (column.kind == Subject)
        return subject;
    if (value.isNull() || value.isUndefined())
        return {};
    switch (column.kind) {
    case Number: return value.toDouble();
    case Flag: return value.toBool();
    case Day: return QDate::fromString(value.toString(), Qt::ISODate);
    case Time:
        if (const auto time = Timestamp::parse(value.toString()))
            return *time;
        return {};
    case Text:
    case Subject: break;
    }
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (!value.isArray())
        return value.toString();
    QStringList texts;
    for (const QJsonValue &each : value.toArray())
        texts.append(each.toString());
    return texts.join(u' ');
}

// Asks the list page by page. The answer is the one that refuses, if one does.
std::optional<contract::Response> fill(services::TableWriter &table, const Wanted &wanted,
                                       const SlowCall &call)
{
    PathValues path;
    if (wanted.list->subject != nullptr) {
        const bool isDevice = QByteArray(wanted.list->route).contains("{eui}");
        path.insert(isDevice ? u"eui"_s : u"id"_s, wanted.subject);
    }
    contract::Events events;
    contract::Request request = call.request;
    const auto tooMany = [] {
        return contract::failure(
            {ErrorCode::Validation,
             u"These are more than %1 rows; narrow them with a filter such as from and to"_s.arg(
                 maximumRows),
             {{u"limit"_s, maximumRows}}});
    };
    QString cursor;
    qint64 rows = 0;
    do {
        request.query = pageQuery(call.request.query, wanted, cursor);
        Call page{request, path, call.principal, call.session, call.environment, events};
        const contract::Response answer = std::get<Handler>(wanted.route->handler)(page);
        if (answer.status >= 400)
            return answer;
        const contract::Pagination pagination = contract::readPagination(answer);
        const QJsonValue data = QJsonDocument::fromJson(answer.body)[u"data"];
        const QJsonArray items = itemsOf(data, wanted.list->items);
        rows += items.size();
        if (rows > maximumRows || pagination.total > maximumRows)
            return tooMany();
        for (const QJsonValue &item : items) {
            std::vector<services::Cell> cells;
            for (const ExportColumn &column : wanted.list->columns)
                cells.push_back(cellOf(item.toObject(), column, wanted.subject));
            table.add(cells);
        }
        cursor = pagination.nextCursor;
    } while (!cursor.isEmpty());
    return std::nullopt;
}

QStringList titlesOf(const ExportedList &list)
{
    QStringList titles;
    for (const ExportColumn &column : list.columns)
        titles.append(QString::fromLatin1(column.path).replace(u'.', u'_'));
    return titles;
}

contract::Response fileAnswer(const Wanted &wanted, QByteArray file, const QString &day)
{
    contract::Response response;
    response.contentType = wanted.isXlsx
                               ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                               : "text/csv; charset=utf-8";
    response.headers.push_back(
        {"content-disposition", QByteArray("attachment; filename=\"datakubo-") + wanted.list->name
                                    + '-' + day.toLatin1() + (wanted.isXlsx ? ".xlsx" : ".csv")
                                    + '"'});
    response.body = std::move(file);
    return response;
}

} // namespace

contract::Response exportList(SlowCall &call)
{
    const auto wanted = read(call);
    if (!wanted)
        return contract::failure(wanted.error());
    std::optional<contract::Response> refused;
    std::unique_ptr<services::TableWriter> table;
    QString today;
    // One transaction, so that the pages are of one moment.
    const auto filled = call.read<Result<void>>([&](storage::Session &session) -> Result<void> {
        const auto who =
            services::AccountService(session, call.environment).identity(call.principal);
        if (!who)
            return who.error();
        const QTimeZone zone(who->organization.timeZone.toLatin1());
        today = QDateTime::fromMSecsSinceEpoch(call.environment.clock.now().ms, zone)
                    .date()
                    .toString(Qt::ISODate);
        const QStringList titles = titlesOf(*wanted->list);
        table = wanted->isXlsx ? services::xlsxTable(titles, zone)
                               : services::csvTable(titles, wanted->style);
        refused = fill(*table, *wanted, call);
        return {};
    });
    if (!filled)
        return contract::failure(filled.error());
    if (refused)
        return *refused;
    auto file = table->finish();
    return file ? fileAnswer(*wanted, std::move(*file), today) : contract::failure(file.error());
}

} // namespace datakubo::api
