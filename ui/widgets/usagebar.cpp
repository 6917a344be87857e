#include "ui/widgets/usagebar.h"

#include <QPainter>
#include <QPainterPath>

namespace datakubo::ui {

UsageBar::UsageBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(6);
}

void UsageBar::setUsage(qint64 used, qint64 limit)
{
    m_used = used;
    m_limit = limit;
    setAccessibleName(tr("%1 of %2 used").arg(used).arg(limit));
    update();
}

void UsageBar::paintEvent(QPaintEvent *)
{
    if (m_limit <= 0)
        return;
    const Tokens &tokens = Tokens::of(palette());
    const bool over = m_used > m_limit;
    const double part = over ? double(m_limit) / double(m_used) : double(m_used) / double(m_limit);

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(rect(), 3, 3);
    painter.setClipPath(outline);
    painter.fillRect(rect(), over ? tokens.warning : tokens.ground);
    painter.fillRect(QRectF(0, 0, width() * part, height()), tokens.accent);
}

} // namespace datakubo::ui
