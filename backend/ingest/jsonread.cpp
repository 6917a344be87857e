#include "backend/ingest/jsonread.h"

#include <QByteArray>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

constexpr qsizetype longestName = 200;

bool isNumeric(char16_t c)
{
    return (c >= u'0' && c <= u'9') || c == u'.' || c == u'-' || c == u'+' || c == u'e'
           || c == u'E';
}

std::optional<DevEui> euiFromBase64(QStringView text)
{
    // 8 bytes are 11 characters and one of padding, which some writers leave out.
    if (text.size() != 11 && text.size() != 12)
        return std::nullopt;
    const auto bytes =
        QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes || (*bytes).size() != 8)
        return std::nullopt;
    quint64 value = 0;
    for (const char byte : *bytes)
        value = value << 8U | static_cast<quint8>(byte);
    return DevEui(value);
}

} // namespace

std::optional<double> numberOf(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    const auto quantity = quantityOf(value);
    if (!quantity || !quantity->unit.isEmpty())
        return std::nullopt;
    return quantity->value;
}

std::optional<int> wholeOf(const QJsonValue &value, int minimum, int maximum)
{
    const auto number = numberOf(value);
    if (!number || *number < minimum || *number > maximum)
        return std::nullopt;
    return static_cast<int>(std::lround(*number));
}

std::optional<qint64> counterOf(const QJsonValue &value)
{
    const auto number = numberOf(value);
    if (!number || *number < 0 || *number > 4294967295.0 || *number != std::floor(*number))
        return std::nullopt;
    return static_cast<qint64>(*number);
}

std::optional<Quantity> quantityOf(const QJsonValue &value)
{
    if (value.isDouble())
        return Quantity{value.toDouble(), {}};
    if (!value.isString())
        return std::nullopt;
    const QString whole = value.toString();
    const QStringView text = QStringView(whole).trimmed();
    qsizetype end = 0;
    while (end < text.size() && isNumeric(text[end].unicode()))
        ++end;
    bool ok = false;
    const double number = text.left(end).toDouble(&ok);
    if (!ok || !std::isfinite(number))
        return std::nullopt;
    return Quantity{number, text.mid(end).trimmed().toString()};
}

bool isTrue(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool: return value.toBool();
    case QJsonValue::Double: return value.toDouble() == 1.0;
    case QJsonValue::String: {
        const QString text = value.toString();
        const QStringView word = QStringView(text).trimmed();
        return word == u"1" || word.compare("true"_L1, Qt::CaseInsensitive) == 0;
    }
    default: return false;
    }
}

QString textOf(const QJsonValue &value)
{
    QString text = value.toString();
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    text = text.trimmed();
    if (text.size() > longestName) {
        text.truncate(longestName);
        if (text.back().isHighSurrogate())
            text.chop(1);
    }
    return text;
}

std::optional<Timestamp> timeOf(const QJsonValue &value)
{
    if (!value.isString())
        return std::nullopt;
    return Timestamp::parse(value.toString());
}

Result<std::optional<DevEui>> euiOf(const QJsonValue &value, const QString &path,
                                    EuiSpelling spelling)
{
    using Found = std::optional<DevEui>;
    if (value.isUndefined() || value.isNull())
        return Found();
    const QString text = value.toString();
    if (value.isString() && text.isEmpty())
        return Found();
    Found eui = DevEui::parse(text);
    if (!eui && spelling == EuiSpelling::HexOrBase64)
        eui = euiFromBase64(text);
    if (!eui) {
        return Error::field(
            path,
            spelling == EuiSpelling::Hex
                ? u"%1 must be 16 hexadecimal digits"_s.arg(path)
                : u"%1 must be 16 hexadecimal digits or 8 bytes in base64"_s.arg(path),
            ErrorCode::InvalidDeviceId);
    }
    return eui;
}

} // namespace datakubo::ingest
