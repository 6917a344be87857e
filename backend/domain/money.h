#pragma once
#include <QtGlobal>

#include <compare>

namespace datakubo {

// An amount in minor units (cents). The currency stands beside it where it is shown.
struct Money
{
    qint64 minor = 0;

    double toMajor() const { return static_cast<double>(minor) / 100.0; } // JSON boundary only
    constexpr auto operator<=>(const Money &) const = default;
};

constexpr Money operator+(Money a, Money b)
{
    return {a.minor + b.minor};
}
constexpr Money operator*(Money a, qint64 count)
{
    return {a.minor * count};
}

} // namespace datakubo
