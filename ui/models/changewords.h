#pragma once
#include "backend/domain/audit.h"

#include <QStringList>

namespace datakubo::ui {

class Format;

// "reading.exclude" as a person says it; an unknown one as it is.
QString wordForAction(const QString &action);

// What an entry of the audit log says beside its subject: "Resident: L. Moreau → Y. Haddad", one
// for each value. Ids and what was never given are left out.
QStringList changeTexts(const AuditEntry &entry, const Format &format);

} // namespace datakubo::ui
