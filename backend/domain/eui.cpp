#include "backend/domain/eui.h"

namespace datakubo {

std::optional<DevEui> DevEui::parse(QStringView text)
{
    if (text.size() != 16)
        return std::nullopt;
    quint64 value = 0;
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        unsigned digit = 0;
        if (u >= u'0' && u <= u'9')
            digit = u - u'0';
        else if (u >= u'a' && u <= u'f')
            digit = u - u'a' + 10U;
        else if (u >= u'A' && u <= u'F')
            digit = u - u'A' + 10U;
        else
            return std::nullopt;
        value = value << 4U | digit;
    }
    return DevEui(value);
}

QString DevEui::toString() const
{
    static constexpr char digits[] = "0123456789abcdef";
    QString text(16, Qt::Uninitialized);
    quint64 rest = m_value;
    for (qsizetype i = 15; i >= 0; --i, rest >>= 4U)
        text[i] = QLatin1Char(digits[rest & 15U]);
    return text;
}

} // namespace datakubo
