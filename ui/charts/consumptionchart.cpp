#include "ui/charts/consumptionchart.h"

#include "ui/charts/chartlegend.h"
#include "ui/charts/chartscene.h"
#include "ui/charts/chartwords.h"
#include "ui/format.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {
constexpr int headPixels = 30;
constexpr int shortestIntervals = 4;
constexpr double zoomStep = 0.8;
constexpr int cardApart = 12;
} // namespace

ConsumptionChart::ConsumptionChart(const Format &format, const QString &objectName, Size size,
                                   QWidget *parent)
    : QWidget(parent),
      m_format(format),
      m_size(size),
      m_scene(std::make_unique<ChartScene>()),
      m_card(new QFrame(this)),
      m_cardTitle(label({}, u"cardTitle"_s)),
      m_cardLines(label({}, u"cardText"_s))
{
    setObjectName(objectName);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_card->setProperty("role", u"card"_s);
    m_card->setObjectName(objectName + u"Card"_s);
    m_card->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(12, 9, 12, 9);
    card->setSpacing(3);
    card->addWidget(m_cardTitle);
    card->addWidget(m_cardLines);
    m_card->hide();
    if (size == Size::Full)
        makeHead();
    m_clickSoon.setSingleShot(true);
    m_clickSoon.setInterval(QApplication::doubleClickInterval());
    connect(&m_clickSoon, &QTimer::timeout, this, [this] { choose(m_clicked); });
    // Qt Charts lays its axes out a moment after they were changed.
    connect(m_scene.get(), &QGraphicsScene::changed, this, [this] { update(); });
    dress();
}

ConsumptionChart::~ConsumptionChart() = default;

void ConsumptionChart::makeHead()
{
    m_head = new QWidget(this);
    m_legend = new ChartLegend;
    m_all = button(tr("Show all"), objectName() + u"ShowAll"_s, u"quiet"_s);
    m_all->setToolTip(tr("Back to the whole range (double click, or 0)"));
    m_all->hide();
    connect(m_all, &QPushButton::clicked, this, [this] { showWindow(content().whole); });
    m_register = button(tr("Register"), objectName() + u"Register"_s, u"quiet"_s);
    m_register->setCheckable(true);
    m_register->setToolTip(tr("Shows what the meter itself displays, as a line"));
    connect(m_register, &QPushButton::toggled, this, [this](bool isShown) {
        m_scene->setRegisterShown(isShown);
        updateLegend();
        update();
    });
    m_unit = label({}, u"small"_s);
    m_unit->setObjectName(objectName() + u"Unit"_s);
    auto *layout = new QHBoxLayout(m_head);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(8);
    layout->addWidget(m_legend, 1);
    layout->addWidget(m_all);
    layout->addWidget(m_register);
    layout->addWidget(m_unit);
}

void ConsumptionChart::setContent(ChartContent content, const QString &name)
{
    m_clickSoon.stop();
    const Interval interval = content.interval;
    const bool hasRegister = !content.registerLines.empty();
    m_scene->setContent(std::move(content), m_format.timeZone(), QLocale());
    setAccessibleName(name.isEmpty() ? tr("Consumption chart") : name);
    if (m_head) {
        m_register->setVisible(hasRegister);
        m_unit->setText(perInterval(interval));
    }
    showWindow(this->content().whole);
    moveCursor({});
}

void ConsumptionChart::clear()
{
    setContent({}, {});
}

const ChartContent &ConsumptionChart::content() const
{
    return m_scene->content();
}

TimeWindow ConsumptionChart::shown() const
{
    return m_scene->frame().scale.shown;
}

std::optional<size_t> ConsumptionChart::current() const
{
    return m_scene->frame().current;
}

QString ConsumptionChart::valueSentence() const
{
    return current() ? valueText(m_scene->frame(), *current(), m_format).asSentence() : QString();
}

bool ConsumptionChart::isRegisterShown() const
{
    return m_scene->isRegisterShown();
}

QPoint ConsumptionChart::placeOf(size_t bar) const
{
    const QRectF rect = m_scene->frame().scale.rectOf(content().bars[bar]);
    return rect.center().toPoint() + area().topLeft();
}

QSize ConsumptionChart::sizeHint() const
{
    return m_size == Size::Full ? QSize(640, 300) : QSize(280, 132);
}

QSize ConsumptionChart::minimumSizeHint() const
{
    return m_size == Size::Full ? QSize(360, 200) : QSize(160, 110);
}

QRect ConsumptionChart::area() const
{
    return rect().adjusted(0, m_headPixels, 0, 0);
}

void ConsumptionChart::updateLegend()
{
    if (!m_head)
        return;
    m_legend->setEntries(m_scene->legend());
    layOut();
}

void ConsumptionChart::layOut()
{
    if (m_head) {
        // How many rows the legend needs is known when its neighbours have their place.
        m_head->setGeometry(0, 0, width(), headPixels - 2);
        m_head->layout()->activate();
        m_headPixels = headPixels + (m_legend->rows() - 1) * legendRowPixels;
        m_head->setGeometry(0, 0, width(), m_headPixels - 2);
    }
    m_scene->setSize(area().size());
}

void ConsumptionChart::dress()
{
    m_scene->setLook(Tokens::of(palette()), font());
    updateLegend();
    update();
}

void ConsumptionChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        dress();
    QWidget::changeEvent(event);
}

void ConsumptionChart::resizeEvent(QResizeEvent *event)
{
    layOut();
    updateCard();
    QWidget::resizeEvent(event);
}

void ConsumptionChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    m_scene->render(&painter, area(), m_scene->sceneRect());
    if (hasFocus()) {
        painter.setPen(QPen(Tokens::of(palette()).accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
}

void ConsumptionChart::showWindow(TimeWindow shown)
{
    m_scene->setShown(shown);
    if (m_all)
        m_all->setVisible(shown != content().whole);
    updateLegend();
    updateCard();
    update();
}

void ConsumptionChart::zoom(Timestamp fixed, double factor)
{
    const qint64 shortest = shortestIntervals
                            * (content().interval == Interval::Month ? 31 * duration::day
                               : content().interval == Interval::Day ? duration::day
                                                                     : duration::hour);
    showWindow(zoomed(shown(), content().whole, fixed, factor, shortest));
}

Timestamp ConsumptionChart::timeAt(QPointF position) const
{
    return m_scene->frame().scale.at(position.x() - area().left());
}

void ConsumptionChart::moveCursor(std::optional<size_t> bar)
{
    if (m_scene->frame().current == bar && m_card->isVisible() == bar.has_value())
        return;
    m_scene->setCurrent(bar);
    updateCard();
    update();
    setAccessibleDescription(bar ? valueSentence()
                                 : tr("Arrow keys move the value cursor, plus and minus zoom, "
                                      "Return opens the readings."));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void ConsumptionChart::updateCard()
{
    const ChartFrame &frame = m_scene->frame();
    if (!frame.current) {
        m_card->hide();
        return;
    }
    const ValueText text = valueText(frame, *frame.current, m_format);
    m_cardTitle->setText(text.title);
    m_cardLines->setText(text.lines.join(u'\n'));
    m_card->adjustSize();
    const ChartBar &bar = frame.content.bars[*frame.current];
    const int left = area().left() + static_cast<int>(frame.scale.x(bar.from));
    const int right = area().left() + static_cast<int>(frame.scale.x(bar.to));
    int x = right + cardApart;
    if (x + m_card->width() > width())
        x = left - cardApart - m_card->width();
    x = std::clamp(x, 0, std::max(0, width() - m_card->width()));
    m_card->move(x, std::max(0, std::min(area().top() + 6, height() - m_card->height())));
    m_card->show();
    m_card->raise();
}

void ConsumptionChart::step(int bars)
{
    const auto count = static_cast<int>(content().bars.size());
    if (count == 0)
        return;
    const int from = current() ? static_cast<int>(*current()) : bars > 0 ? -1 : count;
    const auto next = static_cast<size_t>(std::clamp(from + bars, 0, count - 1));
    const ChartBar &bar = content().bars[next];
    showWindow(revealing(shown(), content().whole, bar.from, bar.to));
    moveCursor(next);
}

void ConsumptionChart::choose(std::optional<size_t> number)
{
    if (!number)
        return;
    const ChartBar &bar = content().bars[*number];
    Q_EMIT rangeChosen(bar.from, bar.to);
}

void ConsumptionChart::keyPressEvent(QKeyEvent *event)
{
    const auto middle = [this] {
        if (current()) {
            const ChartBar &bar = content().bars[*current()];
            return Timestamp{(bar.from.ms + bar.to.ms) / 2};
        }
        return Timestamp{(shown().from.ms + shown().to.ms) / 2};
    };
    const auto count = static_cast<int>(content().bars.size());
    switch (event->key()) {
    case Qt::Key_Left: step(-1); return;
    case Qt::Key_Right: step(1); return;
    case Qt::Key_PageUp: step(-7); return;
    case Qt::Key_PageDown: step(7); return;
    case Qt::Key_Home: step(-count); return;
    case Qt::Key_End: step(count); return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(middle(), zoomStep * zoomStep); return;
    case Qt::Key_Minus: zoom(middle(), 1 / (zoomStep * zoomStep)); return;
    case Qt::Key_0: showWindow(content().whole); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(current()); return;
    case Qt::Key_Escape:
        if (current()) {
            moveCursor({});
            return;
        }
        break;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

void ConsumptionChart::wheelEvent(QWheelEvent *event)
{
    const double turns = event->angleDelta().y() / 120.0;
    const bool isWhole = shown() == content().whole;
    // What cannot be zoomed out further scrolls the page around it.
    if (turns == 0 || content().isEmpty() || (turns < 0 && isWhole)) {
        event->ignore();
        return;
    }
    zoom(timeAt(event->position()), std::pow(zoomStep, turns));
    event->accept();
}

void ConsumptionChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || content().isEmpty())
        return;
    m_pressed = event->position();
    m_shownWhenPressed = shown();
    m_isDragged = false;
}

void ConsumptionChart::mouseMoveEvent(QMouseEvent *event)
{
    const PlotScale &scale = m_scene->frame().scale;
    if (m_pressed) {
        const double moved = m_pressed->x() - event->position().x();
        m_isDragged = m_isDragged || std::abs(moved) >= QApplication::startDragDistance();
        if (m_isDragged) {
            const double perPixel = double(m_shownWhenPressed.length()) / scale.plot.width();
            showWindow(
                panned(m_shownWhenPressed, content().whole, static_cast<qint64>(moved * perPixel)));
            return;
        }
    }
    const QPointF inScene = event->position() - area().topLeft();
    if (inScene.y() < 0 || inScene.x() < scale.plot.left() || inScene.x() > scale.plot.right())
        moveCursor({});
    else
        moveCursor(barAt(content().bars, timeAt(event->position())));
}

void ConsumptionChart::mouseReleaseEvent(QMouseEvent *event)
{
    const bool isClick = m_pressed && !m_isDragged && event->button() == Qt::LeftButton;
    m_pressed.reset();
    if (!isClick)
        return;
    m_clicked = barAt(content().bars, timeAt(event->position()));
    moveCursor(m_clicked);
    m_clickSoon.start();
}

void ConsumptionChart::mouseDoubleClickEvent(QMouseEvent *)
{
    m_clickSoon.stop();
    m_pressed.reset();
    showWindow(content().whole);
}

void ConsumptionChart::leaveEvent(QEvent *event)
{
    if (!hasFocus())
        moveCursor({});
    QWidget::leaveEvent(event);
}

void ConsumptionChart::focusInEvent(QFocusEvent *event)
{
    // A window that comes to the front must not put a cursor nobody asked for.
    const Qt::FocusReason reason = event->reason();
    if (!current() && (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason))
        step(-1);
    QWidget::focusInEvent(event);
    update();
}

} // namespace datakubo::ui
