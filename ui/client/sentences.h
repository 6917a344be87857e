#pragma once
#include "backend/domain/result.h"

#include <QString>

namespace datakubo::ui {

// What went wrong, as a sentence in the person's language that says what to do about it.
QString sentence(const Error &error);

// The field the error is about ("dev_eui"), empty when about none.
QString fieldOf(const Error &error);

// The backend cannot be reached at all, as against a refusal.
bool isOffline(const Error &error);

} // namespace datakubo::ui
