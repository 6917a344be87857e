#include "backend/contract/fields.h"

#include "backend/domain/text.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

void FieldReader::fail(const QString &name, const QString &message, ErrorCode code)
{
    if (!m_error)
        m_error = Error::field(name, message, code);
}

QString FieldReader::text(const QString &name, qsizetype maximum)
{
    const QJsonValue found = value(name);
    if (found.isUndefined() || found.isNull())
        return {};
    if (!found.isString()) {
        fail(name, u"%1 must be text"_s.arg(name));
        return {};
    }
    const QString read = found.toString().trimmed();
    if (characterCount(read) > maximum)
        fail(name, u"%1 is longer than %2 characters"_s.arg(name).arg(maximum));
    const bool hasControl = std::any_of(read.begin(), read.end(), [](QChar c) {
        return c.unicode() < 0x20 || c.unicode() == 0x7f;
    });
    if (hasControl)
        fail(name, u"%1 holds a control character"_s.arg(name));
    return m_error ? QString() : read;
}

QString FieldReader::requiredText(const QString &name, qsizetype maximum)
{
    const QString read = text(name, maximum);
    if (read.isEmpty())
        fail(name, u"%1 is required"_s.arg(name));
    return read;
}

QString FieldReader::requiredSecret(const QString &name, qsizetype maximum)
{
    const QString read = value(name).toString();
    if (read.isEmpty())
        fail(name, u"%1 is required"_s.arg(name));
    else if (characterCount(read) > maximum)
        fail(name, u"%1 is longer than %2 characters"_s.arg(name).arg(maximum));
    return m_error ? QString() : read;
}

std::optional<QStringList> FieldReader::texts(const QString &name, qsizetype maximumCount)
{
    const QJsonValue found = value(name);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    const QJsonArray items = found.toArray();
    if (!found.isArray() || items.size() > maximumCount) {
        fail(name, u"%1 must be an array of at most %2 texts"_s.arg(name).arg(maximumCount));
        return std::nullopt;
    }
    QStringList read;
    for (const QJsonValue &item : items) {
        if (!item.isString() || item.toString().size() > 500)
            fail(u"%1[%2]"_s.arg(name).arg(read.size()), u"%1 must hold texts"_s.arg(name));
        read.append(item.toString());
    }
    return read;
}

std::optional<qint64> FieldReader::integer(const QString &name, qint64 minimum, qint64 maximum)
{
    const QJsonValue found = value(name);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    const double asNumber = found.toDouble(std::nan(""));
    if (!(std::floor(asNumber) == asNumber) || asNumber < static_cast<double>(minimum)
        || asNumber > static_cast<double>(maximum)) {
        fail(name,
             u"%1 must be a whole number from %2 to %3"_s.arg(name).arg(minimum).arg(maximum));
        return std::nullopt;
    }
    return found.toInteger(static_cast<qint64>(asNumber));
}

std::optional<double> FieldReader::number(const QString &name, double minimum, double maximum)
{
    const QJsonValue found = value(name);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    if (!found.isDouble() || found.toDouble() < minimum || found.toDouble() > maximum) {
        fail(name, u"%1 must be a number from %2 to %3"_s.arg(name)
                       .arg(minimum, 0, 'g', 12)
                       .arg(maximum, 0, 'g', 12));
        return std::nullopt;
    }
    return found.toDouble();
}

std::optional<bool> FieldReader::boolean(const QString &name)
{
    const QJsonValue found = value(name);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    if (!found.isBool()) {
        fail(name, u"%1 must be true or false"_s.arg(name));
        return std::nullopt;
    }
    return found.toBool();
}

std::optional<Timestamp> FieldReader::time(const QString &name)
{
    const QString read = text(name, 64);
    if (read.isEmpty())
        return std::nullopt;
    const auto parsed = Timestamp::parse(read);
    if (!parsed)
        fail(name, u"%1 must be a time such as 2025-01-15T10:30:00Z"_s.arg(name));
    return parsed;
}

QDate FieldReader::date(const QString &name)
{
    const QString read = text(name, 64);
    if (read.isEmpty())
        return {};
    const QDate parsed = QDate::fromString(read, u"yyyy-MM-dd"_s);
    if (!parsed.isValid())
        fail(name, u"%1 must be a date such as 2025-01-15"_s.arg(name));
    return parsed;
}

std::optional<Volume> FieldReader::volume(const QString &name)
{
    const auto cubicMetres = number(name, -9e9, 9e9);
    return cubicMetres ? Volume::fromCubicMetres(*cubicMetres) : std::nullopt;
}

std::optional<DevEui> FieldReader::eui(const QString &name)
{
    const QJsonValue found = value(name);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    const auto parsed = DevEui::parse(found.toString());
    if (!parsed)
        fail(name, u"%1 must be 16 hexadecimal digits"_s.arg(name), ErrorCode::InvalidDeviceId);
    return parsed;
}

DevEui FieldReader::requiredEui(const QString &name)
{
    const auto parsed = eui(name);
    if (!parsed)
        fail(name, u"%1 is required"_s.arg(name));
    return parsed.value_or(DevEui());
}

} // namespace datakubo::contract
