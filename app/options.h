#pragma once
#include "backend/domain/result.h"

#include <QStringList>

namespace datakubo::app {

// What the program was asked to do: the command line, else the environment (DATAKUBO_…), else
// `datakubo.ini` in the data folder, else the defaults.
struct Options {
    enum class Command { Serve, SignUp, Check, Help, Version };

    Command command = Command::Serve;
    QString dataDir;
    QString listen = QStringLiteral("127.0.0.1");
    quint16 port = 8480; // 0: any free one
    QString tlsCertificate;
    QString tlsKey;
    QString databaseUrl; // empty: SQLite in the data folder
    QStringList trustedProxies;
    QStringList corsOrigins;
    bool allowSignup = false;
    bool demo = false;
    bool jsonLog = false;

    bool rebuild = false; // of check

    QString organization; // of sign-up
    QString email;
    bool passwordFromStdin = false;

    QString helpText;
};

// `environment` as QProcess::systemEnvironment gives it. Errors are sentences for the terminal.
Result<Options> readOptions(const QStringList &arguments, const QStringList &environment);

} // namespace datakubo::app
