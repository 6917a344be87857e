#include "backend/domain/listing.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>

namespace datakubo {

QString Cursor::encode() const
{
    const QJsonArray parts{sort, QJsonValue::fromVariant(value), id, total};
    const QByteArray json = QJsonDocument(parts).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(
        json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<Cursor> Cursor::decode(const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    const QJsonArray parts = QJsonDocument::fromJson(*decoded).array();
    if (parts.size() != 4 || !parts[0].isString() || !(parts[1].isString() || parts[1].isDouble())
        || !parts[2].isDouble() || !parts[3].isDouble())
        return std::nullopt;
    const QVariant value =
        parts[1].isString() ? QVariant(parts[1].toString()) : QVariant(parts[1].toInteger());
    return Cursor{parts[0].toString(), value, parts[2].toInteger(), parts[3].toInteger()};
}

} // namespace datakubo
