#include "backend/http/answer.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::http {

namespace {

struct Reason
{
    int status;
    QByteArrayView text;
};

constexpr std::array reasons{
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{301, "Moved Permanently"},
    Reason{302, "Found"},
    Reason{303, "See Other"},
    Reason{304, "Not Modified"},
    Reason{307, "Temporary Redirect"},
    Reason{308, "Permanent Redirect"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{406, "Not Acceptable"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{412, "Precondition Failed"},
    Reason{413, "Content Too Large"},
    Reason{414, "URI Too Long"},
    Reason{415, "Unsupported Media Type"},
    Reason{422, "Unprocessable Content"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{503, "Service Unavailable"},
    Reason{505, "HTTP Version Not Supported"},
};

QByteArrayView reasonOf(int status)
{
    const auto found = std::find_if(reasons.begin(), reasons.end(), [status](const Reason &reason) {
        return reason.status == status;
    });
    return found == reasons.end() ? QByteArrayView("Status") : found->text;
}

// A handler that copied a stranger's text into a field must not give the stranger a second answer.
bool isSafe(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool isOurs(QByteArrayView name)
{
    return name == QByteArrayView("content-length") || name == QByteArrayView("connection")
           || name == QByteArrayView("date") || name == QByteArrayView("transfer-encoding");
}

} // namespace

AnswerWriter::AnswerWriter(const Clock &clock) : m_clock(clock) {}

QByteArray AnswerWriter::write(const contract::Response &response, const AnswerOptions &options)
{
    const bool mayHaveBody =
        response.status >= 200 && response.status != 204 && response.status != 304;
    QByteArray out;
    out.reserve(512 + response.body.size());
    out.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    out.append(reasonOf(response.status)).append("\r\nDate: ").append(date()).append("\r\n");
    if (mayHaveBody) {
        if (!response.contentType.isEmpty() && isSafe(response.contentType))
            out.append("Content-Type: ").append(response.contentType).append("\r\n");
        out.append("Content-Length: ")
            .append(QByteArray::number(response.body.size()))
            .append("\r\n");
    }
    for (const contract::Header &header : response.headers) {
        if (isSafe(header.name) && isSafe(header.value) && !isOurs(header.name))
            out.append(header.name).append(": ").append(header.value).append("\r\n");
    }
    out.append("X-Content-Type-Options: nosniff\r\n");
    if (!options.keepsAlive)
        out.append("Connection: close\r\n\r\n");
    else if (options.isHttp10)
        out.append("Connection: keep-alive\r\n\r\n");
    else
        out.append("\r\n");
    if (mayHaveBody && !options.isHead)
        out.append(response.body);
    return out;
}

contract::Response AnswerWriter::refusal(const Error &error, int status) const
{
    contract::Response response = contract::failure(error);
    if (status > 0)
        response.status = status;
    const QByteArray id = QByteArray::number(QRandomGenerator::global()->generate64(), 16);
    response.headers.push_back({"x-request-id", id.rightJustified(16, '0')});
    return response;
}

const QByteArray &AnswerWriter::date()
{
    const qint64 second = m_clock.now().ms / 1000;
    if (second != m_second) {
        m_second = second;
        m_date = QLocale::c()
                     .toString(QDateTime::fromSecsSinceEpoch(second, Qt::UTC),
                               u"ddd, dd MMM yyyy hh:mm:ss 'GMT'")
                     .toLatin1();
    }
    return m_date;
}

} // namespace datakubo::http
