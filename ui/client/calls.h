#pragma once
#include "ui/client/apiclient.h"
#include "ui/client/transport.h"

#include <QJsonDocument>
#include <QPointer>

// How a call is put together and its answer read; for the files that implement ApiClient.
namespace datakubo::ui::calls {

inline constexpr int wholeList = 1000; // the contract's largest page

inline contract::Request request(contract::Method method, const QString &path,
                                 const QUrlQuery &query = {})
{
    contract::Request made;
    made.method = method;
    made.path = "/api/v1" + QUrl::toPercentEncoding(path, "/");
    made.query = query.toString(QUrl::FullyEncoded).toLatin1();
    // QUrlQuery leaves '+' as it is, and the server reads a plus as a space.
    made.query.replace('+', "%2B");
    return made;
}

inline contract::Request requestWithBody(contract::Method method, const QString &path,
                                         const QJsonObject &body)
{
    contract::Request made = request(method, path);
    made.headers.push_back({"content-type", "application/json"});
    made.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return made;
}

inline QString devicePath(DevEui eui, const QString &rest = {})
{
    return QStringLiteral("/devices/") + eui.toString() + rest;
}

// What narrows a list, without its page.
QUrlQuery filtersOf(const DeviceQuery &query);
QUrlQuery filtersOf(const ReadingsQuery &query);
QUrlQuery filtersOf(const ConsumptionQuery &query);
QUrlQuery filtersOf(const BalanceQuery &query);
QUrlQuery filtersOf(const WebhookQuery &query);
QUrlQuery filtersOf(const ListQuery &query);

// Reads one resource with its codec.
template <typename T>
auto one(Result<T> (*parse)(const QJsonObject &))
{
    return [parse](const contract::Response &response) -> Result<T> {
        const auto data = contract::readData(response);
        return data ? parse(data->toObject()) : Result<T>(data.error());
    };
}

template <typename T>
auto list(Result<T> (*parse)(const QJsonObject &))
{
    return [parse](const contract::Response &response) -> Result<contract::Page<T>> {
        const auto data = contract::readData(response);
        if (!data)
            return data.error();
        contract::Page<T> page;
        page.pagination = contract::readPagination(response);
        const QJsonArray array = data->toArray();
        page.items.reserve(static_cast<size_t>(array.size()));
        for (const QJsonValue &value : array) {
            auto item = parse(value.toObject());
            if (!item)
                return item.error();
            page.items.push_back(std::move(*item));
        }
        if (page.pagination.total == 0) // an answer without pagination is the whole list
            page.pagination.total = static_cast<qint64>(page.items.size());
        return page;
    };
}

inline Result<void> nothing(const contract::Response &response)
{
    const auto data = contract::readData(response);
    return data ? Result<void>() : Result<void>(data.error());
}

inline void addIfSet(QJsonObject &body, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        body[name] = value;
}

} // namespace datakubo::ui::calls

namespace datakubo::ui {

template <typename T>
void ApiClient::send(contract::Request request, QObject *context, Answer<T> done,
                     std::function<Result<T>(const contract::Response &)> read)
{
    m_transport.send(std::move(request),
                     [alive = QPointer<QObject>(context), done = std::move(done),
                      read = std::move(read)](const contract::Response &response) {
                         if (alive)
                             done(read(response));
                     });
}

} // namespace datakubo::ui
