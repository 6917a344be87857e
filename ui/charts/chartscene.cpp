#include "ui/charts/chartscene.h"

#include <QGraphicsLayout>
#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QDateTimeAxis>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr double roomLeft = 46;
constexpr double roomRight = 10;
constexpr double roomRightOfRegister = 62;
constexpr double roomAbove = 14;
constexpr double roomBelow = 26;
constexpr size_t linePointsAtMost = 1500;

// One graphics item for a whole layer: thousands of items of one bar each would not stay smooth.
class Layer final : public QGraphicsItem
{
public:
    Layer(const ChartFrame &frame, void (*draw)(QPainter &, const ChartFrame &), double z,
          QGraphicsItem *parent)
        : QGraphicsItem(parent), m_frame(frame), m_draw(draw)
    {
        setZValue(z);
    }

    void reshape(QSizeF size)
    {
        prepareGeometryChange();
        m_rect = {{}, size};
        update();
    }
    QRectF boundingRect() const override { return m_rect; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *) override
    {
        painter->save();
        m_draw(*painter, m_frame);
        painter->restore();
    }

private:
    const ChartFrame &m_frame;
    void (*m_draw)(QPainter &, const ChartFrame &);
    QRectF m_rect;
};

// As many as can be told apart: the mean of each group of neighbours. The ends stay.
QList<QPointF> pointsWithin(const std::vector<ChartPoint> &points, TimeWindow shown)
{
    const auto first = std::partition_point(points.begin(), points.end(),
                                            [&](const ChartPoint &p) { return p.at < shown.from; });
    const auto last = std::partition_point(first, points.end(),
                                           [&](const ChartPoint &p) { return p.at <= shown.to; });
    const auto count = static_cast<size_t>(last - first);
    const size_t together = std::max<size_t>(1, count / linePointsAtMost);
    QList<QPointF> drawn;
    for (auto point = first; point != last;) {
        const auto end =
            point + std::min<ptrdiff_t>(static_cast<ptrdiff_t>(together), last - point);
        double at = 0;
        double value = 0;
        const double parts = double(end - point);
        for (; point != end; ++point) {
            at += double(point->at.ms) / parts;
            value += point->value.toCubicMetres() / parts;
        }
        drawn.append({at, value});
    }
    return drawn;
}

// Never a long range with short steps in between: Qt Charts makes an item for every tick.
void setScale(QValueAxis &axis, double lowest, double highest, double step)
{
    axis.setTickInterval(std::max(axis.tickInterval(), step));
    axis.setRange(lowest, highest);
    axis.setTickAnchor(lowest);
    axis.setTickInterval(step);
}

QString labelFormat(double step)
{
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 3);
    return u"%.%1f"_s.arg(digits);
}

} // namespace

ChartScene::ChartScene(QObject *parent)
    : QGraphicsScene(parent),
      m_chart(new QChart),
      m_time(new QDateTimeAxis),
      m_volumes(new QValueAxis),
      m_registers(new QValueAxis),
      m_lastYear(new QLineSeries)
{
    addItem(m_chart);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setLocalizeNumbers(true);
    m_chart->addSeries(m_lastYear);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_volumes, Qt::AlignLeft);
    m_chart->addAxis(m_registers, Qt::AlignRight);
    m_lastYear->attachAxis(m_time);
    m_lastYear->attachAxis(m_volumes);
    // Its ticks are equal parts of the range in the computer's zone; ours are local midnights.
    m_time->setVisible(false);
    for (QValueAxis *axis : {m_volumes, m_registers}) {
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setLineVisible(false);
    }
    m_registers->setGridLineVisible(false);
    m_registers->setVisible(false);
    // Between the grid and the lines of Qt Charts, and above all of it.
    m_layers = {new Layer(m_frame, &paintBars, 3.5, m_chart),
                new Layer(m_frame, &paintMarks, 50, m_chart),
                new Layer(m_frame, &paintTimeLabels, 50, m_chart)};
    setLook(Tokens::light(), QFont());
}

ChartScene::~ChartScene() = default;

void ChartScene::setContent(ChartContent content, const QTimeZone &zone, const QLocale &locale)
{
    m_frame.content = std::move(content);
    m_frame.zone = zone;
    m_frame.locale = locale;
    m_frame.current.reset();
    m_chart->setLocale(locale);
    m_frame.scale.shown = m_frame.content.whole;
    updateRegister();
    layOut();
}

void ChartScene::setSize(QSizeF size)
{
    if (size == m_size)
        return;
    m_size = size;
    layOut();
}

void ChartScene::setShown(TimeWindow shown)
{
    m_frame.scale.shown = shown;
    layOut();
}

void ChartScene::setLook(const Tokens &tokens, const QFont &font)
{
    m_frame.tokens = tokens;
    m_frame.font = font;
    m_frame.font.setPixelSize(11);
    for (QValueAxis *axis : {m_volumes, m_registers}) {
        axis->setLabelsFont(m_frame.font);
        axis->setLabelsBrush(tokens.muted);
        axis->setGridLinePen(QPen(tokens.line, 1));
    }
    for (QLineSeries *line : m_registerLines)
        line->setPen(QPen(registerColor(tokens), 1.8));
    layOut();
}

void ChartScene::setRegisterShown(bool shown)
{
    m_isRegisterShown = shown;
    updateRegister();
    layOut();
}

void ChartScene::setCurrent(std::optional<size_t> bar)
{
    m_frame.current = bar;
    update();
}

void ChartScene::updateRegister()
{
    for (QLineSeries *line : m_registerLines) {
        m_chart->removeSeries(line);
        delete line;
    }
    m_registerLines.clear();
    const bool isShown = m_isRegisterShown && !m_frame.content.registerLines.empty();
    m_registers->setVisible(isShown);
    if (!isShown)
        return;
    for (size_t i = 0; i < m_frame.content.registerLines.size(); ++i) {
        auto *line = new QLineSeries;
        line->setPen(QPen(registerColor(m_frame.tokens), 1.8));
        m_chart->addSeries(line);
        line->attachAxis(m_time);
        line->attachAxis(m_registers);
        m_registerLines.push_back(line);
    }
}

void ChartScene::layOut()
{
    PlotScale &scale = m_frame.scale;
    const bool hasRight = !m_registerLines.empty();
    scale.plot = QRectF(roomLeft, roomAbove,
                        m_size.width() - roomLeft - (hasRight ? roomRightOfRegister : roomRight),
                        m_size.height() - roomAbove - roomBelow);
    double highest = double(highestOf(m_frame.content.bars, scale.shown).millilitres);
    for (const ChartPoint &point : m_frame.content.lastYear) {
        if (!isDense(m_frame) && point.at >= scale.shown.from && point.at < scale.shown.to)
            highest = std::max(highest, double(point.value.millilitres));
    }
    // Room for a symbol or a number above the highest bar.
    scale.highest = std::max(highest, 1000.0) * (1 + 22 / std::max(scale.plot.height(), 60.0));

    setSceneRect({{}, m_size});
    m_chart->setGeometry({{}, m_size});
    m_chart->setPlotArea(scale.plot);
    double step = niceStep(scale.highest / 1e6, scale.plot.height() < 130 ? 2 : 4);
    if (step > scale.highest / 1e6)
        step = niceStep(scale.highest / 1e6, 4);
    setScale(*m_volumes, 0, scale.highest / 1e6, step);
    m_volumes->setLabelFormat(labelFormat(step));
    m_time->setRange(QDateTime::fromMSecsSinceEpoch(scale.shown.from.ms),
                     QDateTime::fromMSecsSinceEpoch(scale.shown.to.ms));
    updateLines();
    m_chart->layout()->activate();
    for (QGraphicsItem *layer : m_layers)
        static_cast<Layer *>(layer)->reshape(m_size);
    update();
}

void ChartScene::updateLines()
{
    // Among more bars than pixels, of which the highest are drawn, a second curve tells nothing.
    const QList<QPointF> points = isDense(m_frame)
                                      ? QList<QPointF>()
                                      : pointsWithin(m_frame.content.lastYear, m_frame.scale.shown);
    // Thinner where it is dense, or it hides what it is only there to be compared with.
    m_lastYear->setPen(QPen(lastYearColor(m_frame.tokens), points.size() > 70 ? 1.0 : 1.6));
    m_lastYear->replace(points);
    if (m_registerLines.empty())
        return;
    double lowest = 1e18;
    double highest = 0;
    for (size_t i = 0; i < m_registerLines.size(); ++i) {
        const auto line = pointsWithin(m_frame.content.registerLines[i], m_frame.scale.shown);
        for (const QPointF &point : line) {
            lowest = std::min(lowest, point.y());
            highest = std::max(highest, point.y());
        }
        m_registerLines[i]->replace(line);
    }
    if (lowest > highest)
        return;
    const double step = niceStep(std::max(highest - lowest, 0.001), 4);
    const double bottom = std::floor(lowest / step) * step;
    setScale(*m_registers, bottom, std::max(std::ceil(highest / step) * step, bottom + step), step);
    m_registers->setLabelFormat(labelFormat(step));
}

std::vector<LegendEntry> ChartScene::legend() const
{
    const ChartContent &content = m_frame.content;
    const Tokens &tokens = m_frame.tokens;
    const auto has = [&content](Quality quality) {
        return std::ranges::any_of(
            content.bars, [quality](const ChartBar &bar) { return bar.quality == quality; });
    };
    std::vector<LegendEntry> entries;
    using Shape = LegendEntry::Shape;
    if (content.isBalance()) {
        entries.push_back({tr("Flats"), tokens.accent, Shape::Bar});
        entries.push_back({tr("Unmetered"), tokens.warning, Shape::Bar});
    } else {
        entries.push_back({tr("Measured"), tokens.accent, Shape::Bar});
        if (has(Quality::Estimated))
            entries.push_back({tr("Estimated"), estimatedColor(tokens), Shape::Light});
        if (has(Quality::Gap))
            entries.push_back({tr("No readings, average"), tokens.accent, Shape::Hatched});
    }
    // A single point makes no line.
    if (pointsWithin(content.lastYear, m_frame.scale.shown).size() > 1)
        entries.push_back({isDense(m_frame) ? tr("Last year, when zoomed in") : tr("Last year"),
                           lastYearColor(tokens), Shape::Line});
    if (!m_registerLines.empty())
        entries.push_back({tr("Register (m³, right)"), registerColor(tokens), Shape::Line});
    // Those that look alike are told together.
    const std::tuple<QString, RegisterMarkKind, RegisterMarkKind> symbols[] = {
        {tr("Odd value, not counted"), RegisterMarkKind::Glitch, RegisterMarkKind::Glitch},
        {tr("Excluded"), RegisterMarkKind::Excluded, RegisterMarkKind::Excluded},
        {tr("Meter replaced"), RegisterMarkKind::Swap, RegisterMarkKind::Swap},
        {tr("Began again"), RegisterMarkKind::Restart, RegisterMarkKind::RollOver},
        {tr("Fell"), RegisterMarkKind::Dropped, RegisterMarkKind::Dropped},
        {tr("Leapt"), RegisterMarkKind::Leap, RegisterMarkKind::Leap}};
    for (const auto &[text, kind, other] : symbols) {
        const bool isPresent =
            std::ranges::any_of(content.marks, [kind = kind, other = other](const auto &mark) {
                return mark.kind == kind || mark.kind == other;
            });
        if (isPresent)
            entries.push_back({text, tokens.muted, Shape::Mark, kind});
    }
    return entries;
}

} // namespace datakubo::ui
