#pragma once
#include "backend/domain/clock.h"
#include "backend/domain/ids.h"

#include <map>
#include <mutex>

namespace datakubo::api {

// Which keys' last use is due to be written: once a minute each, however often they are used.
// Any thread.
class KeyUse
{
public:
    // True when the caller is to write it now.
    bool claim(ApiKeyId key, Timestamp now)
    {
        const std::lock_guard lock(m_mutex);
        Timestamp &last = m_written[key];
        if (last.ms != 0 && now - last < duration::minute && now >= last)
            return false;
        last = now;
        return true;
    }
    // It could not be written.
    void giveBack(ApiKeyId key)
    {
        const std::lock_guard lock(m_mutex);
        m_written.erase(key);
    }

private:
    std::mutex m_mutex;
    std::map<ApiKeyId, Timestamp> m_written;
};

} // namespace datakubo::api
