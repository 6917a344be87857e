#include "ui/widgets/figurecard.h"

#include "ui/widgets/labels.h"
#include "ui/widgets/usagebar.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

FigureCard::FigureCard(const QString &title, const QString &objectName, QWidget *parent)
    : QFrame(parent), m_title(label(title, u"small"_s))
{
    setObjectName(objectName);
    setAccessibleName(title);
    setProperty("role", u"panel"_s);
    m_value = label(u"–"_s, u"figure"_s);
    m_value->setObjectName(objectName + u"Value"_s);
    m_unit = label({}, u"muted"_s);
    m_second = label({}, u"small"_s);
    m_second->setObjectName(objectName + u"Second"_s);
    m_second->setWordWrap(true); // in a narrow window
    m_bar = new UsageBar;
    m_bar->hide();

    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_value, 0, Qt::AlignBottom);
    line->addWidget(m_unit, 1, Qt::AlignBottom);
    m_unit->setContentsMargins(0, 0, 0, 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addLayout(line);
    layout->addWidget(m_second);
    layout->addSpacing(2);
    layout->addWidget(m_bar);
    layout->addStretch();
}

void FigureCard::setFigure(const QString &value, const QString &unit)
{
    m_value->setText(value);
    m_unit->setText(unit);
    setAccessibleName(u"%1: %2 %3"_s.arg(m_title->text(), value, unit).trimmed());
}

void FigureCard::setTitle(const QString &title)
{
    m_title->setText(title);
}

void FigureCard::setSecondLine(const QString &text, const QString &role)
{
    m_second->setText(text);
    if (m_second->property("role").toString() != role) {
        m_second->setProperty("role", role);
        restyle(m_second);
    }
    setAccessibleDescription(text);
}

void FigureCard::setUsage(qint64 used, qint64 limit)
{
    m_bar->setUsage(used, limit);
    m_bar->setVisible(limit > 0);
    m_second->setVisible(limit <= 0);
}

void FigureCard::setClickable()
{
    m_clickable = true;
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

void FigureCard::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_clickable && event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT clicked();
    QFrame::mouseReleaseEvent(event);
}

void FigureCard::keyPressEvent(QKeyEvent *event)
{
    if (m_clickable && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space))
        Q_EMIT clicked();
    else
        QFrame::keyPressEvent(event);
}

} // namespace datakubo::ui
