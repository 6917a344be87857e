#pragma once
#include "backend/domain/result.h"
#include "backend/domain/timestamp.h"
#include "backend/services/environment.h"

#include <QByteArray>
#include <QString>

#include <optional>

// Passwords (argon2id by libsodium), random keys and tokens. No disk. Any thread.
namespace datakubo::services {

// Takes tens of milliseconds and the memory of Environment: slow pool only.
QString hashPassword(const QString &password, const Environment &environment);
bool verifyPassword(const QString &password, const QString &hash);

QString makeApiKey();       // "dk_live_" + 40 of [A-Za-z0-9]: 238 bits
QString makeRefreshToken(); // "dk_refresh_" + 48 of the same
QByteArray sha256(const QString &secret);
QString makeUuid();

// Access tokens: JWT, HS256 and nothing else, one hour.
inline constexpr qint64 accessTokenSeconds = 3600;
inline constexpr qint64 refreshTokenSeconds = 30LL * 24 * 3600;
QString signAccessToken(const QString &userUuid, const Environment &environment);
// The user's UUID. A wrong signature, another algorithm, an expired or unreadable token is
// INVALID_TOKEN.
Result<QString> verifyAccessToken(const QByteArray &token, const Environment &environment);

} // namespace datakubo::services
