#include "backend/domain/timespan.h"

#include <algorithm>

namespace datakubo {

std::vector<TimeSpan> outside(std::vector<TimeSpan> spans, Timestamp beginning)
{
    std::sort(spans.begin(), spans.end(),
              [](const TimeSpan &a, const TimeSpan &b) { return a.from < b.from; });
    std::vector<TimeSpan> free;
    Timestamp since = beginning;
    for (const TimeSpan &span : spans) {
        if (span.to == span.from)
            continue;
        if (since < span.from)
            free.push_back({since, span.from});
        if (!span.to)
            return free;
        since = std::max(since, *span.to);
    }
    free.push_back({since, std::nullopt});
    return free;
}

} // namespace datakubo
