#include "backend/http/syntax.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <string_view>

namespace datakubo::http {

namespace {

enum Class : unsigned char { Token = 1, Value = 2, Target = 4, Host = 8 };

constexpr bool isOneOf(int byte, std::string_view set)
{
    return set.find(static_cast<char>(byte)) != std::string_view::npos;
}

constexpr std::array<unsigned char, 256> makeClasses()
{
    std::array<unsigned char, 256> classes{};
    for (int byte = 0; byte < 256; ++byte) {
        const bool isAlnum = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
                             || (byte >= 'A' && byte <= 'Z');
        int bits = 0;
        if (isAlnum || (byte > 0x20 && byte < 0x7f && isOneOf(byte, "!#$%&'*+-.^_`|~")))
            bits |= Token;
        if (byte == '\t' || (byte >= 0x20 && byte != 0x7f))
            bits |= Value;
        if (byte > 0x20 && byte < 0x7f)
            bits |= Target;
        if (isAlnum || (byte > 0x20 && byte < 0x7f && isOneOf(byte, "-._~!$&'()*+;=:[]%")))
            bits |= Host;
        classes[static_cast<std::size_t>(byte)] = static_cast<unsigned char>(bits);
    }
    return classes;
}

constexpr auto classes = makeClasses();

bool allAre(QByteArrayView text, Class wanted)
{
    return std::all_of(text.begin(), text.end(), [wanted](char c) {
        return (classes[static_cast<unsigned char>(c)] & wanted) != 0;
    });
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isLoopbackV4(QByteArrayView text)
{
    int part = 0;
    while (true) {
        const qsizetype dot = text.indexOf('.');
        const auto number = parseDigits(dot < 0 ? text : text.first(dot));
        if (!number || *number > 255 || (part == 0 && *number != 127))
            return false;
        ++part;
        if (dot < 0)
            return part == 4;
        text = text.sliced(dot + 1);
    }
}

} // namespace

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && allAre(text, Token);
}

bool isFieldValue(QByteArrayView text)
{
    return allAre(text, Value);
}

bool isTargetText(QByteArrayView text)
{
    return !text.isEmpty() && allAre(text, Target);
}

bool isHostText(QByteArrayView text)
{
    return allAre(text, Host);
}

std::optional<qint64> parseDigits(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 15)
        return {};
    qint64 value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<qint64> parseHex(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 12)
        return {};
    qint64 value = 0;
    for (const char raw : text) {
        const char c = lower(raw);
        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            value = value * 16 + (c - 'a' + 10);
        else
            return {};
    }
    return value;
}

QByteArrayView trimmed(QByteArrayView text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

bool equalsNoCase(QByteArrayView text, QByteArrayView lowerCase)
{
    return text.size() == lowerCase.size()
           && std::equal(text.begin(), text.end(), lowerCase.begin(),
                         [](char a, char b) { return lower(a) == b; });
}

bool isLoopbackHost(QByteArrayView host)
{
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        if (end < 0 || host.first(end + 1) != QByteArrayView("[::1]"))
            return false;
        const QByteArrayView rest = host.sliced(end + 1);
        return rest.isEmpty() || (rest.front() == ':' && parseDigits(rest.sliced(1)));
    }
    const qsizetype colon = host.indexOf(':');
    if (colon >= 0 && !parseDigits(host.sliced(colon + 1)))
        return false;
    const QByteArrayView name = colon < 0 ? host : host.first(colon);
    return equalsNoCase(name, "localhost") || isLoopbackV4(name);
}

} // namespace datakubo::http
