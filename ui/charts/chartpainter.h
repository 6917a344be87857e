#pragma once
#include "ui/charts/chartcontent.h"
#include "ui/theme/tokens.h"

#include <QFont>
#include <QLocale>

class QPainter;

// Draws what Qt Charts cannot: bars of different widths in one item, symbols above them, time
// labels at local midnights. Everything is cut to the plot by arithmetic, because an SVG knows no
// clipping.
namespace datakubo::ui {

// One state of a chart: the values, where they lie, and how they look.
struct ChartFrame {
    ChartContent content;
    PlotScale scale;
    QTimeZone zone = QTimeZone::utc();
    QLocale locale;
    Tokens tokens = Tokens::light();
    QFont font;
    std::optional<size_t> current; // the bar under the value cursor
};

struct LegendEntry {
    enum class Shape { Bar, Light, Hatched, Line, Mark };

    QString text;
    QColor color;
    Shape shape = Shape::Bar;
    RegisterMarkKind mark = RegisterMarkKind::Glitch; // whose symbol it is
};

QColor registerColor(const Tokens &tokens);
QColor lastYearColor(const Tokens &tokens);
QColor estimatedColor(const Tokens &tokens);

// The number of a bar. Inside a stacked one it is that of the part it is written on, above it the
// whole.
QString valueInBar(const ChartBar &bar, bool isInside, const QLocale &locale);

// More bars than can be told apart: of each column of pixels the highest is drawn.
bool isDense(const ChartFrame &frame);

void paintBars(QPainter &painter, const ChartFrame &frame);
void paintMarks(QPainter &painter, const ChartFrame &frame);
void paintTimeLabels(QPainter &painter, const ChartFrame &frame);

constexpr int legendRowPixels = 18;

// Where each entry begins, in rows of no more than `width`, from (0, 0) on.
std::vector<QPointF> legendPlaces(const std::vector<LegendEntry> &entries,
                                  const QFontMetricsF &metrics, double width);
// In as many rows of `rect` as it needs.
void paintLegend(QPainter &painter, const QRectF &rect, const std::vector<LegendEntry> &entries,
                 const Tokens &tokens);

// A symbol of 8 px around `middle`; for the legend of the readings too.
void paintMark(QPainter &painter, QPointF middle, RegisterMarkKind kind, const Tokens &tokens);

} // namespace datakubo::ui
