#include "backend/ingest/normaliser.h"

#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

void mergeBattery(Battery &battery, const Battery &more)
{
    if (battery.millivolts || battery.percent)
        return;
    battery = more;
}

void mergeFlag(Uplink &uplink, MeterFlag flag)
{
    if (std::find(uplink.flags.begin(), uplink.flags.end(), flag) == uplink.flags.end())
        uplink.flags.push_back(flag);
}

void applyState(Uplink &uplink, const QJsonObject &decoded, int port)
{
    const MeterBattery battery = batteryOf(decoded);
    mergeBattery(uplink.battery, battery.battery);
    for (const MeterFlag flag : flagsOf(decoded, port))
        mergeFlag(uplink, flag);
    if (battery.low)
        mergeFlag(uplink, MeterFlag::BatteryLow);
}

// The current value goes first; a logged one of the same moment would contradict or repeat it.
void addSamples(Uplink &uplink, const std::optional<Volume> &current, std::vector<Sample> logged,
                const SenderTime &time)
{
    if (current) {
        uplink.samples.push_back({time.at, *current, time.doubtful});
        std::erase_if(logged, [&](const Sample &s) { return s.recordedAt == time.at; });
    }
    uplink.samples.insert(uplink.samples.end(), logged.begin(), logged.end());
}

// A register does not run below zero: a 32-bit counter decoded with a sign does. A person decides.
void quarantineNegative(Uplink &uplink)
{
    uplink.samples.clear();
    uplink.skipReason.clear();
    uplink.unmapped = {};
    uplink.quarantineReason = u"negative_register"_s;
}

void applyNormalizedEntry(Uplink &uplink, const QJsonObject &entry, const Frame &frame)
{
    const Battery battery = batteryOf(entry).battery;
    mergeBattery(uplink.battery, battery);
    if (isTrue(entry.value("water"_L1).toObject().value("leak"_L1)))
        mergeFlag(uplink, MeterFlag::Leak);
    if (!uplink.samples.empty() || !uplink.quarantineReason.isEmpty())
        return;
    const QJsonObject water = entry.value("metering"_L1).toObject().value("water"_L1).toObject();
    const auto litres = numberOf(water.value("total"_L1));
    const auto volume = litres ? Volume::fromLitres(*litres) : std::nullopt;
    if (!volume)
        return;
    if (*volume < Volume{})
        return quarantineNegative(uplink);
    uplink.samples.push_back({frame.time.at, *volume, frame.time.doubtful});
    uplink.skipReason.clear();
    uplink.unmapped = {};
}

struct Heard {
    std::optional<double> rssi;
    std::optional<double> snr;
};

std::optional<double> signalValue(const QJsonValue &value, double magnitude)
{
    const auto number = numberOf(value);
    if (!number || std::abs(*number) > magnitude)
        return std::nullopt;
    return number;
}

Heard heardBy(const QJsonObject &gateway, ZeroSignal zero)
{
    QJsonValue rssi = gateway.value("rssi"_L1);
    QJsonValue snr = gateway.value("snr"_L1);
    if (snr.isUndefined())
        snr = gateway.value("loRaSNR"_L1);
    // A gateway that tells neither tells nothing: both at exactly 0 does not happen.
    if (zero == ZeroSignal::Omitted && rssi.isUndefined() != snr.isUndefined())
        (rssi.isUndefined() ? rssi : snr) = 0;
    return {signalValue(rssi, 200), signalValue(snr, 100)};
}

} // namespace

void setTime(Uplink &uplink, const SenderTime &time)
{
    uplink.recordedAt = time.at;
    uplink.timeFromSender = time.fromSender;
    uplink.timeDoubtful = time.doubtful;
}

void applyDecoded(Uplink &uplink, const QJsonObject &decoded, const Frame &frame)
{
    applyState(uplink, decoded, frame.port);
    const QJsonObject inner = decoded.value("decoded"_L1).toObject(); // Quandify nests
    QString path = frame.path;
    MeterVolume found = cumulativeVolume(decoded);
    if (!inner.isEmpty()) {
        applyState(uplink, inner, frame.port);
        if (!found.volume && found.unreadable.isEmpty()) {
            found = cumulativeVolume(inner);
            path += ".decoded"_L1;
        }
    }
    if (found.volume && *found.volume < Volume{})
        return quarantineNegative(uplink);
    addSamples(uplink, found.volume, loggedVolumes(decoded, frame.receivedAt), frame.time);
    if (!uplink.samples.empty())
        return;
    uplink.unmapped = decoded;
    if (found.unreadable.isEmpty()) {
        uplink.skipReason = u"no_volume"_s;
    } else {
        if (!path.isEmpty())
            path += u'.';
        uplink.skipReason = u"unreadable_volume: "_s + path + found.unreadable;
    }
}

void applyDecodedValue(Uplink &uplink, const QJsonValue &decoded, const Frame &frame)
{
    if (decoded.isUndefined() || decoded.isNull())
        uplink.skipReason = u"no_decoded_payload"_s;
    else if (!decoded.isObject())
        uplink.skipReason = u"unreadable_payload: "_s + frame.path;
    else if (const QJsonObject object = decoded.toObject(); object.isEmpty())
        uplink.skipReason = u"no_decoded_payload"_s;
    else
        applyDecoded(uplink, object, frame);
}

void applyNormalized(Uplink &uplink, const QJsonValue &normalized, const Frame &frame)
{
    if (normalized.isObject())
        applyNormalizedEntry(uplink, normalized.toObject(), frame);
    else if (normalized.isArray()) {
        for (const QJsonValue &entry : normalized.toArray())
            applyNormalizedEntry(uplink, entry.toObject(), frame);
    }
}

Battery networkBattery(const QJsonObject &status)
{
    if (isTrue(status.value("batteryLevelUnavailable"_L1))
        || isTrue(status.value("externalPowerSource"_L1)))
        return {};
    return {std::nullopt, wholeOf(status.value("batteryLevel"_L1), 0, 100)};
}

Signal strongestSignal(const QJsonValue &gateways, ZeroSignal zero)
{
    Heard best;
    if (!gateways.isArray())
        return {};
    for (const QJsonValue &gateway : gateways.toArray()) {
        const Heard heard = heardBy(gateway.toObject(), zero);
        if (heard.rssi && (!best.rssi || *heard.rssi > *best.rssi))
            best = heard;
    }
    Signal signal;
    if (best.rssi)
        signal.rssi = static_cast<int>(std::lround(*best.rssi));
    if (best.snr)
        signal.snrTenths = static_cast<int>(std::lround(*best.snr * 10));
    return signal;
}

} // namespace datakubo::ingest
