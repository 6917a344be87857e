#include "backend/services/validation.h"

#include "backend/domain/text.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

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

Result<void> checkPassword(const QString &password)
{
    if (characterCount(password) < 10)
        return Error::field(u"password"_s, u"password must have 10 characters or more"_s);
    if (characterCount(password) > 1000)
        return Error::field(u"password"_s, u"password is longer than 1000 characters"_s);
    return {};
}

bool isTimeZone(const QString &text)
{
    return QTimeZone::isTimeZoneIdAvailable(text.toLatin1());
}

} // namespace datakubo::services
