#include "backend/api/sessionthread.h"

#include <future>

namespace datakubo::api {

Result<std::thread> startWithSession(const storage::DatabaseConfig &config, storage::OpenMode mode,
                                     std::function<void(storage::Session &)> work)
{
    std::promise<Result<void>> opened;
    auto outcome = opened.get_future();
    std::thread thread([&config, mode, &opened, work = std::move(work)] {
        auto session = storage::Session::open(config, mode);
        if (!session) {
            opened.set_value(session.error());
            return;
        }
        opened.set_value({});
        work(**session);
    });
    if (const auto result = outcome.get(); !result) {
        thread.join();
        return result.error();
    }
    return thread;
}

} // namespace datakubo::api
