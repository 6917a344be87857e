#include "ui/client/sentences.h"

#include <QCoreApplication>
#include <QHash>

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

class Reasons
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Reasons)

public:
    static QString of(const QString &reason)
    {
        const QString path = reason.section(QStringLiteral(": "), 1);
        const QString word = path.isEmpty() ? reason : reason.section(QStringLiteral(": "), 0, 0);
        static const QHash<QString, QString> sentences{
            {QStringLiteral("no_decoded_payload"),
             tr("The network server sent no decoded fields: the device profile needs a payload "
                "decoder (codec).")},
            {QStringLiteral("no_volume"),
             tr("Decoded, but none of the fields is a known meter register.")},
            {QStringLiteral("unreadable_volume"),
             tr("The register in %1 is not a volume.").arg(path)},
            {QStringLiteral("unreadable_payload"),
             tr("The decoded fields in %1 are not an object.").arg(path)},
            {QStringLiteral("no_device"), tr("It names no device.")},
            {QStringLiteral("join"), tr("The device joined the network; no reading in it.")},
            {QStringLiteral("status"), tr("A status of the device; no reading in it.")},
            {QStringLiteral("normalized_duplicate"),
             tr("The plain message carries the same; this copy is not needed.")},
            {QStringLiteral("same_deduplication_id"), tr("This very message came before.")},
            {QStringLiteral("same_time_and_value"),
             tr("The same value at the same time is there already.")},
            {QStringLiteral("same_counter_and_value"),
             tr("The same value with the same frame counter came a moment before.")},
            {QStringLiteral("same_value_within_a_minute"),
             tr("The same value came within the last minute.")},
            {QStringLiteral("same_time_other_value"),
             tr("Another value is stored for the same time. If this one is true, exclude that "
                "reading and apply this again.")},
            {QStringLiteral("same_id_other_value"),
             tr("The network server gave its number to another value before. If this one is true "
                "as well, apply it again.")},
            {QStringLiteral("negative_register"), tr("The register is below zero.")},
            {QStringLiteral("retired_device"), tr("Stored, but this device is retired.")},
            {QStringLiteral("monthly_limit"),
             tr("The month's webhooks are used up. It is kept and comes in when the limit is "
                "raised or the month turns.")},
            {QStringLiteral("not_storable"), tr("The database refused it. Its body is kept.")},
        };
        const auto found = sentences.constFind(word);
        if (found != sentences.constEnd())
            return *found;
        return reason.contains(u' ') || reason.isEmpty()
                   ? reason
                   : tr("A message of the network (%1); no reading in it.").arg(reason);
    }
};

} // namespace

QString reasonSentence(const QString &reason)
{
    return Reasons::of(reason);
}

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
