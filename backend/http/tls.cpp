#include "backend/http/tls.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::http {

namespace {

Error fileError(const QString &field, const QString &message, const QString &file)
{
    return Error::field(field, message.arg(file));
}

QSslKey parseKey(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

Result<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile)
{
    if (certificateFile.isEmpty() || keyFile.isEmpty())
        return Error::field(certificateFile.isEmpty() ? u"tls_cert"_s : u"tls_key"_s,
                            u"TLS needs both files, the certificate and its key"_s);
    if (!QSslSocket::supportsSsl())
        return Error{
            ErrorCode::Validation, u"This system has no TLS library that Qt can use"_s, {}};

    QFile certificateSource(certificateFile);
    if (!certificateSource.open(QIODevice::ReadOnly))
        return fileError(u"tls_cert"_s, u"The certificate file '%1' cannot be read"_s,
                         certificateFile);
    const QList<QSslCertificate> chain = QSslCertificate::fromDevice(&certificateSource);
    if (chain.isEmpty())
        return fileError(u"tls_cert"_s, u"The file '%1' holds no certificate in PEM form"_s,
                         certificateFile);

    QFile keySource(keyFile);
    if (!keySource.open(QIODevice::ReadOnly))
        return fileError(u"tls_key"_s, u"The key file '%1' cannot be read"_s, keyFile);
    const QSslKey key = parseKey(keySource.readAll());
    if (key.isNull())
        return fileError(u"tls_key"_s,
                         u"The file '%1' holds no private key in PEM form without a password"_s,
                         keyFile);

    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(QSsl::SecureProtocols);
    return configuration;
}

} // namespace datakubo::http
