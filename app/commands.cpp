#include "app/commands.h"

#include "app/backend.h"
#include "backend/contract/codecs.h"
#include "backend/services/closingservice.h"
#include "backend/storage/integrity.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTextStream>

#include <cstdio>
#include <future>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

int complain(const QString &sentence)
{
    QTextStream(stderr) << sentence << '\n';
    return 1;
}

QString readPassword()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    QByteArray line = input.readLine();
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

contract::Response askRunning(const QString &url, const QByteArray &body)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(url + u"/api/v1/auth/signup"_s));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = network.post(request, body);
    QEventLoop waiting;
    QObject::connect(reply, &QNetworkReply::finished, &waiting, &QEventLoop::quit);
    waiting.exec();
    contract::Response response;
    response.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    response.body = reply->readAll();
    if (response.status == 0) {
        return contract::failure(
            {ErrorCode::StorageUnavailable,
             u"The running DataKubo on %1 does not answer: %2"_s.arg(url, reply->errorString()),
             {}});
    }
    return response;
}

contract::Response askOwn(Backend &backend, const QByteArray &body)
{
    contract::Request request;
    request.method = contract::Method::Post;
    request.path = "/api/v1/auth/signup";
    request.headers = {{"content-type", "application/json"}};
    request.body = body;
    request.isLocal = true;
    std::promise<contract::Response> answered;
    api::RequestSink::Done done = [&answered](contract::Response response) {
        answered.set_value(std::move(response));
    };
    if (!backend.dispatcher().dispatch(request, done))
        return contract::failure({ErrorCode::StorageUnavailable, u"The program is busy"_s, {}});
    return answered.get_future().get();
}

// Work of the writer, piece by piece; false when one failed.
template <typename Piece>
bool inPieces(Backend &backend, Piece piece)
{
    for (bool isMore = true; isMore;) {
        const auto ran = backend.dispatcher().run([&](storage::Session &session, contract::Events &) {
            services::ClosingService service(session);
            isMore = piece(service);
            return contract::noContent();
        });
        if (ran.status != 204)
            return false;
    }
    return true;
}

bool rebuildClosings(Backend &backend)
{
    DeviceId at;
    return inPieces(backend,
                    [](services::ClosingService &service) {
                        service.forget();
                        return false;
                    })
        && inPieces(backend, [&at](services::ClosingService &service) {
               const auto piece = service.close(at);
               at = piece.at;
               return piece.isMore;
           });
}

QStringList closingProblems(Backend &backend)
{
    QStringList problems;
    DeviceId at;
    const bool isRead = inPieces(backend, [&](services::ClosingService &service) {
        DeviceId last;
        problems += service.differences(at, 100, last);
        at = last;
        return last.isValid() && problems.size() < 20;
    });
    if (!isRead)
        problems.append(u"the day closings could not be read"_s);
    return problems;
}

} // namespace

int runSignUp(const Options &options)
{
    const QJsonObject wanted{{u"organization_name"_s, options.organization},
                             {u"email"_s, options.email},
                             {u"password"_s, readPassword()}};
    const QByteArray body = QJsonDocument(wanted).toJson(QJsonDocument::Compact);
    Backend backend(options);
    contract::Response response;
    if (const auto opened = backend.open(); opened) {
        response = askOwn(backend, body);
    } else if (const QString url = opened.error().details[u"url"].toString(); !url.isEmpty()) {
        response = askRunning(url, body);
    } else {
        return complain(opened.error().message);
    }
    const auto data = contract::readData(response);
    if (!data)
        return complain(data.error().message);
    QTextStream(stdout) << data->toObject().value(u"api_key").toString() << '\n';
    return 0;
}

int runCheck(const Options &options)
{
    Backend backend(options);
    if (const auto opened = backend.open(); !opened)
        return complain(opened.error().message);
    storage::IntegrityReport report;
    const auto ran =
        backend.dispatcher().run([&report](storage::Session &session, contract::Events &) {
            report = storage::checkIntegrity(session);
            return contract::noContent();
        });
    if (ran.status != 204)
        return complain(u"The database could not be read"_s);
    QTextStream out(stdout);
    if (options.rebuild && !rebuildClosings(backend))
        return complain(u"The day closings could not be made again"_s);
    report.problems += closingProblems(backend);
    out << report.organizations << " organizations, " << report.devices << " devices, "
        << report.readings << " readings, " << report.webhooks << " webhooks\n";
    for (const QString &problem : report.problems)
        out << "problem: " << problem << '\n';
    out << (report.problems.isEmpty() ? "everything is in order\n" : "");
    return report.problems.isEmpty() ? 0 : 1;
}

} // namespace datakubo::app
