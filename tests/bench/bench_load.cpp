// Posts webhooks as fast as the server acknowledges them, one in flight per connection, and prints
// what came out as one line of JSON. With --register it registers its devices instead.
#include "tests/bench/load.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <map>

using namespace datakubo::bench;

namespace {

constexpr const char *kUsage =
    "usage: bench_load --url HOST:PORT --key KEY [--connections 64] [--seconds 10]\n"
    "                  [--devices 1000] [--start-index 0] [--register]\n"
    "--start-index goes on where an earlier run (its \"sent\") ended.\n";

constexpr std::int64_t kDay = 86'400;

int run(const std::map<std::string, std::string> &options, bool registering)
{
    const auto option = [&options](const char *name) { return options.at(name); };
    Target target{option("--url"), option("--key"), std::stoull(option("--devices"))};
    LoadPlan plan;
    plan.address = target.host;
    plan.connections = std::stoi(option("--connections"));
    plan.firstIndex = std::stoull(option("--start-index"));

    LoadResult result;
    if (registering) {
        plan.firstIndex = 0;
        plan.requests = target.devices;
        plan.alsoFine = {409}; // registered by an earlier run
        Registrations messages(target);
        result = runLoad(plan, messages);
    } else {
        plan.seconds = std::stod(option("--seconds"));
        // 30 days of minutes are room for 43 million readings of 1,000 meters before now.
        Uplinks messages(target, std::time(nullptr) / kDay * kDay - 30 * kDay);
        result = runLoad(plan, messages);
    }
    std::printf("{\"acknowledged\": %llu, \"stored\": %llu, \"sent\": %llu, \"seconds\": %.3f, "
                "\"per_second\": %.0f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f, "
                "\"errors\": %llu}\n",
                static_cast<unsigned long long>(result.acknowledged),
                static_cast<unsigned long long>(result.stored),
                static_cast<unsigned long long>(result.sent), result.seconds,
                result.seconds > 0 ? static_cast<double>(result.acknowledged) / result.seconds : 0,
                result.percentileMs(0.5), result.percentileMs(0.99), result.percentileMs(1),
                static_cast<unsigned long long>(result.errors));
    if (result.errors > 0) {
        std::fprintf(stderr, "first error: %s\n", result.firstError.c_str());
    }
    return result.errors > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char *argv[])
{
    std::map<std::string, std::string> options{{"--url", {}},           {"--key", {}},
                                               {"--connections", "64"}, {"--seconds", "10"},
                                               {"--devices", "1000"},   {"--start-index", "0"}};
    bool registering = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--register") == 0) {
            registering = true;
        } else if (const auto found = options.find(argv[i]);
                   found != options.end() && i + 1 < argc) {
            found->second = argv[++i];
        } else {
            std::fputs(kUsage, stderr);
            return 2;
        }
    }
    if (options["--url"].empty()) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    try {
        return run(options, registering);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "bench_load: %s\n", error.what());
        return 1;
    }
}
