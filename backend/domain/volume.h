#pragma once
#include <QString>

#include <compare>
#include <optional>

namespace datakubo {

// A water volume, whole millilitres in 64 bits. A double appears only at the JSON boundary, where
// it is rounded at once, half away from zero; it is exact to 8 billion m³ (architecture, "Truth in
// the data" 2).
struct Volume
{
    qint64 millilitres = 0;

    // NaN, infinities and more than ±9e9 m³ give an empty optional.
    static std::optional<Volume> fromCubicMetres(double cubicMetres);
    static std::optional<Volume> fromLitres(double litres);
    static std::optional<Volume> fromUsGallons(double gallons); // 3.785411784 L each
    static std::optional<Volume> fromCubicFeet(double feet);    // 28.316846592 L each
    static std::optional<Volume> fromMillilitres(double millilitres);
    // A plain decimal number ("123.456", comma not accepted), exact to the millilitre.
    static std::optional<Volume> parseCubicMetres(QStringView text);

    double toCubicMetres() const { return static_cast<double>(millilitres) / 1e6; }

    constexpr auto operator<=>(const Volume &) const = default;
};

constexpr Volume operator-(Volume a, Volume b)
{
    return {a.millilitres - b.millilitres};
}
constexpr Volume operator+(Volume a, Volume b)
{
    return {a.millilitres + b.millilitres};
}

// whole × part / of, rounded half away from zero; exact whatever the sizes. `of` is positive.
Volume share(Volume whole, qint64 part, qint64 of);

} // namespace datakubo
