#include "backend/services/validation.h"

#include <QTimeZone>

#include <algorithm>

namespace datakubo::services {

bool isEmailAddress(const QString &text)
{
    const qsizetype at = text.indexOf(u'@');
    const qsizetype dot = text.lastIndexOf(u'.');
    const bool plain =
        std::none_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || !c.isPrint(); });
    return plain && text.size() <= 254 && at > 0 && text.indexOf(u'@', at + 1) < 0 && dot > at + 1
           && dot < text.size() - 1;
}

bool isTimeZone(const QString &text)
{
    return QTimeZone::isTimeZoneIdAvailable(text.toLatin1());
}

} // namespace datakubo::services
