#include "backend/services/secrets.h"

#include <QCryptographicHash>
#include <QUuid>

#include <array>
#include <cstdlib>
#include <jwt.h>
#include <memory>
#include <sodium.h>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

QString randomText(int length)
{
    static constexpr char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    QString text;
    text.reserve(length);
    for (int i = 0; i < length; ++i)
        text.append(QLatin1Char(alphabet[randombytes_uniform(sizeof(alphabet) - 1)]));
    return text;
}

struct JwtFree {
    void operator()(jwt_t *token) const { jwt_free(token); }
};
using Jwt = std::unique_ptr<jwt_t, JwtFree>;

const unsigned char *keyOf(const QByteArray &secret)
{
    return reinterpret_cast<const unsigned char *>(secret.constData());
}

Error invalidToken()
{
    return {ErrorCode::InvalidToken, u"The access token is not valid or has expired"_s, {}};
}

} // namespace

QString hashPassword(const QString &password, const Environment &environment)
{
    const QByteArray utf8 = password.toUtf8();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed = crypto_pwhash_str_alg(
        text.data(), utf8.constData(), static_cast<unsigned long long>(utf8.size()),
        environment.passwordOperations, environment.passwordMemoryBytes,
        crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0)
        qFatal("Not enough memory to hash a password");
    return QString::fromLatin1(text.data());
}

bool verifyPassword(const QString &password, const QString &hash)
{
    const QByteArray utf8 = password.toUtf8();
    return crypto_pwhash_str_verify(hash.toLatin1().constData(), utf8.constData(),
                                    static_cast<unsigned long long>(utf8.size()))
           == 0;
}

QString makeApiKey()
{
    return u"dk_live_"_s + randomText(40);
}

QString makeRefreshToken()
{
    return u"dk_refresh_"_s + randomText(48);
}

QByteArray sha256(const QString &secret)
{
    return QCryptographicHash::hash(secret.toUtf8(), QCryptographicHash::Sha256);
}

QString makeUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString signAccessToken(const QString &userUuid, const Environment &environment)
{
    jwt_t *raw = nullptr;
    if (jwt_new(&raw) != 0)
        qFatal("Not enough memory for a token");
    const Jwt token(raw);
    const qint64 now = environment.clock.now().ms / 1000;
    jwt_add_grant(token.get(), "sub", userUuid.toLatin1().constData());
    jwt_add_grant_int(token.get(), "iat", static_cast<long>(now));
    jwt_add_grant_int(token.get(), "exp", static_cast<long>(now + accessTokenSeconds));
    jwt_set_alg(token.get(), JWT_ALG_HS256, keyOf(environment.tokenSecret),
                static_cast<int>(environment.tokenSecret.size()));
    char *encoded = jwt_encode_str(token.get());
    const QString text = QString::fromLatin1(encoded);
    std::free(encoded); // libjwt 1.10 has no jwt_free_str
    return text;
}

Result<QString> verifyAccessToken(const QByteArray &token, const Environment &environment)
{
    if (token.size() > 4096)
        return invalidToken();
    jwt_t *raw = nullptr;
    const int failed = jwt_decode(&raw, token.constData(), keyOf(environment.tokenSecret),
                                  static_cast<int>(environment.tokenSecret.size()));
    const Jwt decoded(raw);
    if (failed != 0 || !decoded || jwt_get_alg(decoded.get()) != JWT_ALG_HS256)
        return invalidToken();
    const long expires = jwt_get_grant_int(decoded.get(), "exp");
    const char *subject = jwt_get_grant(decoded.get(), "sub");
    if (subject == nullptr || expires * 1000 <= environment.clock.now().ms)
        return invalidToken();
    return QString::fromLatin1(subject);
}

} // namespace datakubo::services
