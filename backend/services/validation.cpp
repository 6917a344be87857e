#include "backend/services/validation.h"

#include "backend/domain/text.h"

#include <QRegularExpression>
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
    // Also names that Qt does not list, such as Etc/UTC and Asia/Calcutta, but no path.
    static const QRegularExpression name(u"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"_s);
    return text.size() <= 64 && name.match(text).hasMatch() && QTimeZone(text.toLatin1()).isValid();
}

} // namespace datakubo::services
