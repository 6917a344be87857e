#pragma once
#include "backend/domain/result.h"

#include <QByteArrayView>

namespace datakubo::contract {

// The only mapping of an ErrorCode to HTTP and back (design/api "Conventions").
int httpStatus(ErrorCode code);
QString errorCodeText(ErrorCode code);                  // "DEVICE_NOT_FOUND"
ErrorCode parseErrorCode(QStringView text, int status); // unknown text: the nearest for the status

} // namespace datakubo::contract
