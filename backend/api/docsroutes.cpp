#include "backend/api/docsroutes.h"

#include "backend/api/openapi.h"

#include <QCryptographicHash>
#include <QDir>

#include <map>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

struct Document {
    QByteArray type;
    QByteArray body;
    QByteArray tag;
};

// Scripts only from here, no inline ones; Swagger UI and Redoc write style attributes and show
// pictures they carry along, and Redoc searches in a worker it makes itself.
constexpr const char *pagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Document made(const QByteArray &type, const QByteArray &body)
{
    const QByteArray hash = QCryptographicHash::hash(body, QCryptographicHash::Sha256);
    return {type, body, '"' + hash.toHex().left(32) + '"'};
}

QByteArray typeOf(const QString &name)
{
    if (name.endsWith(u".html"))
        return "text/html; charset=utf-8";
    if (name.endsWith(u".css"))
        return "text/css; charset=utf-8";
    if (name.endsWith(u".js"))
        return "text/javascript; charset=utf-8";
    if (name.endsWith(u".png"))
        return "image/png";
    return "text/plain; charset=utf-8";
}

// What cmake/ApiDocs.cmake put together, by name; without npm only our own few files.
const std::map<QByteArray, Document> &files()
{
    static const auto all = [] {
        std::map<QByteArray, Document> read;
        const QDir folder(u":/datakubo/apidocs"_s);
        for (const QString &name : folder.entryList(QDir::Files)) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::ReadOnly))
                read.emplace(name.toLatin1(), made(typeOf(name), file.readAll()));
        }
        return read;
    }();
    return all;
}

contract::Response answerWith(const Document &document)
{
    contract::Response response;
    response.headers.push_back({"etag", document.tag});
    response.headers.push_back({"cache-control", "no-cache"});
    response.contentType = document.type;
    response.body = document.body;
    if (document.type.startsWith("text/html")) {
        response.headers.push_back({"content-security-policy", pagePolicy});
        response.headers.push_back({"referrer-policy", "no-referrer"});
    }
    return response;
}

contract::Response page(const QByteArray &name, const QByteArray &needs)
{
    return answerWith(files().at(files().contains(needs) ? name : "plain.html"));
}

} // namespace

contract::Response openApi(const contract::Request &, const services::Environment &environment)
{
    static const Document document = made("application/json", openApiText(environment.version));
    return answerWith(document);
}

contract::Response swaggerPage(const contract::Request &, const services::Environment &)
{
    return page("swagger.html", "swagger-ui-bundle.js");
}

contract::Response redocPage(const contract::Request &, const services::Environment &)
{
    return page("redoc.html", "redoc.standalone.js");
}

contract::Response docsFile(const contract::Request &request, const services::Environment &)
{
    const QByteArray name = request.path.mid(request.path.lastIndexOf('/') + 1);
    const auto found = files().find(name);
    if (found == files().end() || name.endsWith(".html"))
        return contract::failure(
            {ErrorCode::NotFound, u"There is no such file in the documentation"_s, {}});
    return answerWith(found->second);
}

} // namespace datakubo::api
