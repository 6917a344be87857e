#include "backend/api/parsing.h"

#include "backend/domain/intervals.h"

#include <QDate>
#include <QJsonDocument>
#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

// 1900-01-01T00:00:00Z: no meter has sent before, and every zone's year has four digits after it.
constexpr Timestamp earliestAsked{-2'208'988'800'000};

QByteArray mediaType(const contract::Request &request)
{
    return request.header("content-type").split(';').first().trimmed().toLower();
}

bool isJson(const QByteArray &type)
{
    return type == "application/json" || type == "text/json" || type.endsWith("+json");
}

} // namespace

bool isCsv(const contract::Request &request)
{
    return mediaType(request) == "text/csv";
}

Result<void> mediaTypeFits(const contract::Request &request, Takes takes)
{
    const QByteArray coding = request.header("content-encoding").trimmed().toLower();
    if (!request.body.isEmpty() && !coding.isEmpty() && coding != "identity") {
        return Error{ErrorCode::UnsupportedMediaType,
                     u"Content-Encoding %1 is not understood; send the body as it is"_s.arg(
                         QString::fromLatin1(coding.left(100))),
                     {}};
    }
    const QByteArray type = mediaType(request);
    if (request.body.isEmpty() || type.isEmpty() || (takes != Takes::Csv && isJson(type))
        || (takes != Takes::Json && isCsv(request)))
        return {};
    const QString wanted = takes == Takes::Json  ? u"application/json"_s
                           : takes == Takes::Csv ? u"text/csv"_s
                                                 : u"application/json or text/csv"_s;
    return Error{
        ErrorCode::UnsupportedMediaType,
        u"Content-Type must be %1, not %2"_s.arg(wanted, QString::fromLatin1(type.left(100))),
        {}};
}

Result<QJsonObject> bodyObject(const contract::Request &request)
{
    if (request.body.trimmed().isEmpty())
        return QJsonObject();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return Error{ErrorCode::Validation,
                     u"The body is not valid JSON: %1 at byte %2"_s.arg(problem.errorString())
                         .arg(problem.offset),
                     {{u"field"_s, u"body"_s}}};
    }
    if (!document.isObject())
        return Error::field(u"body"_s, u"The body must be a JSON object"_s);
    return document.object();
}

Result<DevEui> pathEui(const PathValues &path)
{
    const QString text = path.value(u"eui"_s);
    const auto eui = DevEui::parse(text);
    if (!eui) {
        return Error::field(
            u"dev_eui"_s, u"'%1' is not a device EUI: 16 hexadecimal digits"_s.arg(text.left(100)),
            ErrorCode::InvalidDeviceId);
    }
    return *eui;
}

Result<PageRequest> pageRequest(const QUrlQuery &query)
{
    PageRequest page;
    if (query.hasQueryItem(u"limit"_s)) {
        bool ok = false;
        page.limit = queryText(query, u"limit"_s).toInt(&ok);
        if (!ok || page.limit < 1 || page.limit > 1000)
            return Error::field(u"limit"_s, u"limit must be a whole number from 1 to 1000"_s);
    }
    if (query.hasQueryItem(u"offset"_s)) {
        bool ok = false;
        page.offset = queryText(query, u"offset"_s).toLongLong(&ok);
        if (!ok || page.offset < 0)
            return Error::field(u"offset"_s, u"offset must be a whole number from 0"_s);
    }
    if (const QString text = queryText(query, u"cursor"_s); !text.isEmpty()) {
        page.cursor = Cursor::decode(text);
        if (!page.cursor)
            return Error::field(u"cursor"_s,
                                u"cursor is not one that a list of this server gave"_s);
    }
    return page;
}

QString queryText(const QUrlQuery &query, const QString &name)
{
    return query.queryItemValue(name, QUrl::FullyDecoded).trimmed();
}

Result<std::optional<bool>> queryBool(const QUrlQuery &query, const QString &name)
{
    const QString text = queryText(query, name);
    if (text.isEmpty())
        return std::optional<bool>();
    if (text == u"true"_s || text == u"false"_s)
        return std::optional(text == u"true"_s);
    return Error::field(name, u"%1 must be true or false"_s.arg(name));
}

Result<std::optional<QDate>> queryDate(const QUrlQuery &query, const QString &name)
{
    const QString text = queryText(query, name);
    if (text.isEmpty())
        return std::optional<QDate>();
    const QDate day = QDate::fromString(text, u"yyyy-MM-dd"_s);
    if (!day.isValid() || text.size() != 10)
        return Error::field(name, u"%1 must be a day such as 2025-01-15"_s.arg(name));
    return std::optional(day);
}

Result<std::optional<Timestamp>> queryTime(const QUrlQuery &query, const QString &name,
                                           const QString &zone)
{
    const QString text = queryText(query, name);
    if (text.isEmpty())
        return std::optional<Timestamp>();
    const QDate day = QDate::fromString(text, u"yyyy-MM-dd"_s);
    const auto time = day.isValid() ? std::optional(startOfDay(day, QTimeZone(zone.toLatin1())))
                                    : Timestamp::parse(text);
    if (time && *time < earliestAsked)
        return Error::field(name, u"%1 lies before 1900"_s.arg(name));
    if (time)
        return time;
    return Error::field(
        name,
        u"%1 must be a time such as 2025-01-15T10:30:00Z or a day such as 2025-01-15"_s.arg(name));
}

Result<QueriedTimes> queryTimes(const QUrlQuery &query, const QString &zone)
{
    const auto from = queryTime(query, u"from"_s, zone);
    if (!from)
        return from.error();
    const auto to = queryTime(query, u"to"_s, zone);
    if (!to)
        return to.error();
    return QueriedTimes{*from, *to};
}

} // namespace datakubo::api
