#include "ui/widgets/toast.h"

#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QEvent>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

Toast::Toast(QWidget *parent) : QFrame(parent)
{
    setObjectName(u"toast"_s);
    setProperty("role", u"toast"_s);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_label = label({});
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 9, 14, 9);
    layout->addWidget(m_label);
    hide();
    m_away.setSingleShot(true);
    m_away.setInterval(4000);
    connect(&m_away, &QTimer::timeout, this, &QWidget::hide);
    parent->installEventFilter(this);
}

void Toast::say(const QString &sentence)
{
    m_label->setText(sentence);
    setAccessibleName(sentence);
    place();
    show();
    raise();
    m_away.start();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString Toast::text() const
{
    return isHidden() ? QString() : m_label->text();
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::place()
{
    adjustSize();
    move((parentWidget()->width() - width()) / 2, parentWidget()->height() - height() - 48);
}

} // namespace datakubo::ui
