#include "backend/domain/reading.h"

#include <QUuid>

// RFC 9562, section 5.8: 48 bits of our own (the time in ms), the version, 12 bits (zero), the
// variant, 62 bits (the device's key).
namespace datakubo {

QString ReadingKey::uuid() const
{
    const auto time = static_cast<quint64>(recordedAt.ms);
    const auto key = static_cast<quint64>(device.value);
    QUuid uuid;
    uuid.data1 = static_cast<uint>(time >> 16U & 0xffffffffU);
    uuid.data2 = static_cast<ushort>(time & 0xffffU);
    uuid.data3 = 0x8000;
    for (unsigned i = 0; i < 8; ++i)
        uuid.data4[i] = static_cast<uchar>(key >> (56U - 8U * i) & 0xffU);
    uuid.data4[0] = static_cast<uchar>((uuid.data4[0] & 0x3fU) | 0x80U);
    return uuid.toString(QUuid::WithoutBraces);
}

std::optional<ReadingKey> ReadingKey::parse(const QString &text)
{
    const QUuid uuid = QUuid::fromString(text);
    if (uuid.isNull() || uuid.data3 != 0x8000 || (uuid.data4[0] & 0xc0U) != 0x80U)
        return std::nullopt;
    quint64 key = uuid.data4[0] & 0x3fU;
    for (unsigned i = 1; i < 8; ++i)
        key = key << 8U | uuid.data4[i];
    const quint64 time = static_cast<quint64>(uuid.data1) << 16U | uuid.data2;
    return ReadingKey{DeviceId{static_cast<qint64>(key)}, Timestamp{static_cast<qint64>(time)}};
}

} // namespace datakubo
