#pragma once
#include <QString>

#include <compare>
#include <optional>

namespace datakubo {

// A LoRaWAN DevEUI: 64 bits. Text is 16 hex digits, read in either case, written lower-case.
class DevEui
{
public:
    constexpr DevEui() = default;
    constexpr explicit DevEui(quint64 value) : m_value(value) {}

    // Exactly 16 hex digits, nothing else (no separators): empty optional otherwise.
    static std::optional<DevEui> parse(QStringView text);

    QString toString() const;
    constexpr quint64 value() const { return m_value; }
    constexpr auto operator<=>(const DevEui &) const = default;

private:
    quint64 m_value = 0;
};

inline size_t qHash(DevEui eui, size_t seed = 0) noexcept
{
    return ::qHash(eui.value(), seed);
}

} // namespace datakubo

template <>
struct std::hash<datakubo::DevEui>
{
    size_t operator()(datakubo::DevEui eui) const noexcept { return ::qHash(eui.value()); }
};
