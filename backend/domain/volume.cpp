#include "backend/domain/volume.h"

#include <QByteArray>

#include <cmath>

namespace datakubo {

namespace {
std::optional<Volume> fromScaled(double value, double millilitresEach)
{
    const double scaled = value * millilitresEach;
    if (!std::isfinite(scaled) || std::abs(scaled) > 9e15)
        return std::nullopt;
    return Volume{std::llround(scaled)}; // llround: half away from zero
}
} // namespace

std::optional<Volume> Volume::fromCubicMetres(double cubicMetres)
{
    return fromScaled(cubicMetres, 1e6);
}

std::optional<Volume> Volume::fromLitres(double litres)
{
    return fromScaled(litres, 1e3);
}

std::optional<Volume> Volume::fromUsGallons(double gallons)
{
    return fromScaled(gallons, 3785.411784);
}

std::optional<Volume> Volume::fromCubicFeet(double feet)
{
    return fromScaled(feet, 28316.846592);
}

std::optional<Volume> Volume::fromMillilitres(double millilitres)
{
    return fromScaled(millilitres, 1);
}

std::optional<Volume> Volume::parseCubicMetres(QStringView text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (!ok)
        return std::nullopt;
    return fromCubicMetres(value);
}

Volume share(Volume whole, qint64 part, qint64 of)
{
    __extension__ using Wide = __int128; // a product of two 64 bit numbers
    const Wide product = Wide(whole.millilitres) * part;
    const Wide half = product < 0 ? -(of / 2) : of / 2;
    return {static_cast<qint64>((product + half) / of)};
}

} // namespace datakubo
