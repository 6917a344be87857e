#pragma once
#include "backend/domain/result.h"
#include "backend/storage/dialect.h"

#include <QString>

#include <functional>
#include <memory>

namespace datakubo::storage {

class Statement;

// Where the data is. A URL `postgresql://user:password@host:port/database` (or without one the
// SQLite file).
struct DatabaseConfig {
    Engine engine = Engine::Sqlite;
    QString sqliteFile;
    QString host;
    int port = 5432;
    QString database;
    QString user;
    QString password;

    static Result<DatabaseConfig> fromUrl(const QString &url);
    static DatabaseConfig sqlite(const QString &file)
    {
        return {Engine::Sqlite, file, {}, 0, {}, {}, {}};
    }
};

enum class OpenMode { ReadWrite, ReadOnly };

// The write-ahead log of SQLite, in pages; none while somebody else moves it.
struct LogState {
    qint64 pages = 0;
    qint64 moved = 0; // are in the database file, too
    qint64 left() const { return pages - moved; }
    bool isWhole() const { return pages > 0 && moved == pages; }
};

// One connection and its prepared statements. Belongs to the thread that opened it and is
// destroyed there. The stores work on one; services are handed one.
class Session
{
public:
    // What a failed call means for the whole transaction.
    enum class Failure {
        None,
        Statement, // this piece of work alone was refused by the database
        Retry,     // serialization failure or deadlock (40001, 40P01): run the transaction again
        Gone,      // disk full, I/O error, connection lost: nothing can be written now
    };

    static Result<std::unique_ptr<Session>> open(const DatabaseConfig &config, OpenMode mode);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    Engine engine() const;
    Failure lastFailure() const; // of the last run(), begin() or commit() that returned an Error

    // A transaction in steps, for group commit.
    Result<void> begin();
    Result<void> commit(); // success: it is on disk (SQLite WAL with synchronous=FULL)
    void rollback();

    // Runs `work` whole or not at all: in a savepoint inside begin()…commit(), else in a
    // transaction of its own. `work` returns false to undo (a handler that answers an error).
    // The only place that catches what a failing statement throws.
    Result<void> run(const std::function<bool()> &work);

    // True when a trivial statement works; reopens a lost connection.
    bool isAlive();

    // Rows this connection has inserted, changed or deleted since it was opened. SQLite; 0
    // elsewhere.
    qint64 changedRows();
    // Moves what it can of the write-ahead log into the database file without holding up writers
    // or readers, and tells what the log then holds. SQLite.
    Result<LogState> checkpoint();

    // A consistent copy of a SQLite database while it is in use; the file must not exist yet.
    Result<void> vacuumInto(const QString &file);

    // For the stores of this library: the prepared statement for this SQL, rewound and unbound.
    Statement &prepare(const QString &sql);
    // For definitions, which PostgreSQL cannot prepare.
    void execute(const QString &sql);

private:
    class Private;
    explicit Session(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace datakubo::storage
