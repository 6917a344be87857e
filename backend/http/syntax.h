#pragma once
#include <QByteArrayView>

#include <optional>

// The small grammar of RFC 9110 and 9112 as far as the guard needs it.
namespace datakubo::http {

bool isToken(QByteArrayView text);                      // a method or a field name
bool isFieldValue(QByteArrayView text);                 // no control bytes but the tab
bool isTargetText(QByteArrayView text);                 // visible ASCII
bool isHostText(QByteArrayView text);                   // may be empty
std::optional<qint64> parseDigits(QByteArrayView text); // decimal, nothing else, up to 15 digits
std::optional<qint64> parseHex(QByteArrayView text); // hexadecimal, nothing else, up to 12 digits
QByteArrayView trimmed(QByteArrayView text);         // of spaces and tabs
bool equalsNoCase(QByteArrayView text, QByteArrayView lowerCase);

// Runs `take` with each trimmed, not empty element of a comma-separated list.
template <typename Take>
void eachElement(QByteArrayView list, Take take)
{
    while (true) {
        const qsizetype comma = list.indexOf(',');
        const QByteArrayView element = trimmed(comma < 0 ? list : list.first(comma));
        if (!element.isEmpty())
            take(element);
        if (comma < 0)
            return;
        list = list.sliced(comma + 1);
    }
}

// "localhost", 127.0.0.0/8 or "[::1]", with or without a port.
bool isLoopbackHost(QByteArrayView host);

} // namespace datakubo::http
