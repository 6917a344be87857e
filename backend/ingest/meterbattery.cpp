#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"

#include <array>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

constexpr int goodMillivolts = 3600;
constexpr int lowMillivolts = 2800;

constexpr std::array numericKeys{
    "battery"_L1,
    "bateria"_L1,
    "battery_voltage"_L1,
    "batteryVoltage"_L1,
    "BatV"_L1,
    "BAT"_L1,
    "vdd"_L1,
    "Battery"_L1,
    "disposable_battery_voltage"_L1,
    "battery_level"_L1,
};

struct Word
{
    QLatin1StringView text;
    bool low;
};

constexpr std::array words{
    Word{"OK"_L1, false},         Word{"Good"_L1, false},   Word{"LOW"_L1, true},
    Word{"LOW_BATTERY"_L1, true}, Word{"Replace"_L1, true}, Word{"Critical"_L1, true},
};

std::optional<bool> lowByWord(const QJsonValue &value)
{
    if (!value.isString())
        return std::nullopt;
    const QString text = value.toString().trimmed();
    for (const Word &word : words) {
        if (text.compare(word.text, Qt::CaseInsensitive) == 0)
            return word.low;
    }
    return std::nullopt;
}

Battery fromVolts(double volts)
{
    if (volts < 1.8 || volts > 10)
        return {};
    return {static_cast<int>(std::lround(volts * 1000)), std::nullopt};
}

Battery fromPercent(double percent)
{
    if (percent < 0 || percent > 100)
        return {};
    return {std::nullopt, static_cast<int>(std::lround(percent))};
}

Battery fromMillivolts(double millivolts)
{
    if (millivolts < 1000 || millivolts > 5000)
        return {};
    return {static_cast<int>(std::lround(millivolts)), std::nullopt};
}

Battery fromQuantity(const Quantity &quantity)
{
    if (quantity.unit == "%"_L1)
        return fromPercent(quantity.value);
    if (quantity.unit == "mV"_L1)
        return fromMillivolts(quantity.value);
    if (quantity.unit == "V"_L1)
        return fromVolts(quantity.value);
    if (!quantity.unit.isEmpty())
        return {};
    if (quantity.value <= 10)
        return fromVolts(quantity.value);
    return quantity.value <= 100 ? fromPercent(quantity.value) : fromMillivolts(quantity.value);
}

// Milesight's EM300-DI sends percent, also a low one that could pass for volts.
bool isMilesight(const QJsonObject &decoded)
{
    return decoded.contains("water_conv"_L1) || decoded.contains("pulse_conv"_L1)
           || decoded.contains("water_alarm"_L1) || decoded.contains("gpio_alarm"_L1)
           || decoded.contains("pulse"_L1);
}

Battery fromNumber(const QJsonObject &decoded, QLatin1StringView key, const Quantity &quantity)
{
    if (key == "battery"_L1 && quantity.value <= 10 && quantity.unit.isEmpty()
        && quantity.value == std::floor(quantity.value) && isMilesight(decoded))
        return fromPercent(quantity.value);
    return fromQuantity(quantity);
}

void fill(Battery &battery, const Battery &more)
{
    if (!battery.millivolts)
        battery.millivolts = more.millivolts;
    if (!battery.percent)
        battery.percent = more.percent;
}

} // namespace

MeterBattery batteryOf(const QJsonObject &decoded)
{
    MeterBattery found;
    std::optional<bool> low = lowByWord(decoded.value("battery_status"_L1));
    for (const QLatin1StringView key : numericKeys) {
        const QJsonValue value = decoded.value(key);
        if (value.isUndefined() || value.isNull())
            continue;
        if (const auto quantity = quantityOf(value))
            fill(found.battery, fromNumber(decoded, key, *quantity));
        else if (!low)
            low = lowByWord(value);
    }
    if (low && !found.battery.millivolts && !found.battery.percent)
        found.battery.millivolts = *low ? lowMillivolts : goodMillivolts;
    found.low = low.value_or(false);
    return found;
}

} // namespace datakubo::ingest
