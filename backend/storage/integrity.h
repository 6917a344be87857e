#pragma once
#include <QStringList>

namespace datakubo::storage {

class Session;

struct IntegrityReport {
    qint64 organizations = 0;
    qint64 devices = 0; // registered
    qint64 readings = 0;
    qint64 webhooks = 0;
    QStringList problems; // empty: everything is in order
};

// The database's own check (SQLite), and ours: every reading has its device, every device's newest
// reading is the one its state names. Reads only; takes seconds for millions of readings.
IntegrityReport checkIntegrity(Session &session);

} // namespace datakubo::storage
