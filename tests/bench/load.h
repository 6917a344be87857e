#pragma once
#include "tests/bench/messages.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace datakubo::bench {

struct LoadPlan
{
    std::string address; // host:port
    int connections = 64;
    std::uint64_t firstIndex = 0;
    std::optional<double> seconds;         // until then…
    std::optional<std::uint64_t> requests; // …or this many
    std::vector<int> alsoFine;             // statuses beside 2xx that are no error
};

struct LoadResult
{
    std::uint64_t acknowledged = 0; // 2xx answers
    std::uint64_t stored = 0;       // of these, with "stored" in the body
    std::uint64_t errors = 0; // other answers, and connections that broke with one outstanding
    std::uint64_t sent = 0;
    double seconds = 0; // from the first request to the last answer
    std::vector<std::uint32_t> latenciesUs;
    std::string firstError;

    double percentileMs(double part) const;
};

// Keeps all connections busy with one request in flight each, on this thread alone; ends when every
// request sent has its answer, or five seconds after the last was sent.
LoadResult runLoad(const LoadPlan &plan, Messages &messages);

} // namespace datakubo::bench
