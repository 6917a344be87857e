#include "backend/contract/message.h"

#include "backend/contract/errorcodes.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

namespace {

constexpr std::array methods{
    std::pair{Method::Get, "GET"},         std::pair{Method::Head, "HEAD"},
    std::pair{Method::Post, "POST"},       std::pair{Method::Put, "PUT"},
    std::pair{Method::Patch, "PATCH"},     std::pair{Method::Delete, "DELETE"},
    std::pair{Method::Options, "OPTIONS"},
};

QByteArray valueOf(const std::vector<Header> &headers, QByteArrayView name)
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [name](const Header &header) { return header.name == name; });
    return found == headers.end() ? QByteArray() : found->value;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray toText(Method method)
{
    for (const auto &[value, text] : methods) {
        if (value == method)
            return text;
    }
    return QByteArrayLiteral("OTHER");
}

Method parseMethod(QByteArrayView text)
{
    for (const auto &[value, name] : methods) {
        if (text == QByteArrayView(name))
            return value;
    }
    return Method::Other;
}

QByteArray Request::header(QByteArrayView lowerCaseName) const
{
    return valueOf(headers, lowerCaseName);
}

bool Request::hasHeader(QByteArrayView lowerCaseName) const
{
    return std::any_of(headers.begin(), headers.end(), [lowerCaseName](const Header &header) {
        return header.name == lowerCaseName;
    });
}

QUrlQuery Request::queryItems() const
{
    QByteArray text = query;
    text.replace('+', "%20");
    return QUrlQuery(QString::fromLatin1(text));
}

QByteArray Response::header(QByteArrayView lowerCaseName) const
{
    return valueOf(headers, lowerCaseName);
}

Response success(const QJsonValue &data, int status)
{
    Response response;
    response.status = status;
    response.body = compact({{u"status"_s, u"success"_s}, {u"data"_s, data}});
    return response;
}

Response successPage(const QJsonArray &data, const Pagination &pagination)
{
    const QJsonObject paging{
        {u"total"_s, pagination.total},
        {u"limit"_s, pagination.limit},
        {u"offset"_s, pagination.offset},
        {u"next_cursor"_s, pagination.nextCursor.isEmpty() ? QJsonValue() : pagination.nextCursor},
    };
    Response response;
    response.body =
        compact({{u"status"_s, u"success"_s}, {u"data"_s, data}, {u"pagination"_s, paging}});
    return response;
}

Response noContent()
{
    Response response;
    response.status = 204;
    response.contentType.clear();
    return response;
}

Response failure(const Error &error)
{
    Response response;
    response.status = httpStatus(error.code);
    response.body = compact({{u"status"_s, u"error"_s},
                             {u"error_code"_s, errorCodeText(error.code)},
                             {u"message"_s, error.message},
                             {u"details"_s, error.details}});
    const QJsonValue wait = error.details[u"retry_after_s"];
    if (wait.isDouble())
        response.headers.push_back({"retry-after", QByteArray::number(wait.toInteger())});
    return response;
}

Result<QJsonValue> readData(const Response &response)
{
    if (response.status == 204)
        return QJsonValue();
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const QString status = body[u"status"].toString();
    if (status == u"success" && response.status < 400)
        return body[u"data"];
    if (status == u"error") {
        return Error{parseErrorCode(body[u"error_code"].toString(), response.status),
                     body[u"message"].toString(), body[u"details"].toObject()};
    }
    return Error{ErrorCode::Internal,
                 u"The answer (status %1) is not in the API's format"_s.arg(response.status),
                 {}};
}

Pagination readPagination(const Response &response)
{
    const QJsonObject paging =
        QJsonDocument::fromJson(response.body).object()[u"pagination"].toObject();
    return {paging[u"total"].toInteger(), paging[u"limit"].toInt(), paging[u"offset"].toInteger(),
            paging[u"next_cursor"].toString()};
}

} // namespace datakubo::contract
