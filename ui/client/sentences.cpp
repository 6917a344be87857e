#include "ui/client/sentences.h"

#include <QCoreApplication>

namespace datakubo::ui {

namespace {

class Sentences
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Sentences)

public:
    static QString of(const Error &error)
    {
        switch (error.code) {
        case ErrorCode::Validation:
            return error.message.isEmpty() ? tr("Something in this form is not right.")
                                           : tr("Not accepted: %1.").arg(error.message);
        case ErrorCode::InvalidDeviceId:
            return tr("An EUI has exactly 16 digits from 0 to 9 and a to f.");
        case ErrorCode::InvalidApiKey:
        case ErrorCode::InvalidToken: return tr("You are not signed in any more. Sign in again.");
        case ErrorCode::InvalidCredentials: return tr("E-mail or password is wrong.");
        case ErrorCode::Forbidden: return tr("You are not allowed to do this.");
        case ErrorCode::SignupClosed:
            return tr("This server has its organization already and takes no further sign-ups.");
        case ErrorCode::NotFound: return tr("This is not there any more. Refresh the list.");
        case ErrorCode::DeviceNotFound:
            return fieldOf(error) == QStringLiteral("parent_dev_eui")
                       ? tr("There is no device with this EUI to be the parent.")
                       : tr("This device is not registered any more.");
        case ErrorCode::CustomerNotFound: return tr("This community is not there any more.");
        case ErrorCode::EndUserNotFound: return tr("This resident is not there any more.");
        case ErrorCode::MethodNotAllowed:
        case ErrorCode::NotImplemented:
        case ErrorCode::UnsupportedMediaType:
        case ErrorCode::UriTooLong:
        case ErrorCode::HeadersTooLarge:
            return tr("The server does not understand this request. It may be an older version.");
        case ErrorCode::RequestTimeout: return tr("The server took too long to answer.");
        case ErrorCode::DeviceAlreadyRegistered: return tr("This device is registered already.");
        case ErrorCode::Conflict:
            return error.message.isEmpty() ? tr("This is taken already.")
                                           : tr("Not possible: %1.").arg(error.message);
        case ErrorCode::PayloadTooLarge: return tr("This is too much for one request.");
        case ErrorCode::RateLimitExceeded:
            return tr("This month's webhooks are used up. What arrives is held until the limit is "
                      "raised or the month turns.");
        case ErrorCode::TooManyAttempts: return tr("Too many attempts. Wait a minute.");
        case ErrorCode::StorageUnavailable: return tr("The server cannot be reached right now.");
        case ErrorCode::Internal: break;
        }
        return tr("Something went wrong in the server. Its log says more.");
    }
};

} // namespace

QString sentence(const Error &error)
{
    return Sentences::of(error);
}

QString fieldOf(const Error &error)
{
    return error.details[QStringLiteral("field")].toString();
}

bool isOffline(const Error &error)
{
    return error.code == ErrorCode::StorageUnavailable || error.code == ErrorCode::RequestTimeout;
}

} // namespace datakubo::ui
