#pragma once
#include "backend/domain/result.h"
#include "tests/support/blockingclient.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>

#include <memory>

namespace datakubo::test {

// A headless Chromium that reaches this computer and nothing else, driven through chromedriver.
class WebDriver
{
public:
    // Why there can be none here; empty when there can.
    static QString missing();

    WebDriver();
    ~WebDriver();
    WebDriver(const WebDriver &) = delete;
    WebDriver &operator=(const WebDriver &) = delete;

    // These are false when it did not work; problem() then says why.
    bool start();
    bool open(const QString &url);
    bool waitFor(const QString &condition); // until this JavaScript is true
    // These wait until there is such an element.
    bool click(const QString &css);
    bool type(const QString &css, const QString &text);
    QString text(const QString &css); // empty when it did not work
    const char *problem() const { return m_problem.constData(); }

    // Of the pages since the last call.
    QStringList errors();        // what the console was told
    QStringList requestedUrls(); // without what the pages' own policy held back

private:
    Result<QJsonValue> command(const QByteArray &method, const QString &path,
                               const QJsonObject &body = {});
    Result<QString> find(const QString &css);
    QJsonArray log(const QString &kind);
    bool works(const Result<QJsonValue> &result);

    QProcess m_driver;
    std::unique_ptr<BlockingClient> m_client;
    QString m_session;
    QByteArray m_problem;
};

} // namespace datakubo::test
