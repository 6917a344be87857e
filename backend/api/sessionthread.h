#pragma once
#include "backend/storage/session.h"

#include <functional>
#include <thread>

namespace datakubo::api {

// A thread that does `work` with a session of its own, opened and closed there. Returns when it is
// open; when it cannot be there is no thread.
Result<std::thread> startWithSession(const storage::DatabaseConfig &config, storage::OpenMode mode,
                                     std::function<void(storage::Session &)> work);

} // namespace datakubo::api
