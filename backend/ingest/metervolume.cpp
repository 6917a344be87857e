#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"

#include <array>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

enum class Unit { CubicMetre, Litre, DecaLitre, HectoLitre, UsGallon, Unknown };

std::optional<Volume> inUnit(double value, Unit unit)
{
    switch (unit) {
    case Unit::CubicMetre: return Volume::fromCubicMetres(value);
    case Unit::Litre: return Volume::fromLitres(value);
    case Unit::DecaLitre: return Volume::fromLitres(value * 10);
    case Unit::HectoLitre: return Volume::fromLitres(value * 100);
    case Unit::UsGallon: return Volume::fromUsGallons(value);
    case Unit::Unknown: break;
    }
    return std::nullopt;
}

Unit statedUnit(const QString &text, Unit otherwise)
{
    if (text.isEmpty())
        return otherwise;
    if (text == "L"_L1 || text == "l"_L1)
        return Unit::Litre;
    if (text == "m3"_L1 || text == u"m³")
        return Unit::CubicMetre;
    if (text == "gal"_L1)
        return Unit::UsGallon;
    return Unit::Unknown;
}

// B METERS writes 13 × 1 for litres and 14 × 10 for decalitres; its hectolitre branch cannot be
// reached, a repaired one would write 15 × 100.
Unit bMetersUnit(const QJsonObject &decoded)
{
    const auto vif = wholeOf(decoded.value("vif"_L1), 0, 10000);
    if (!vif)
        return Unit::Unknown;
    switch (*vif) {
    case 13: return Unit::Litre;
    case 14:
    case 140: return Unit::DecaLitre;
    case 15:
    case 1500: return Unit::HectoLitre;
    default: return Unit::Unknown;
    }
}

// With MOD 1 a Dragino meter sends what flowed since its last report.
bool isSinceLastReport(const QJsonObject &decoded)
{
    return numberOf(decoded.value("MOD"_L1)) == 1.0 || decoded.contains("Last_pulse"_L1);
}

// diwise hands on Axioma's whole litres under the key that everybody else uses for m³.
Unit axiomaUnit(const QJsonObject &decoded, const QJsonValue &value)
{
    const auto number = numberOf(value);
    const bool isWhole = number && *number == std::floor(*number);
    return isWhole && decoded.value("volumes"_L1).isArray() ? Unit::Litre : Unit::CubicMetre;
}

struct Source {
    QLatin1StringView key;
    Unit unit; // of a bare number
};

constexpr std::array sources{
    Source{"cumulativeFlowM3"_L1, Unit::CubicMetre},
    Source{"water"_L1, Unit::CubicMetre},
    Source{"cumulativeFlow"_L1, Unit::Litre},
    Source{"current_volume_m3"_L1, Unit::CubicMetre}, // Axioma
    Source{"current_volume"_L1, Unit::CubicMetre},    // Axioma
    Source{"CurrentVolume"_L1, Unit::CubicMetre},     // Axioma
    Source{"latestVolume"_L1, Unit::CubicMetre},      // Kamstrup
    Source{"total_volume"_L1, Unit::Unknown},         // Quandify: always with its unit
    Source{"Water_flow_value"_L1, Unit::Litre},       // Dragino
    Source{"consumption_now"_L1, Unit::Litre},        // Vision Metering
    Source{"consumption_current"_L1, Unit::Litre},    // Vision Metering
    Source{"valueCounter"_L1, Unit::Unknown},         // B METERS: unit by vif
};

Unit bareUnit(const Source &source, const QJsonObject &decoded, const QJsonValue &value)
{
    if (source.key == "current_volume"_L1)
        return axiomaUnit(decoded, value);
    if (source.key == "valueCounter"_L1)
        return bMetersUnit(decoded);
    return source.unit;
}

// `water` is also the name of an object (normalized payload) and of alarms: only a number counts.
bool isPassedOver(const Source &source, const QJsonObject &decoded, const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return true;
    if (source.key == "water"_L1)
        return !quantityOf(value);
    return source.key == "Water_flow_value"_L1 && isSinceLastReport(decoded);
}

} // namespace

std::optional<VolumeUnit> volumeUnitOf(const QString &word)
{
    switch (statedUnit(word, Unit::Unknown)) {
    case Unit::CubicMetre: return VolumeUnit::CubicMetre;
    case Unit::Litre: return VolumeUnit::Litre;
    case Unit::UsGallon: return VolumeUnit::UsGallon;
    default: return std::nullopt;
    }
}

MeterVolume cumulativeVolume(const QJsonObject &decoded)
{
    MeterVolume found;
    for (const Source &source : sources) {
        const QJsonValue value = decoded.value(source.key);
        if (isPassedOver(source, decoded, value))
            continue;
        if (const auto quantity = quantityOf(value)) {
            const Unit unit = statedUnit(quantity->unit, bareUnit(source, decoded, value));
            if (const auto volume = inUnit(quantity->value, unit))
                return {volume, {}};
        }
        if (found.unreadable.isEmpty())
            found.unreadable = source.key;
    }
    return found;
}

} // namespace datakubo::ingest
