#include "ui/charts/chartlegend.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QFont legendFont(QFont font)
{
    font.setPixelSize(12);
    return font;
}

} // namespace

ChartLegend::ChartLegend(QWidget *parent) : QWidget(parent)
{
    setMinimumHeight(20);
}

void ChartLegend::setEntries(std::vector<LegendEntry> entries)
{
    m_entries = std::move(entries);
    QStringList texts;
    for (const LegendEntry &entry : m_entries)
        texts << entry.text;
    setAccessibleName(texts.join(u", "_s));
    update();
}

int ChartLegend::rows() const
{
    const auto places = legendPlaces(m_entries, QFontMetricsF(legendFont(font())), width());
    return places.empty() ? 1 : 1 + static_cast<int>(places.back().y()) / legendRowPixels;
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(legendFont(font()));
    paintLegend(painter, rect(), m_entries, Tokens::of(palette()));
}

} // namespace datakubo::ui
