#pragma once
#include <QString>

namespace datakubo::services {

// One @ with something before it and a name with a dot after it; no spaces; 254 characters at most
// (RFC 5321). Whether it can be reached only a letter tells.
bool isEmailAddress(const QString &text);

// A name of the time zone database this computer knows.
bool isTimeZone(const QString &text);

} // namespace datakubo::services
