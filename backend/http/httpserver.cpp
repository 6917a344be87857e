#include "backend/http/httpserver.h"

namespace datakubo::http {

class HttpServer::Private
{
};

HttpServer::HttpServer(api::RequestSink &, const Clock &, Limits) {}
HttpServer::~HttpServer() = default;
Result<quint16> HttpServer::start(const Listen &) { return quint16(0); }
void HttpServer::stop(qint64) {}

} // namespace datakubo::http
