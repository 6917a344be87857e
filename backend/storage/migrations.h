#pragma once
#include "backend/domain/result.h"
#include "backend/domain/timestamp.h"

namespace datakubo::storage {

class Session;

// Brings the database to this program's schema: every numbered file of migrations/ that it does
// not have yet, a transaction each. A new database runs them all; there is no other schema text.
// A database that is newer than the program is refused with a sentence. Before an upgrade of a
// SQLite file a copy is made beside it (`VACUUM INTO …before-NNNN`). The version it now has.
Result<int> migrate(Session &session, const QString &sqliteFile, Timestamp now);

// The highest migration this program knows.
int newestSchemaVersion();

} // namespace datakubo::storage
