#pragma once
#include "backend/domain/result.h"

#include <QSslConfiguration>
#include <QString>

namespace datakubo::http {

// The PEM files of `--tls-cert` (the certificate, then its chain) and `--tls-key`.
Result<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile);

} // namespace datakubo::http
