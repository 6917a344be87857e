#include "app/logging.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <atomic>
#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

std::atomic<bool> asJson = false;

QString withoutSecrets(QString text)
{
    static const QRegularExpression keys(u"dk_(live|refresh)_[A-Za-z0-9]+"_s);
    static const QRegularExpression tokens(
        u"eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"_s);
    static const QRegularExpression passwords(u"(://[^:/@\\s]+):[^@\\s]+@"_s);
    text.replace(keys, u"dk_\\1_***"_s);
    text.replace(tokens, u"***"_s);
    text.replace(passwords, u"\\1:***@"_s);
    return text;
}

const char *levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return "debug";
    case QtInfoMsg: return "info";
    case QtWarningMsg: return "warning";
    case QtCriticalMsg:
    case QtFatalMsg: break;
    }
    return "error";
}

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QString text = withoutSecrets(message);
    QByteArray line;
    if (asJson) {
        line = QJsonDocument(QJsonObject{{u"time"_s, time},
                                         {u"level"_s, QString::fromLatin1(levelOf(type))},
                                         {u"category"_s, QString::fromLatin1(context.category)},
                                         {u"message"_s, text}})
                   .toJson(QJsonDocument::Compact);
    } else {
        line = u"%1 %2 %3: %4"_s
                   .arg(time, QString::fromLatin1(levelOf(type)),
                        QString::fromLatin1(context.category), text)
                   .toUtf8();
    }
    line += '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

} // namespace

void installLogging(bool json)
{
    asJson = json;
    qInstallMessageHandler(write);
}

} // namespace datakubo::app
