#pragma once
#include "backend/domain/result.h"

#include <QString>

namespace datakubo::services {

// One @ with something before it and a name with a dot after it; no spaces; 254 characters at most
// (RFC 5321). Whether it can be reached only a letter tells.
bool isEmailAddress(const QString &text);

// 10 to 1,000 characters; the Error names the field "password".
Result<void> checkPassword(const QString &password);

// A name of the time zone database this computer knows.
bool isTimeZone(const QString &text);

} // namespace datakubo::services
