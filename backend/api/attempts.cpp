#include "backend/api/attempts.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

QString accountAt(const QString &address, const QString &account)
{
    return address + u'\n' + account.toLower();
}

} // namespace

std::optional<Error> Attempts::refusal(const QString &address, const QString &account)
{
    if (address.isEmpty())
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return tooMany(accountAt(address, account));
}

std::optional<Error> Attempts::fail(const QString &address, const QString &account)
{
    if (address.isEmpty())
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    // Also where the address is slowed already, or it could go on guessing at accounts.
    if (!account.isEmpty())
        count(accountAt(address, account));
    if (const auto refused = tooMany(address))
        return refused;
    count(address);
    return std::nullopt;
}

std::optional<Error> Attempts::tooMany(const QString &name) const
{
    const auto found = m_index.constFind(name);
    if (found == m_index.cend() || (*found)->count < failuresAllowed)
        return std::nullopt;
    const Subject &subject = **found;
    const qint64 oldest = subject.failures[subject.count % failuresAllowed];
    const qint64 wait = oldest + duration::minute - m_clock.monotonicMs();
    if (wait <= 0)
        return std::nullopt;
    return Error{ErrorCode::TooManyAttempts,
                 u"Too many failed attempts; wait before the next"_s,
                 {{u"retry_after_s"_s, (wait + duration::second - 1) / duration::second}}};
}

void Attempts::count(const QString &name)
{
    auto found = m_index.find(name);
    if (found == m_index.end()) {
        if (m_index.size() >= m_maximumSubjects) {
            m_index.remove(m_subjects.front().name);
            m_subjects.pop_front();
        }
        m_subjects.push_back({name, {}, 0});
        found = m_index.insert(name, std::prev(m_subjects.end()));
    } else {
        m_subjects.splice(m_subjects.end(), m_subjects, *found);
    }
    Subject &subject = **found;
    subject.failures[subject.count++ % failuresAllowed] = m_clock.monotonicMs();
}

} // namespace datakubo::api
