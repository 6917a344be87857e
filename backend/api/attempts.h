#pragma once
#include "backend/domain/clock.h"
#include "backend/domain/result.h"

#include <QHash>
#include <QString>

#include <array>
#include <list>
#include <mutex>
#include <optional>

namespace datakubo::api {

// Slows guessing down: after ten failures in a minute from one address, further failing attempts
// from there are TOO_MANY_ATTEMPTS, and so is every login there to an account that failed as
// often there. What succeeds is never asked about, so a right key costs nothing and always
// passes. An attempt that was turned away unseen is not counted: `retry_after_s` holds. Any thread.
class Attempts
{
public:
    explicit Attempts(const Clock &clock, int maximumSubjects = 10'000)
        : m_clock(clock), m_maximumSubjects(maximumSubjects)
    {
    }

    // Before a password is looked at. Calls made inside the program have no address and no limit.
    std::optional<Error> refusal(const QString &address, const QString &account);
    // An attempt has failed: empty when it was counted, else the answer it gets instead.
    std::optional<Error> fail(const QString &address, const QString &account = {});

private:
    static constexpr size_t failuresAllowed = 10;
    struct Subject {
        QString name;
        std::array<qint64, failuresAllowed> failures{}; // a ring
        size_t count = 0;
    };
    using Subjects = std::list<Subject>; // the one that failed last at the end

    std::optional<Error> tooMany(const QString &name) const;
    void count(const QString &name);

    const Clock &m_clock;
    const int m_maximumSubjects;
    std::mutex m_mutex;
    Subjects m_subjects;
    QHash<QString, Subjects::iterator> m_index;
};

} // namespace datakubo::api
