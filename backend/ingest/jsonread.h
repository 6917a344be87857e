#pragma once
#include "backend/domain/eui.h"
#include "backend/domain/result.h"
#include "backend/domain/timestamp.h"

#include <QJsonValue>
#include <QString>

#include <optional>

// Tolerant reads of one JSON value: a wrong type is an empty result, never a failure. What senders
// write is not under our control, and one odd field must not cost a reading.
namespace datakubo::ingest {

// A finite number, also when it comes in a string ("12.5").
std::optional<double> numberOf(const QJsonValue &value);

// A number in that range, rounded to whole.
std::optional<int> wholeOf(const QJsonValue &value, int minimum, int maximum);

// A frame counter: whole, 32 bits.
std::optional<qint64> counterOf(const QJsonValue &value);

// A number with the unit that a string may carry ("1234 L"); the unit is empty without one.
struct Quantity
{
    double value = 0;
    QString unit;
};
std::optional<Quantity> quantityOf(const QJsonValue &value);

// The ways decoders write truth: true, 1, "1", "TRUE".
bool isTrue(const QJsonValue &value);

// A name as a sender gives it: no control characters (PostgreSQL refuses NUL), trimmed, at most
// 200.
QString textOf(const QJsonValue &value);

// RFC 3339; anything else is empty.
std::optional<Timestamp> timeOf(const QJsonValue &value);

enum class EuiSpelling { Hex, HexOrBase64 };

// Absent, null and "" give an empty optional; anything else that is no EUI is INVALID_DEVICE_ID
// naming `path`.
Result<std::optional<DevEui>> euiOf(const QJsonValue &value, const QString &path,
                                    EuiSpelling spelling = EuiSpelling::Hex);

} // namespace datakubo::ingest
