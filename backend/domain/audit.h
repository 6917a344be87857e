#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"

#include <QJsonObject>
#include <QString>

namespace datakubo {

// Who changed what, written in the transaction of the change itself and never altered.
struct AuditEntry {
    qint64 id = 0;
    Timestamp at;
    QString actor;         // e-mail of a user, name of an API key, "this computer"
    QString action;        // "reading.exclude", "device.replace", …
    QString subject;       // what it was done to, as a person knows it: EUI, name, e-mail
    QString subjectUuid;   // may be empty
    QJsonObject details;   // the values before and after
    QString subjectName{}; // when it is read: what a device is called now; else empty
};

} // namespace datakubo
