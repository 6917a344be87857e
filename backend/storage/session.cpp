#include "backend/storage/session.h"

#include "backend/storage/statement.h"

#include <QAtomicInt>
#include <QHash>
#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlError>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "datakubo.storage")

Session::Failure failureOf(const SqlError &error, Engine engine)
{
    if (engine == Engine::PostgreSql) {
        if (error.nativeCode == u"40001" || error.nativeCode == u"40P01"_s)
            return Session::Failure::Retry;
        // 08 connection, 53 resources (disk full), 57 operator intervention, 58 system error;
        // libpq reports a lost connection without a code.
        if (error.nativeCode.isEmpty() || error.nativeCode.startsWith(u"08"_s)
            || error.nativeCode.startsWith(u"53"_s) || error.nativeCode.startsWith(u"57"_s)
            || error.nativeCode.startsWith(u"58"_s))
            return Session::Failure::Gone;
        return Session::Failure::Statement;
    }
    switch (error.nativeCode.toInt() & 0xff) {
    case 5:  // SQLITE_BUSY
    case 6:  // SQLITE_LOCKED
    case 8:  // SQLITE_READONLY
    case 10: // SQLITE_IOERR
    case 11: // SQLITE_CORRUPT
    case 13: // SQLITE_FULL
    case 14: // SQLITE_CANTOPEN
    case 26: // SQLITE_NOTADB
        return Session::Failure::Gone;
    default: return Session::Failure::Statement;
    }
}

SqlError sqlError(const QSqlError &error, const QString &sql)
{
    return {error.text(), error.nativeErrorCode(), sql};
}

Error unavailable(const QString &detail)
{
    return {ErrorCode::StorageUnavailable,
            u"The storage is not available now: %1"_s.arg(detail),
            {{u"retry_after_s"_s, 5}}};
}

} // namespace

Result<DatabaseConfig> DatabaseConfig::fromUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || (url.scheme() != u"postgresql" && url.scheme() != u"postgres"_s)
        || url.host().isEmpty() || url.path().size() < 2) {
        return Error::field(
            u"database-url"_s,
            u"The database URL must look like postgresql://user:password@host:5432/database"_s);
    }
    DatabaseConfig config;
    config.engine = Engine::PostgreSql;
    config.host = url.host();
    config.port = url.port(5432);
    config.database = url.path().mid(1);
    config.user = url.userName(QUrl::FullyDecoded);
    config.password = url.password(QUrl::FullyDecoded);
    return config;
}

Statement &Statement::bind(const QVariant &value)
{
    // PostgreSQL has no NUL in texts: the driver would cut the statement off there.
    if (value.typeId() == QMetaType::QString && value.toString().contains(QChar::Null)) {
        m_query.bindValue(m_position++,
                          value.toString().replace(QChar::Null, QChar::ReplacementCharacter));
    } else {
        m_query.bindValue(m_position++, value);
    }
    return *this;
}

Statement &Statement::bind(const QString &value)
{
    return bind(QVariant(value.isNull() ? u""_s : value));
}

Statement &Statement::exec()
{
    if (!m_query.exec())
        throw sqlError(m_query.lastError(), m_query.lastQuery());
    return *this;
}

class Session::Private
{
public:
    Private(DatabaseConfig where, OpenMode how) : config(std::move(where)), mode(how)
    {
        static QAtomicInt counter;
        name = u"datakubo-%1"_s.arg(counter.fetchAndAddRelaxed(1));
    }

    ~Private() { close(); }

    void open();
    void close();
    void command(const QString &sql);
    void rewindAll();
    Error failed(const SqlError &error);

    DatabaseConfig config;
    OpenMode mode;
    QString name;
    QHash<QString, std::shared_ptr<Statement>> statements;
    bool inTransaction = false;
    int depth = 0;
    Failure failure = Failure::None;
};

void Session::Private::open()
{
    const bool sqlite = config.engine == Engine::Sqlite;
    QSqlDatabase database = QSqlDatabase::addDatabase(sqlite ? u"QSQLITE"_s : u"QPSQL"_s, name);
    if (sqlite) {
        database.setDatabaseName(config.sqliteFile);
        database.setConnectOptions(mode == OpenMode::ReadOnly
                                       ? u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"_s
                                       : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    } else {
        database.setHostName(config.host);
        database.setPort(config.port);
        database.setDatabaseName(config.database);
        database.setUserName(config.user);
        database.setPassword(config.password);
        database.setConnectOptions(u"connect_timeout=5;application_name=datakubo"_s);
    }
    if (!database.open())
        throw sqlError(database.lastError(), u"open"_s);
    QStringList settings;
    if (sqlite) {
        settings = {u"pragma foreign_keys = on"_s, u"pragma temp_store = memory"_s,
                    u"pragma trusted_schema = off"_s};
        if (mode == OpenMode::ReadOnly) {
            settings.append(u"pragma cache_size = -65536"_s);
        } else {
            // The cache is small because SQLite walks all of it in every commit that has balanced
            // a tree, while the file is shorter than 1 GiB. The log keeps its size when it begins
            // anew: cutting it off and growing it again held commits up for 40 ms. It is moved by
            // api::Checkpointer, and by whoever commits only when that has failed for 1 GiB.
            settings += {u"pragma journal_mode = wal"_s, u"pragma synchronous = full"_s,
                         u"pragma cache_size = -16384"_s, u"pragma wal_autocheckpoint = 262144"_s,
                         u"pragma journal_size_limit = 268435456"_s};
        }
    } else {
        settings = {u"set time zone 'UTC'"_s, u"set statement_timeout = '60s'"_s,
                    u"set lock_timeout = '20s'"_s};
        if (mode == OpenMode::ReadOnly)
            settings.append(u"set default_transaction_read_only = on"_s);
    }
    for (const QString &setting : settings)
        command(setting);
}

void Session::Private::close()
{
    statements.clear();
    if (QSqlDatabase::contains(name)) {
        QSqlDatabase::database(name, false).close();
        QSqlDatabase::removeDatabase(name);
    }
    inTransaction = false;
    depth = 0;
}

void Session::Private::command(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(name, false));
    if (!query.exec(sql))
        throw sqlError(query.lastError(), sql);
}

void Session::Private::rewindAll()
{
    for (const auto &statement : std::as_const(statements))
        statement->rewind();
}

Error Session::Private::failed(const SqlError &error)
{
    failure = failureOf(error, config.engine);
    qCWarning(lcStorage).noquote() << error.nativeCode << error.message.simplified() << "in"
                                   << error.sql.simplified().left(200);
    if (failure == Failure::Statement)
        return {ErrorCode::Internal, u"The database refused a statement"_s, {}};
    return unavailable(error.message.simplified());
}

Session::Session(std::unique_ptr<Private> data) : d(std::move(data)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const DatabaseConfig &config, OpenMode mode)
{
    auto data = std::make_unique<Private>(config, mode);
    try {
        data->open();
    } catch (const SqlError &error) {
        return data->failed(error).code == ErrorCode::Internal
                   ? unavailable(error.message)
                   : unavailable(error.message.simplified());
    }
    return std::unique_ptr<Session>(new Session(std::move(data)));
}

Engine Session::engine() const
{
    return d->config.engine;
}

Session::Failure Session::lastFailure() const
{
    return d->failure;
}

Result<void> Session::begin()
{
    Q_ASSERT(!d->inTransaction);
    try {
        const bool immediate = d->config.engine == Engine::Sqlite && d->mode == OpenMode::ReadWrite;
        d->command(immediate ? u"begin immediate"_s : u"begin"_s);
        d->inTransaction = true;
        return {};
    } catch (const SqlError &error) {
        return d->failed(error);
    }
}

Result<void> Session::commit()
{
    Q_ASSERT(d->inTransaction);
    try {
        d->rewindAll();
        d->command(u"commit"_s);
        d->inTransaction = false;
        return {};
    } catch (const SqlError &error) {
        const Error result = d->failed(error);
        rollback();
        return result;
    }
}

void Session::rollback()
{
    d->rewindAll();
    d->inTransaction = false;
    d->depth = 0;
    try {
        d->command(u"rollback"_s);
    } catch (const SqlError &) {
        // The transaction is already gone, with its connection or by the database's own decision.
    }
}

Result<void> Session::run(const std::function<bool()> &work)
{
    if (!d->inTransaction) {
        if (const auto begun = begin(); !begun)
            return begun;
        const auto done = run(work);
        if (!done) {
            const Failure kept = d->failure;
            rollback();
            d->failure = kept;
            return done;
        }
        return commit();
    }
    const QString savepoint = u"s%1"_s.arg(d->depth);
    try {
        d->command(u"savepoint "_s + savepoint);
        ++d->depth;
        const bool keep = work();
        --d->depth;
        d->rewindAll(); // an `insert … returning` not read to its end would hold the savepoint
        if (!keep)
            d->command(u"rollback to savepoint "_s + savepoint);
        d->command(u"release savepoint "_s + savepoint);
        return {};
    } catch (const SqlError &error) {
        const Error result = d->failed(error);
        d->rewindAll();
        if (d->failure == Failure::Statement) {
            --d->depth;
            try {
                d->command(u"rollback to savepoint "_s + savepoint);
                d->command(u"release savepoint "_s + savepoint);
            } catch (const SqlError &second) {
                return d->failed(second);
            }
        }
        return result;
    }
}

bool Session::isAlive()
{
    try {
        d->command(u"select 1"_s);
        return true;
    } catch (const SqlError &) {
        if (d->inTransaction)
            return false;
    }
    try {
        d->close();
        d->open();
        d->command(u"select 1"_s);
        return true;
    } catch (const SqlError &error) {
        d->failed(error);
        return false;
    }
}

qint64 Session::changedRows()
{
    if (d->config.engine != Engine::Sqlite)
        return 0;
    try {
        Statement &changes = prepare(u"select total_changes()"_s).exec();
        const qint64 rows = changes.next() ? changes.integer(0) : 0;
        changes.rewind();
        return rows;
    } catch (const SqlError &error) {
        d->failed(error);
        return 0;
    }
}

Result<LogState> Session::checkpoint()
{
    Q_ASSERT(d->config.engine == Engine::Sqlite && !d->inTransaction);
    try {
        // Its row: busy or not, the log's pages, those of them moved; -1 without a log.
        Statement &pass = prepare(u"pragma wal_checkpoint(passive)"_s).exec();
        LogState log;
        if (pass.next())
            log = {std::max<qint64>(0, pass.integer(1)), std::max<qint64>(0, pass.integer(2))};
        pass.rewind();
        return log;
    } catch (const SqlError &error) {
        return d->failed(error);
    }
}

Result<void> Session::vacuumInto(const QString &file)
{
    Q_ASSERT(d->config.engine == Engine::Sqlite && !d->inTransaction);
    try {
        d->command(u"vacuum into '%1'"_s.arg(QString(file).replace(u'\'', u"''"_s)));
        return {};
    } catch (const SqlError &error) {
        return d->failed(error);
    }
}

void Session::execute(const QString &sql)
{
    d->command(sql);
}

Statement &Session::prepare(const QString &sql)
{
    auto &statement = d->statements[sql];
    if (!statement) {
        QSqlQuery query(QSqlDatabase::database(d->name, false));
        query.setForwardOnly(true);
        if (!query.prepare(sql)) {
            const SqlError error = sqlError(query.lastError(), sql);
            d->statements.remove(sql);
            throw error;
        }
        statement = std::make_shared<Statement>(std::move(query));
    }
    statement->rewind();
    return *statement;
}

} // namespace datakubo::storage
