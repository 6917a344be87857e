#include "ui/charts/chartpainter.h"

#include "backend/domain/intervals.h"

#include <QDateTime>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr double markRoom = 11;
constexpr int labelledBarsAtMost = 14;

QColor mixed(const QColor &a, const QColor &b, double partOfA)
{
    const auto channel = [partOfA](int x, int y) {
        return static_cast<int>(std::lround(x * partOfA + y * (1 - partOfA)));
    };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

// Lines from the lower left to the upper right, each cut at the edges of the rectangle.
void hatch(QPainter &painter, const QRectF &rect, const QColor &color)
{
    painter.setPen(QPen(color, 1.2));
    constexpr double apart = 7;
    const double begin = std::ceil((rect.left() + rect.top()) / apart) * apart;
    for (double sum = begin; sum < rect.right() + rect.bottom(); sum += apart) {
        const double left = std::max(rect.left(), sum - rect.bottom());
        const double right = std::min(rect.right(), sum - rect.top());
        if (left < right)
            painter.drawLine(QPointF(left, sum - left), QPointF(right, sum - right));
    }
}

void paintColumn(QPainter &painter, const QRectF &rect, const QColor &color, bool isRounded)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (!isRounded || rect.height() < 3) {
        painter.drawRect(rect);
        return;
    }
    QPainterPath path;
    constexpr double radius = 2;
    path.moveTo(rect.bottomLeft());
    path.lineTo(rect.left(), rect.top() + radius);
    path.quadTo(rect.topLeft(), rect.topLeft() + QPointF(radius, 0));
    path.lineTo(rect.right() - radius, rect.top());
    path.quadTo(rect.topRight(), rect.topRight() + QPointF(0, radius));
    path.lineTo(rect.bottomRight());
    path.closeSubpath();
    painter.drawPath(path);
}

void paintBar(QPainter &painter, const ChartFrame &frame, const ChartBar &bar)
{
    const Tokens &tokens = frame.tokens;
    const QRectF rect = frame.scale.rectOf(bar).intersected(frame.scale.plot);
    if (rect.width() <= 0)
        return;
    const bool isRounded = rect.width() >= 6;
    if (bar.quality == Quality::Gap) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.accentSoft);
        painter.drawRect(rect);
        hatch(painter, rect, mixed(tokens.accent, tokens.accentSoft, 0.55));
        painter.setPen(QPen(tokens.accent, 1));
        painter.drawLine(rect.topLeft(), rect.topRight());
        return;
    }
    const bool isStacked = bar.unmetered > Volume{};
    paintColumn(painter, rect,
                bar.quality == Quality::Estimated ? estimatedColor(tokens) : tokens.accent,
                isRounded && !isStacked);
    if (isStacked) {
        QRectF above = rect;
        above.setBottom(rect.top());
        above.setTop(std::max(frame.scale.y(bar.top()), frame.scale.plot.top()));
        // A hair of the ground between the two, so that they are told apart without colour.
        above.setBottom(std::max(above.top(), above.bottom() - 1));
        paintColumn(painter, above, tokens.warning, isRounded);
    }
}

void paintDense(QPainter &painter, const ChartFrame &frame, size_t first, size_t last)
{
    std::map<int, std::pair<double, bool>> columns; // left edge → top, measured
    const PlotScale &scale = frame.scale;
    for (size_t i = first; i < last; ++i) {
        const ChartBar &bar = frame.content.bars[i];
        const int from =
            std::max(static_cast<int>(scale.x(bar.from)), static_cast<int>(scale.plot.left()));
        const int to =
            std::min(static_cast<int>(scale.x(bar.to)), static_cast<int>(scale.plot.right()) - 1);
        const double top = scale.y(bar.top());
        for (int column = from; column <= to; ++column) {
            const auto [place, isNew] =
                columns.try_emplace(column, top, bar.quality == Quality::Measured);
            if (!isNew && top < place->second.first)
                place->second = {top, bar.quality == Quality::Measured};
        }
    }
    for (const auto &[column, high] : columns) {
        painter.fillRect(QRectF(column, high.first, 1, scale.plot.bottom() - high.first),
                         high.second ? frame.tokens.accent : estimatedColor(frame.tokens));
    }
}

void paintValues(QPainter &painter, const ChartFrame &frame, size_t first, size_t last)
{
    if (last - first > labelledBarsAtMost)
        return;
    const QFontMetricsF metrics(frame.font);
    for (size_t i = first; i < last; ++i) {
        const ChartBar &bar = frame.content.bars[i];
        const QRectF rect = frame.scale.rectOf(bar);
        // Inside, where no line of another year crosses it; above only where there is no room.
        const bool isInside =
            bar.quality == Quality::Measured
            && frame.scale.plot.bottom() - frame.scale.y(bar.perInterval) > 3 * metrics.height();
        const QString text = valueInBar(bar, isInside, frame.locale);
        const double width = metrics.horizontalAdvance(text);
        if (width > rect.width() - 4 || rect.left() < frame.scale.plot.left()
            || rect.right() > frame.scale.plot.right())
            continue;
        painter.setPen(isInside ? frame.tokens.onAccent : frame.tokens.muted);
        const double y = isInside ? frame.scale.plot.bottom() - 8 : frame.scale.y(bar.top()) - 5;
        painter.drawText(QPointF(rect.center().x() - width / 2, y), text);
    }
}

QString textOf(const TimeTick &tick, const ChartFrame &frame, bool withYear)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(tick.at.ms, frame.zone);
    switch (tick.kind) {
    case TimeTick::Kind::Hour: return frame.locale.toString(local.time(), u"HH:mm"_s);
    case TimeTick::Kind::Day: return frame.locale.toString(local.date(), u"d MMM"_s);
    case TimeTick::Kind::Month: break;
    }
    return frame.locale.toString(local.date(), withYear ? u"MMM yyyy"_s : u"MMM"_s);
}

} // namespace

QString valueInBar(const ChartBar &bar, bool isInside, const QLocale &locale)
{
    const Volume volume = isInside ? bar.perInterval : bar.top();
    const int digits = volume.millilitres >= 10'000'000  ? 1
                       : volume.millilitres >= 1'000'000 ? 2
                                                         : 3;
    return locale.toString(volume.toCubicMetres(), 'f', digits);
}

QColor registerColor(const Tokens &tokens)
{
    return tokens.good;
}

QColor lastYearColor(const Tokens &tokens)
{
    return mixed(tokens.muted, tokens.panel, 0.8);
}

QColor estimatedColor(const Tokens &tokens)
{
    return mixed(tokens.accent, tokens.panel, 0.45);
}

bool isDense(const ChartFrame &frame)
{
    const auto [first, last] = barsWithin(frame.content.bars, frame.scale.shown);
    return double(last - first) > frame.scale.plot.width() / 1.5;
}

void paintBars(QPainter &painter, const ChartFrame &frame)
{
    const auto [first, last] = barsWithin(frame.content.bars, frame.scale.shown);
    if (first == last)
        return;
    painter.setFont(frame.font);
    const PlotScale &scale = frame.scale;
    if (frame.current && *frame.current >= first && *frame.current < last) {
        const ChartBar &bar = frame.content.bars[*frame.current];
        const double left = std::max(scale.x(bar.from), scale.plot.left());
        const double right = std::min(std::max(scale.x(bar.to), left + 1), scale.plot.right());
        painter.fillRect(QRectF(left, scale.plot.top(), right - left, scale.plot.height()),
                         frame.tokens.accentSoft);
    }
    if (isDense(frame)) {
        paintDense(painter, frame, first, last);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    for (size_t i = first; i < last; ++i)
        paintBar(painter, frame, frame.content.bars[i]);
    paintValues(painter, frame, first, last);
}

void paintMark(QPainter &painter, QPointF middle, RegisterMarkKind kind, const Tokens &tokens)
{
    const auto polygon = [&](std::initializer_list<QPointF> points) {
        QPolygonF shape;
        for (const QPointF &point : points)
            shape << middle + point;
        painter.drawPolygon(shape);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    switch (kind) {
    case RegisterMarkKind::Glitch:
        painter.setPen(QPen(tokens.muted, 1.4));
        painter.setBrush(tokens.panel);
        painter.drawEllipse(middle, 3, 3);
        return;
    case RegisterMarkKind::Excluded:
        painter.setPen(QPen(tokens.muted, 1.6));
        painter.drawLine(middle + QPointF(-3, -3), middle + QPointF(3, 3));
        painter.drawLine(middle + QPointF(-3, 3), middle + QPointF(3, -3));
        return;
    case RegisterMarkKind::Swap:
        painter.setPen(QPen(tokens.panel, 1));
        painter.setBrush(tokens.text);
        polygon({{0, -5}, {5, 0}, {0, 5}, {-5, 0}});
        return;
    case RegisterMarkKind::RollOver:
    case RegisterMarkKind::Restart:
        painter.setPen(QPen(tokens.panel, 1));
        painter.setBrush(tokens.muted);
        polygon({{-4.5, -3.5}, {4.5, -3.5}, {0, 4.5}});
        return;
    case RegisterMarkKind::Dropped:
        painter.setPen(QPen(tokens.panel, 1));
        painter.setBrush(tokens.bad);
        polygon({{-4.5, -3.5}, {4.5, -3.5}, {0, 4.5}});
        return;
    case RegisterMarkKind::RetiredDevice: return; // of the attention list only
    case RegisterMarkKind::Leap: break;
    }
    painter.setPen(QPen(tokens.panel, 1));
    painter.setBrush(tokens.bad);
    polygon({{-4.5, 3.5}, {4.5, 3.5}, {0, -4.5}});
}

void paintMarks(QPainter &painter, const ChartFrame &frame)
{
    const PlotScale &scale = frame.scale;
    std::map<size_t, int> stacked; // on each bar
    for (const RegisterMark &mark : frame.content.marks) {
        if (mark.at < scale.shown.from || mark.at >= scale.shown.to)
            continue;
        const auto bar = barAt(frame.content.bars, mark.at);
        double y = scale.plot.bottom();
        double x = scale.x(mark.at);
        if (bar) {
            const ChartBar &below = frame.content.bars[*bar];
            y = scale.y(below.top());
            if (below.intervals == 1)
                x = (scale.x(below.from) + scale.x(below.to)) / 2;
            y -= markRoom * stacked[*bar]++;
        }
        paintMark(painter, {x, std::max(y - markRoom, scale.plot.top() - 4)}, mark.kind,
                  frame.tokens);
    }
}

void paintTimeLabels(QPainter &painter, const ChartFrame &frame)
{
    const PlotScale &scale = frame.scale;
    painter.setFont(frame.font);
    painter.setPen(frame.tokens.muted);
    const QFontMetricsF metrics(frame.font);
    const double wide = metrics.horizontalAdvance(u"30 Sep"_s) + 18;
    const auto ticks =
        timeTicks(scale.shown, frame.content.interval, frame.zone,
                  static_cast<int>(scale.plot.width() / wide), frame.content.whole.from);
    double taken = -1e9;
    int year = 0;
    for (const TimeTick &tick : ticks) {
        const int ownYear = QDateTime::fromMSecsSinceEpoch(tick.at.ms, frame.zone).date().year();
        const QString text = textOf(tick, frame, ownYear != year);
        // Under the middle of the interval that begins there, whether or not it has a bar.
        double x = scale.x(tick.at + nominalLength(frame.content.interval) / 2);
        if (const auto bar = barAt(frame.content.bars, tick.at)) {
            const ChartBar &above = frame.content.bars[*bar];
            if (above.intervals == 1 && above.from <= tick.at && tick.at < above.to)
                x = (scale.x(above.from) + scale.x(above.to)) / 2;
        }
        const double width = metrics.horizontalAdvance(text);
        const double left =
            std::clamp(x - width / 2, scale.plot.left() - 8,
                       std::max(scale.plot.left() - 8, scale.plot.right() + 8 - width));
        if (left < taken + 8)
            continue;
        painter.drawText(QPointF(left, scale.plot.bottom() + 9 + metrics.ascent()), text);
        taken = left + width;
        year = ownYear;
    }
}

std::vector<QPointF> legendPlaces(const std::vector<LegendEntry> &entries,
                                  const QFontMetricsF &metrics, double width)
{
    std::vector<QPointF> places;
    QPointF place;
    for (const LegendEntry &entry : entries) {
        const double wide = (entry.shape == LegendEntry::Shape::Line ? 18 : 14)
                            + metrics.horizontalAdvance(entry.text);
        if (place.x() > 0 && place.x() + wide > width)
            place = {0, place.y() + legendRowPixels};
        places.push_back(place);
        place.rx() += wide + 18;
    }
    return places;
}

void paintLegend(QPainter &painter, const QRectF &rect, const std::vector<LegendEntry> &entries,
                 const Tokens &tokens)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font());
    const auto places = legendPlaces(entries, metrics, rect.width());
    const double rows = places.empty() ? 0 : places.back().y();
    const double first = rect.center().y() - rows / 2;
    for (size_t i = 0; i < entries.size(); ++i) {
        const LegendEntry &entry = entries[i];
        double x = rect.left() + places[i].x();
        const double middle = first + places[i].y();
        const QRectF swatch(x, middle - 5, 10, 10);
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.color);
        switch (entry.shape) {
        case LegendEntry::Shape::Line:
            painter.setPen(QPen(entry.color, 2));
            painter.drawLine(QPointF(x, middle), QPointF(x + 14, middle));
            x += 4;
            break;
        case LegendEntry::Shape::Hatched:
            painter.setBrush(tokens.accentSoft);
            painter.drawRect(swatch);
            hatch(painter, swatch, entry.color);
            break;
        case LegendEntry::Shape::Mark:
            paintMark(painter, swatch.center(), entry.mark, tokens);
            break;
        default: painter.drawRoundedRect(swatch, 2, 2);
        }
        painter.setPen(tokens.muted);
        painter.drawText(QRectF(x + 14, middle - legendRowPixels / 2.0,
                                metrics.horizontalAdvance(entry.text) + 2, legendRowPixels),
                         Qt::AlignVCenter | Qt::AlignLeft, entry.text);
    }
}

} // namespace datakubo::ui
