#include "backend/domain/registermark.h"

#include <algorithm>

namespace datakubo {

namespace {

std::optional<RegisterMarkKind> kindOf(RegisterStep step)
{
    switch (step) {
    case RegisterStep::Normal:
    case RegisterStep::Held:
        break;
    case RegisterStep::RollOver:
        return RegisterMarkKind::RollOver;
    case RegisterStep::Restart:
        return RegisterMarkKind::Restart;
    case RegisterStep::Dropped:
        return RegisterMarkKind::Dropped;
    case RegisterStep::Leapt:
        return RegisterMarkKind::Leap;
    }
    return std::nullopt;
}

} // namespace

std::vector<RegisterMark> marksOf(DeviceId device, const std::optional<RegisterPoint> &start,
                                  std::span<const RegisterPoint> points,
                                  std::span<const RegisterSample> glitches)
{
    std::vector<RegisterMark> marks;
    std::optional<RegisterPoint> before = start;
    for (const RegisterPoint &point : points) {
        if (const auto kind = kindOf(point.step); kind && before) {
            marks.push_back({device, point.at, *kind, point.level, before->level,
                             point.total - before->total, point.answer != RegisterAnswer::None});
        }
        before = point;
    }
    for (const RegisterSample &glitch : glitches) {
        RegisterMark mark{device, glitch.at, RegisterMarkKind::Glitch, glitch.value, {}, {}};
        const auto next = std::lower_bound(
            points.begin(), points.end(), glitch.at,
            [](const RegisterPoint &point, Timestamp at) { return point.at < at; });
        if (next != points.begin())
            mark.before = std::prev(next)->level;
        else if (start)
            mark.before = start->level;
        marks.push_back(mark);
    }
    std::sort(marks.begin(), marks.end(),
              [](const RegisterMark &a, const RegisterMark &b) { return a.at < b.at; });
    return marks;
}

} // namespace datakubo
