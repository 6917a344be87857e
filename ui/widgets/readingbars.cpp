#include "ui/widgets/readingbars.h"

#include "ui/format.h"
#include "ui/theme/tokens.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ReadingBars::ReadingBars(const Format &format, QWidget *parent) : QWidget(parent), m_format(format)
{
    setObjectName(u"readingBars"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ReadingBars::setReadings(const std::vector<Reading> &newestFirst)
{
    m_bars.clear();
    for (size_t i = newestFirst.size(); i-- > 1;) {
        const Reading &later = newestFirst[i - 1];
        const Volume added = later.volume - newestFirst[i].volume;
        // A register that runs back shows as nothing here; the list below has the number.
        m_bars.push_back({std::max(added, Volume{}), later.recordedAt});
    }
    update();
}

void ReadingBars::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Tokens::of(palette());
    QPainter painter(this);
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const int textHeight = painter.fontMetrics().height();
    if (m_bars.empty())
        return;

    Volume highest{1};
    for (const Bar &bar : m_bars)
        highest = std::max(highest, bar.added);
    const QRect plot = rect().adjusted(0, textHeight + 4, 0, -textHeight - 4);
    painter.fillRect(QRect(plot.left(), plot.bottom(), plot.width(), 1), tokens.line);
    painter.fillRect(QRect(plot.left(), plot.top(), plot.width(), 1), tokens.line);
    painter.setPen(tokens.muted);
    painter.drawText(rect(), Qt::AlignTop | Qt::AlignLeft, m_format.volumeWithUnit(highest));

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    const double step = double(plot.width()) / double(m_bars.size());
    const double width = std::clamp(step * 0.7, 2.0, 14.0);
    for (size_t i = 0; i < m_bars.size(); ++i) {
        const double part = double(m_bars[i].added.millilitres) / double(highest.millilitres);
        const double height = std::max(part * plot.height(), 1.0);
        painter.drawRoundedRect(QRectF(plot.left() + step * double(i) + (step - width) / 2,
                                       plot.bottom() - height, width, height),
                                1.5, 1.5);
    }
    painter.setPen(tokens.muted);
    painter.drawText(rect(), Qt::AlignBottom | Qt::AlignLeft,
                     m_format.moment(m_bars.front().time, Format::now()));
    if (m_bars.size() > 1)
        painter.drawText(rect(), Qt::AlignBottom | Qt::AlignRight,
                         m_format.moment(m_bars.back().time, Format::now()));
}

} // namespace datakubo::ui
