#pragma once
#include "backend/domain/eui.h"
#include "backend/domain/result.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"

#include <QDate>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>

namespace datakubo::contract {

// Reads the fields of one JSON object and remembers the first that is wrong, so that a codec or a
// handler is a list of fields followed by finish(). An absent field and an explicit null read as
// empty.
class FieldReader
{
public:
    explicit FieldReader(const QJsonObject &object) : m_object(object) {}

    bool has(const QString &name) const { return m_object.contains(name); }
    bool isNull(const QString &name) const { return value(name).isNull(); }

    // Text is trimmed and at most `maximum` characters; control characters are refused.
    QString text(const QString &name, qsizetype maximum = 500);
    QString requiredText(const QString &name, qsizetype maximum = 500);
    // A password: every character counts, blanks at the ends too.
    QString requiredSecret(const QString &name, qsizetype maximum = 1000);
    // Texts of an array; empty optional when absent.
    std::optional<QStringList> texts(const QString &name, qsizetype maximumCount);
    std::optional<qint64> integer(const QString &name, qint64 minimum = 0,
                                  qint64 maximum = 9'000'000'000'000'000);
    std::optional<double> number(const QString &name, double minimum, double maximum);
    std::optional<bool> boolean(const QString &name);
    std::optional<Timestamp> time(const QString &name);
    QDate date(const QString &name);                   // "YYYY-MM-DD"; invalid when absent
    std::optional<Volume> volume(const QString &name); // m³
    std::optional<DevEui> eui(const QString &name);
    DevEui requiredEui(const QString &name);

    // One word of a closed vocabulary, read by its parse function. Empty text is not one: it must
    // not stand for whatever a caller takes when nothing is said.
    template <typename Enum>
    std::optional<Enum> word(const QString &name, std::optional<Enum> (*parse)(QStringView))
    {
        if (m_error || value(name).isUndefined() || value(name).isNull())
            return std::nullopt;
        const QString spelled = text(name);
        const auto read = parse(spelled);
        if (!read)
            fail(name, QStringLiteral("%1 has an unknown value '%2'").arg(name, spelled));
        return read;
    }

    void fail(const QString &name, const QString &message, ErrorCode code = ErrorCode::Validation);
    bool failed() const { return m_error.has_value(); }
    const Error &error() const { return *m_error; }

    template <typename T>
    Result<T> finish(T value) const
    {
        if (m_error)
            return *m_error;
        return value;
    }

private:
    QJsonValue value(const QString &name) const { return m_object.value(name); }

    const QJsonObject &m_object;
    std::optional<Error> m_error;
};

} // namespace datakubo::contract
