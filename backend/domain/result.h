#pragma once
#include <QJsonObject>
#include <QString>

#include <optional>
#include <utility>
#include <variant>

namespace datakubo {

// What can go wrong, in the words of the REST contract ("Conventions"). One table in
// contract/errorcodes.cpp maps each to a status and an error_code; nothing else does.
enum class ErrorCode {
    Validation,
    InvalidDeviceId,
    InvalidApiKey,
    InvalidToken,
    InvalidCredentials,
    Forbidden,
    SignupClosed,
    NotFound,
    DeviceNotFound,
    CustomerNotFound,
    EndUserNotFound,
    MethodNotAllowed,
    RequestTimeout,
    DeviceAlreadyRegistered,
    Conflict,
    PayloadTooLarge,
    UriTooLong,
    UnsupportedMediaType,
    HeadersTooLarge,
    RateLimitExceeded,
    TooManyAttempts,
    Internal,
    NotImplemented,
    StorageUnavailable,
};

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;     // stable English; for a person ui/client/sentences.h translates the code
    QJsonObject details; // a field error has "field"

    static Error field(const QString &field, const QString &message,
                       ErrorCode code = ErrorCode::Validation)
    {
        return {code, message, QJsonObject{{QStringLiteral("field"), field}}};
    }
};

// A value or an Error, shaped like std::expected (which GCC 12 does not have).
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return m_content.index() == 0; }
    explicit operator bool() const { return has_value(); }
    const T &value() const & { return std::get<0>(m_content); }
    T &value() & { return std::get<0>(m_content); }
    T &&value() && { return std::get<0>(std::move(m_content)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::get<0>(std::move(m_content)); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    const Error &error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool has_value() const { return !m_error; }
    explicit operator bool() const { return has_value(); }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace datakubo
