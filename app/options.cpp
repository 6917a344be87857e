#include "app/options.h"

#include <QCommandLineParser>
#include <QDir>
#include <QHash>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

// Looks a setting up where it may stand: flag, environment, ini.
class Sources
{
public:
    Sources(const QCommandLineParser &parser, const QStringList &environment) : m_parser(parser)
    {
        for (const QString &entry : environment) {
            const qsizetype equals = entry.indexOf(u'=');
            if (entry.startsWith(u"DATAKUBO_") && equals > 0)
                m_environment.insert(entry.left(equals), entry.mid(equals + 1));
        }
    }

    void readIni(const QString &file)
    {
        const QSettings ini(file, QSettings::IniFormat);
        for (const QString &key : ini.allKeys())
            m_ini.insert(key, ini.value(key).toString());
    }

    QString text(const QString &name, const QString &otherwise = {}) const
    {
        if (m_parser.isSet(name))
            return m_parser.value(name);
        const QString variable = u"DATAKUBO_"_s + QString(name).replace(u'-', u'_').toUpper();
        if (m_environment.contains(variable))
            return m_environment.value(variable);
        return m_ini.value(name, otherwise);
    }

    bool flag(const QString &name) const
    {
        if (m_parser.isSet(name))
            return true;
        const QString value = text(name).toLower();
        return value == u"1" || value == u"true" || value == u"yes" || value == u"on";
    }

private:
    const QCommandLineParser &m_parser;
    QHash<QString, QString> m_environment;
    QHash<QString, QString> m_ini;
};

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"DataKubo: LoRaWAN water meters for property managers."_s);
    parser.addPositionalArgument(u"command"_s,
                                 u"signup: make the first organization and print its API key. "
                                 "check: look the stored data over. Without one: serve."_s);
    parser.addOptions({
        {u"data-dir"_s, u"Folder the data is kept in."_s, u"folder"_s},
        {u"listen"_s, u"Address to listen on (127.0.0.1)."_s, u"address"_s},
        {u"port"_s, u"Port to listen on (8480; 0 picks a free one)."_s, u"number"_s},
        {u"tls-cert"_s, u"Certificate for HTTPS (PEM)."_s, u"file"_s},
        {u"tls-key"_s, u"Private key for HTTPS (PEM)."_s, u"file"_s},
        {u"database-url"_s,
         u"postgresql://user:password@host/database instead of the SQLite file."_s, u"url"_s},
        {u"trusted-proxies"_s,
         u"Addresses and networks, with blanks between, whose X-Forwarded-For is believed."_s,
         u"list"_s},
        {u"cors-origins"_s,
         u"Web pages that may call the API, with blanks between: https://dashboard.example.com."_s,
         u"list"_s},
        {u"allow-signup"_s, u"Let others sign up over the network."_s},
        {u"demo"_s, u"Fill an empty folder with a demo building and keep sending uplinks."_s},
        {u"log-format"_s, u"text or json."_s, u"format"_s},
        {u"rebuild"_s, u"check: make what is derived from readings (day closings) again."_s},
        {u"organization"_s, u"signup: name of the organization."_s, u"name"_s},
        {u"email"_s, u"signup: e-mail address of its first user."_s, u"address"_s},
        {u"password-stdin"_s, u"signup: read the password from standard input."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
        {{u"v"_s, u"version"_s}, u"Show the version."_s},
    });
}

Error wrong(const QString &sentence)
{
    return {ErrorCode::Validation, sentence, {}};
}

} // namespace

Result<Options> readOptions(const QStringList &arguments, const QStringList &environment)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText() + u" (see --help)"_s);
    Sources sources(parser, environment);

    Options options;
    options.helpText = parser.helpText();
    if (parser.isSet(u"help"_s)) {
        options.command = Options::Command::Help;
        return options;
    }
    if (parser.isSet(u"version"_s)) {
        options.command = Options::Command::Version;
        return options;
    }
    options.dataDir = sources.text(
        u"data-dir"_s, QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    sources.readIni(QDir(options.dataDir).filePath(u"datakubo.ini"_s));

    const QStringList commands = parser.positionalArguments();
    if (commands.size() > 1)
        return wrong(u"Only one command at a time: '%1' is one too many"_s.arg(commands.at(1)));
    const QString command = commands.value(0);
    if (command == u"signup"_s)
        options.command = Options::Command::SignUp;
    else if (command == u"check"_s)
        options.command = Options::Command::Check;
    else if (!command.isEmpty())
        return wrong(u"There is no command '%1' (signup, check)"_s.arg(command));

    options.listen = sources.text(u"listen"_s, options.listen);
    bool ok = false;
    options.port = sources.text(u"port"_s, u"8480"_s).toUShort(&ok);
    if (!ok)
        return wrong(u"The port must be a number from 0 to 65535"_s);
    options.tlsCertificate = sources.text(u"tls-cert"_s);
    options.tlsKey = sources.text(u"tls-key"_s);
    if (options.tlsCertificate.isEmpty() != options.tlsKey.isEmpty())
        return wrong(u"HTTPS needs both --tls-cert and --tls-key"_s);
    options.databaseUrl = sources.text(u"database-url"_s);
    static const QRegularExpression between(u"[,\\s]+"_s);
    options.trustedProxies = sources.text(u"trusted-proxies"_s).split(between, Qt::SkipEmptyParts);
    options.corsOrigins = sources.text(u"cors-origins"_s).split(between, Qt::SkipEmptyParts);
    for (const QString &origin : std::as_const(options.corsOrigins)) {
        static const QRegularExpression form(u"^https?://[^/\\s]+$"_s);
        if (!form.match(origin).hasMatch()) {
            return wrong(u"An origin is a scheme, a host and perhaps a port, such as "
                         "https://dashboard.example.com; '%1' is none"_s.arg(origin));
        }
    }
    options.allowSignup = sources.flag(u"allow-signup"_s);
    options.demo = sources.flag(u"demo"_s);
    const QString format = sources.text(u"log-format"_s, u"text"_s);
    if (format != u"text" && format != u"json")
        return wrong(u"The log format is text or json"_s);
    options.jsonLog = format == u"json";

    options.rebuild = parser.isSet(u"rebuild"_s);
    if (options.rebuild && options.command != Options::Command::Check)
        return wrong(u"--rebuild belongs to check"_s);
    options.organization = sources.text(u"organization"_s);
    options.email = sources.text(u"email"_s);
    options.passwordFromStdin = parser.isSet(u"password-stdin"_s);
    if (options.command == Options::Command::SignUp
        && (options.organization.isEmpty() || options.email.isEmpty()
            || !options.passwordFromStdin)) {
        return wrong(u"signup needs --organization NAME --email ADDRESS --password-stdin"_s);
    }
    return options;
}

} // namespace datakubo::app
