#include "ui/widgets/emptystate.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

EmptyState::EmptyState(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    setObjectName(objectName);
    m_icon = label({});
    m_sentence = label({}, u"heading"_s);
    m_sentence->setObjectName(objectName + u"Sentence"_s);
    m_second = label({}, u"muted"_s);
    m_second->setObjectName(objectName + u"Second"_s);
    for (QLabel *text : {m_sentence, m_second}) {
        text->setWordWrap(true);
        text->setAlignment(Qt::AlignCenter);
    }
    m_action = button({}, objectName + u"Action"_s, u"primary"_s);
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::acted);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 32, 24, 32);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_sentence);
    layout->addWidget(m_second);
    layout->addSpacing(4);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

void EmptyState::setContent(const QString &iconName, const QString &sentence, const QString &second)
{
    m_iconName = iconName;
    m_sentence->setText(sentence);
    m_second->setText(second);
    m_second->setVisible(!second.isEmpty());
    setAccessibleName(sentence);
    drawIcon();
}

void EmptyState::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setAccessibleName(text);
    m_action->setVisible(!text.isEmpty());
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
    QWidget::changeEvent(event);
}

void EmptyState::drawIcon()
{
    if (m_iconName.isEmpty())
        return;
    m_icon->setPixmap(
        iconPixmap(m_iconName, Tokens::of(palette()).muted, {32, 32}, devicePixelRatioF()));
}

} // namespace datakubo::ui
