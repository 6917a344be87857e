#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"
#include "backend/ingest/normaliser.h"
#include "backend/ingest/senders.h"

#include <QJsonArray>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

constexpr std::array volumeKeys{"consumption_m3"_L1, "cumulativeFlowM3"_L1, "water"_L1,
                                "cumulativeFlow"_L1};

// What else makes a body without a volume worth having.
constexpr std::array stateKeys{"battery"_L1, "battery_level"_L1, "battery_status"_L1};

template <size_t N>
bool hasAny(const QJsonObject &body, const std::array<QLatin1StringView, N> &keys)
{
    for (const QLatin1StringView key : keys) {
        const QJsonValue value = body.value(key);
        if (!value.isUndefined() && !value.isNull())
            return true;
    }
    return false;
}

// A script can be told that its time is wrong, a network server cannot: hence an error here.
Result<SenderTime> messageTime(const QJsonObject &body, Timestamp receivedAt)
{
    for (const QLatin1StringView key : {"timestamp"_L1, "recorded_at"_L1}) {
        const QJsonValue value = body.value(key);
        if (value.isUndefined() || value.isNull())
            continue;
        const auto time = timeOf(value);
        if (!time)
            return Error::field(key, u"%1 must be an RFC 3339 time with a zone"_s.arg(key));
        return chooseTime(receivedAt, {time});
    }
    return chooseTime(receivedAt, {});
}

std::optional<qint64> frameCounter(const QJsonObject &body)
{
    for (const QLatin1StringView key : {"frame_counter"_L1, "f_cnt"_L1, "fCnt"_L1}) {
        if (const auto counter = counterOf(body.value(key)))
            return counter;
    }
    return std::nullopt;
}

// The body as a decoder would have written it: consumption_m3 is this format's name for
// cumulativeFlowM3.
QJsonObject asDecoded(const QJsonObject &body)
{
    QJsonObject decoded = body;
    const QJsonValue volume = body.value("consumption_m3"_L1);
    if (!volume.isUndefined() && !volume.isNull())
        decoded.insert("cumulativeFlowM3"_L1, volume);
    return decoded;
}

QString firstVolumeKey(const QJsonObject &body)
{
    for (const QLatin1StringView key : volumeKeys) {
        const QJsonValue value = body.value(key);
        if (!value.isUndefined() && !value.isNull())
            return key;
    }
    return {};
}

} // namespace

bool isCustom(const QJsonObject &body)
{
    return body.contains("dev_eui"_L1);
}

Item decodeCustom(const Message &message)
{
    const QJsonObject &body = message.body;
    const auto eui = euiOf(body.value("dev_eui"_L1), u"dev_eui"_s);
    if (!eui)
        return eui.error();
    if (!*eui) {
        return Error::field(u"dev_eui"_s, u"dev_eui must be 16 hexadecimal digits"_s,
                            ErrorCode::InvalidDeviceId);
    }
    const QString volumeKey = firstVolumeKey(body);
    if (volumeKey.isEmpty() && !hasAny(body, stateKeys)) {
        return Error::field(
            u"consumption_m3"_s,
            u"A body with dev_eui needs consumption_m3, cumulativeFlowM3, water or cumulativeFlow"_s);
    }
    const auto time = messageTime(body, message.receivedAt);
    if (!time)
        return time.error();

    Uplink uplink;
    uplink.source = ReadingSource::Custom;
    uplink.eui = **eui;
    uplink.deviceName = textOf(body.value("device_name"_L1));
    uplink.tenantName = textOf(body.value("tenant_name"_L1));
    uplink.frameCounter = frameCounter(body);
    setTime(uplink, *time);
    uplink.signal = strongestSignal(QJsonArray{body}, ZeroSignal::Sent);
    applyDecoded(uplink, asDecoded(body), {*time, message.receivedAt, 0, {}});
    const bool isEmpty = uplink.samples.empty() && uplink.quarantineReason.isEmpty();
    if (isEmpty && !volumeKey.isEmpty())
        return Error::field(volumeKey, u"%1 must be a volume"_s.arg(volumeKey));
    return uplink;
}

} // namespace datakubo::ingest
