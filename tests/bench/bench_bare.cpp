// The bare QtHttpServer behind the same route with a constant answer: the ceiling that
// datakubo-server is compared with. Prints the same line as it when ready.
#include <QCoreApplication>
#include <QHttpServer>
#include <QTcpServer>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QByteArray answer =
        R"({"status":"success","data":{"result":"stored","dev_eui":"70b3d5fffe000000",)"
        R"("recorded_at":"2026-11-24T10:15:30Z","consumption_m3":1234.567}})";
    QHttpServer server;
    server.route(u"/api/v1/ingest/water-consumption"_s, QHttpServerRequest::Method::Post,
                 [&answer](const QHttpServerRequest &) {
                     return QHttpServerResponse("application/json"_ba, answer);
                 });
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    auto *sockets = new QTcpServer(&server);
    sockets->listen(QHostAddress::LocalHost);
    const quint16 port = server.bind(sockets) ? sockets->serverPort() : quint16(0);
#else
    const quint16 port = server.listen(QHostAddress::LocalHost);
#endif
    if (port == 0) {
        std::fprintf(stderr, "bench_bare cannot listen on 127.0.0.1\n");
        return 1;
    }
    std::printf("listening on http://127.0.0.1:%d\n", port);
    std::fflush(stdout);
    return QCoreApplication::exec();
}
