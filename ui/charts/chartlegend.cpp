#include "ui/charts/chartlegend.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

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

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    paintLegend(painter, rect(), m_entries, Tokens::of(palette()));
}

} // namespace datakubo::ui
