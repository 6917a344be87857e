#include "tests/app/webdriver.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>

#include <map>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {

namespace {

constexpr int startMs = 60'000;
constexpr int waitMs = 45'000;

QString browser()
{
    const QString found = QStandardPaths::findExecutable(u"chromium"_s);
    return found.isEmpty() ? QStandardPaths::findExecutable(u"google-chrome"_s) : found;
}

} // namespace

QString WebDriver::missing()
{
    if (browser().isEmpty())
        return u"there is no chromium"_s;
    if (QStandardPaths::findExecutable(u"chromedriver"_s).isEmpty())
        return u"there is no chromedriver"_s;
    return {};
}

WebDriver::WebDriver() = default;

WebDriver::~WebDriver()
{
    if (!m_session.isEmpty())
        works(command("DELETE", {}));
    m_driver.terminate();
    if (!m_driver.waitForFinished(startMs))
        m_driver.kill();
}

bool WebDriver::start()
{
    m_driver.start(u"chromedriver"_s, {u"--port=0"_s});
    QByteArray said;
    const QRegularExpression port(u"successfully on port (\\d+)"_s);
    QRegularExpressionMatch ready;
    while (!ready.hasMatch()) {
        if (!m_driver.waitForReadyRead(startMs)) {
            m_problem = "chromedriver: " + said;
            return false;
        }
        said += m_driver.readAllStandardOutput();
        ready = port.match(QString::fromUtf8(said));
    }
    m_client = std::make_unique<BlockingClient>(ready.captured(1).toUShort());
    const QJsonArray arguments{
        u"--headless=new"_s,
        u"--no-sandbox"_s, // root, as in containers, cannot have one
        u"--disable-gpu"_s,
        u"--disable-dev-shm-usage"_s,
        u"--disable-background-networking"_s,
        u"--no-first-run"_s,
        u"--no-proxy-server"_s,
        u"--window-size=1280,1600"_s,
        u"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"_s,
    };
    const QJsonObject wanted{
        {u"goog:chromeOptions"_s, QJsonObject{{u"binary"_s, browser()}, {u"args"_s, arguments}}},
        {u"goog:loggingPrefs"_s,
         QJsonObject{{u"browser"_s, u"ALL"_s}, {u"performance"_s, u"ALL"_s}}},
        {u"timeouts"_s, QJsonObject{{u"implicit"_s, waitMs}, {u"script"_s, waitMs}}},
    };
    const auto made =
        command("POST", {}, {{u"capabilities"_s, QJsonObject{{u"alwaysMatch"_s, wanted}}}});
    if (made)
        m_session = (*made)[u"sessionId"].toString();
    return works(made);
}

Result<QJsonValue> WebDriver::command(const QByteArray &method, const QString &path,
                                      const QJsonObject &body)
{
    QByteArray target = "/session";
    if (!m_session.isEmpty())
        target += '/' + m_session.toLatin1() + path.toLatin1();
    const QByteArray content =
        method == "POST" ? QJsonDocument(body).toJson(QJsonDocument::Compact) : QByteArray();
    const auto answer =
        m_client->ask(method + ' ' + target
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        "Content-Length: "
                      + QByteArray::number(content.size()) + "\r\n\r\n" + content);
    if (!answer)
        return Error{ErrorCode::Internal, u"chromedriver is silent"_s, {}};
    const QJsonValue value = QJsonDocument::fromJson(answer->body)[u"value"];
    if (answer->status != 200)
        return Error{ErrorCode::Internal, value[u"message"].toString(), {}};
    return value;
}

bool WebDriver::works(const Result<QJsonValue> &result)
{
    if (!result)
        m_problem = result.error().message.toUtf8();
    return result.has_value();
}

bool WebDriver::open(const QString &url)
{
    return works(command("POST", u"/url"_s, {{u"url"_s, url}}));
}

bool WebDriver::waitFor(const QString &condition)
{
    // Looked at again with every frame; what never holds ends with the time-out of scripts.
    const QString script = u"const done = arguments[0];"
                           "const look = () => { if (%1) done(true);"
                           " else requestAnimationFrame(look); }; look();"_s.arg(condition);
    return works(
        command("POST", u"/execute/async"_s, {{u"script"_s, script}, {u"args"_s, QJsonArray()}}));
}

Result<QString> WebDriver::find(const QString &css)
{
    const auto found =
        command("POST", u"/element"_s, {{u"using"_s, u"css selector"_s}, {u"value"_s, css}});
    if (!found)
        return found.error();
    return u"/element/"_s + found->toObject().begin()->toString();
}

bool WebDriver::click(const QString &css)
{
    const auto element = find(css);
    return works(element ? command("POST", *element + u"/click"_s) : element.error());
}

bool WebDriver::type(const QString &css, const QString &text)
{
    const auto element = find(css);
    return works(element ? command("POST", *element + u"/value"_s, {{u"text"_s, text}})
                         : element.error());
}

QString WebDriver::text(const QString &css)
{
    const auto element = find(css);
    const auto read =
        element ? command("GET", *element + u"/text"_s) : Result<QJsonValue>(element.error());
    return works(read) ? read->toString() : QString();
}

QJsonArray WebDriver::log(const QString &kind)
{
    const auto entries = command("POST", u"/se/log"_s, {{u"type"_s, kind}});
    return entries ? entries->toArray() : QJsonArray();
}

QStringList WebDriver::errors()
{
    QStringList told;
    const QJsonArray entries = log(u"browser"_s);
    for (const QJsonValue &entry : entries) {
        if (entry[u"level"] == u"SEVERE"_s)
            told.append(entry[u"message"].toString());
    }
    return told;
}

QStringList WebDriver::requestedUrls()
{
    std::map<QString, QString> urls; // by the request's id
    const QJsonArray entries = log(u"performance"_s);
    for (const QJsonValue &entry : entries) {
        const QJsonObject message =
            QJsonDocument::fromJson(entry[u"message"].toString().toUtf8())[u"message"].toObject();
        const QJsonValue told = message[u"params"];
        const QString id = told[u"requestId"].toString();
        if (message[u"method"] == u"Network.requestWillBeSent"_s)
            urls[id] = told[u"request"][u"url"].toString();
        else if (message[u"method"] == u"Network.loadingFailed"_s
                 && told[u"blockedReason"] == u"csp"_s)
            urls.erase(id);
    }
    QStringList sent;
    for (const auto &[id, url] : urls)
        sent.append(url);
    return sent;
}

} // namespace datakubo::test
