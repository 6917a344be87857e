#include "backend/contract/errorcodes.h"

#include <array>

namespace datakubo::contract {

namespace {

struct Row
{
    ErrorCode code;
    int status;
    const char *text;
};

constexpr std::array rows{
    Row{ErrorCode::Validation, 400, "VALIDATION_ERROR"},
    Row{ErrorCode::InvalidDeviceId, 400, "INVALID_DEVICE_ID"},
    Row{ErrorCode::InvalidApiKey, 401, "INVALID_API_KEY"},
    Row{ErrorCode::InvalidToken, 401, "INVALID_TOKEN"},
    Row{ErrorCode::InvalidCredentials, 401, "INVALID_CREDENTIALS"},
    Row{ErrorCode::Forbidden, 403, "FORBIDDEN"},
    Row{ErrorCode::SignupClosed, 403, "SIGNUP_CLOSED"},
    Row{ErrorCode::NotFound, 404, "NOT_FOUND"},
    Row{ErrorCode::DeviceNotFound, 404, "DEVICE_NOT_FOUND"},
    Row{ErrorCode::CustomerNotFound, 404, "CUSTOMER_NOT_FOUND"},
    Row{ErrorCode::EndUserNotFound, 404, "END_USER_NOT_FOUND"},
    Row{ErrorCode::MethodNotAllowed, 405, "METHOD_NOT_ALLOWED"},
    Row{ErrorCode::RequestTimeout, 408, "REQUEST_TIMEOUT"},
    Row{ErrorCode::DeviceAlreadyRegistered, 409, "DEVICE_ALREADY_REGISTERED"},
    Row{ErrorCode::Conflict, 409, "CONFLICT"},
    Row{ErrorCode::PayloadTooLarge, 413, "PAYLOAD_TOO_LARGE"},
    Row{ErrorCode::UriTooLong, 414, "URI_TOO_LONG"},
    Row{ErrorCode::UnsupportedMediaType, 415, "UNSUPPORTED_MEDIA_TYPE"},
    Row{ErrorCode::RateLimitExceeded, 429, "RATE_LIMIT_EXCEEDED"},
    Row{ErrorCode::TooManyAttempts, 429, "TOO_MANY_ATTEMPTS"},
    Row{ErrorCode::HeadersTooLarge, 431, "HEADERS_TOO_LARGE"},
    Row{ErrorCode::Internal, 500, "INTERNAL_ERROR"},
    Row{ErrorCode::NotImplemented, 501, "NOT_IMPLEMENTED"},
    Row{ErrorCode::StorageUnavailable, 503, "STORAGE_UNAVAILABLE"},
};

const Row &rowOf(ErrorCode code)
{
    for (const Row &row : rows) {
        if (row.code == code)
            return row;
    }
    Q_UNREACHABLE();
    return rows.front();
}

} // namespace

int httpStatus(ErrorCode code)
{
    return rowOf(code).status;
}

QString errorCodeText(ErrorCode code)
{
    return QString::fromLatin1(rowOf(code).text);
}

ErrorCode parseErrorCode(QStringView text, int status)
{
    for (const Row &row : rows) {
        if (text == QLatin1String(row.text))
            return row.code;
    }
    for (const Row &row : rows) {
        if (row.status == status)
            return row.code;
    }
    return ErrorCode::Internal;
}

} // namespace datakubo::contract
