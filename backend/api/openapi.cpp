#include "backend/api/openapi.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

const QString &folder()
{
    static const QString path = u":/datakubo/openapi"_s;
    return path;
}

// Objects are united, deeply; two files never give different values to the same name.
void layOver(QJsonObject &whole, const QJsonObject &part)
{
    for (auto it = part.begin(); it != part.end(); ++it) {
        if (!it->isObject() || !whole.contains(it.key())) {
            Q_ASSERT(!whole.contains(it.key()));
            whole.insert(it.key(), *it);
            continue;
        }
        QJsonObject inner = whole.value(it.key()).toObject();
        layOver(inner, it->toObject());
        whole.insert(it.key(), inner);
    }
}

} // namespace

QJsonObject openApiDocument(const QString &version)
{
    QJsonObject whole;
    for (const QString &name : QDir(folder()).entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder() + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonDocument part = QJsonDocument::fromJson(file.readAll());
        Q_ASSERT_X(part.isObject(), "openapi", qPrintable(name));
        layOver(whole, part.object());
    }
    QJsonObject info = whole.value(u"info").toObject();
    info.insert(u"version"_s, version);
    whole.insert(u"info"_s, info);
    return whole;
}

const QByteArray &openApiText(const QString &version)
{
    static const QByteArray text = QJsonDocument(openApiDocument(version)).toJson();
    return text;
}

} // namespace datakubo::api
