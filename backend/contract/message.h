#pragma once
#include "backend/domain/access.h"
#include "backend/domain/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QUrlQuery>

#include <optional>
#include <vector>

// A call as a plain value, whichever way it travels: the network edge and LocalTransport make the
// same Request and get the same Response.
namespace datakubo::contract {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };

QByteArray toText(Method method);
Method parseMethod(QByteArrayView text); // Other for what the API does not know

struct Header
{
    QByteArray name; // lower case
    QByteArray value;
};

// Who is at the other end of the socket.
struct Peer
{
    QString address;         // numeric; empty for a call made inside the program
    bool isLoopback = false; // the peer and the Host header are loopback, no forwarding header
};

struct Request
{
    Method method = Method::Get;
    QByteArray path;  // as sent, percent-encoded, without the query
    QByteArray query; // as sent, percent-encoded, without '?'
    std::vector<Header> headers;
    QByteArray body;
    Peer peer;
    bool isLocal = false; // made in this process by the program's owner: no key needed

    QByteArray header(QByteArrayView lowerCaseName) const; // empty when absent
    bool hasHeader(QByteArrayView lowerCaseName) const;
    QUrlQuery queryItems() const; // decoded on demand ('+' is a space)
};

struct Response
{
    int status = 200;
    QByteArray contentType = QByteArrayLiteral("application/json");
    std::vector<Header> headers; // beyond content-type, content-length and date
    QByteArray body;

    QByteArray header(QByteArrayView lowerCaseName) const;
};

// Pagination of a list answer. `total` is counted on the first page and carried in the cursor.
struct Pagination
{
    qint64 total = 0;
    int limit = 50;
    qint64 offset = 0;
    QString nextCursor; // empty on the last page
};

template <typename T>
struct Page
{
    std::vector<T> items;
    Pagination pagination;
};

Response success(const QJsonValue &data, int status = 200);
Response successPage(const QJsonArray &data, const Pagination &pagination);
Response noContent();                 // 204
Response failure(const Error &error); // the one place an Error becomes an answer

// The other direction, for clients: the `data` of a success answer, or the Error it carries. An
// answer that is neither gives ErrorCode::Internal.
Result<QJsonValue> readData(const Response &response);
Pagination readPagination(const Response &response); // zeros when there is none

} // namespace datakubo::contract
