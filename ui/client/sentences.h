#pragma once
#include "backend/domain/result.h"

#include <QString>

namespace datakubo::ui {

// What went wrong, as a sentence in the person's language that says what to do about it.
QString sentence(const Error &error);

// Why a webhook brought no reading, of the words of backend/ingest/uplink.h and the service's; a
// reason that is a sentence already is given as it is.
QString reasonSentence(const QString &reason);

// The field the error is about ("dev_eui"), empty when about none.
QString fieldOf(const Error &error);

// The backend cannot be reached at all, as against a refusal.
bool isOffline(const Error &error);

} // namespace datakubo::ui
