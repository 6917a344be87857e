#pragma once
#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace datakubo::api {

// The OpenAPI 3.1 document: the files of resources/openapi laid over each other, so that each area
// of the API keeps its paths beside its schemas.
QJsonObject openApiDocument(const QString &version);

// The same as text, made once; a program has one version.
const QByteArray &openApiText(const QString &version);

} // namespace datakubo::api
