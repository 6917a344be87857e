#include "ui/shell/sidebar.h"

#include "ui/theme/icons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>
#include <QPainter>
#include <QShortcut>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

NavigationButton::NavigationButton(const QString &iconName, const QString &text,
                                   const QString &objectName, QWidget *parent)
    : QPushButton(text, parent), m_iconName(iconName)
{
    setObjectName(objectName);
    setAccessibleName(text);
    setCheckable(true);
    setAutoDefault(false);
    setFixedHeight(32);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void NavigationButton::setBadge(const QString &text, Tone tone)
{
    m_badge = text;
    m_tone = tone;
    setAccessibleDescription(text);
    update();
}

void NavigationButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Tokens::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isEnabled() && (isChecked() || underMouse())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? tokens.accentSoft : tokens.ground);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    const QColor color = !isEnabled() ? tokens.muted : isChecked() ? tokens.accent : tokens.text;
    const QPixmap drawn = iconPixmap(m_iconName, color, {16, 16}, devicePixelRatioF());
    painter.drawPixmap(QPoint(10, (height() - 16) / 2), drawn);
    QFont textFont = font();
    textFont.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(textFont);
    painter.setPen(color);
    painter.drawText(rect().adjusted(36, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (!m_badge.isEmpty()) {
        const int width = chipSize(m_badge, font()).width();
        paintChip(painter, {this->width() - width - 8, height() / 2}, m_badge, m_tone, *this);
    }
}

Sidebar::Sidebar(QWidget *parent)
    : QFrame(parent), m_group(new QButtonGroup(this)), m_layout(new QVBoxLayout(this))
{
    setObjectName(u"sidebar"_s);
    setAccessibleName(tr("Navigation"));
    setProperty("role", u"sidebar"_s);
    setFixedWidth(196);
    m_layout->setContentsMargins(8, 0, 9, 12);
    m_layout->setSpacing(2);

    auto *drop = label({});
    drop->setPixmap(QIcon(u":/datakubo/icons/drop.svg"_s).pixmap(20, 20));
    auto *brand = new QHBoxLayout;
    brand->setContentsMargins(8, 14, 8, 14);
    brand->setSpacing(8);
    brand->addWidget(drop);
    brand->addWidget(label(u"DataKubo"_s, u"brand"_s), 1);
    m_layout->addLayout(brand);
    m_layout->addStretch();
    connect(m_group, &QButtonGroup::idClicked, this, &Sidebar::chosen);
}

NavigationButton *Sidebar::addPage(const QString &iconName, const QString &text,
                                   const QString &objectName)
{
    const int index = static_cast<int>(m_group->buttons().size());
    auto *made = new NavigationButton(iconName, text, objectName);
    const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index));
    made->setToolTip(u"%1 (%2)"_s.arg(text, keys.toString(QKeySequence::NativeText)));
    connect(new QShortcut(keys, this), &QShortcut::activated, made, [made] { made->click(); });
    m_group->addButton(made, index);
    m_layout->insertWidget(m_layout->count() - 1, made);
    return made;
}

void Sidebar::addRule()
{
    m_layout->insertSpacing(m_layout->count() - 1, 8);
    m_layout->insertWidget(m_layout->count() - 1, rule());
    m_layout->insertSpacing(m_layout->count() - 1, 8);
}

void Sidebar::setCurrent(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

} // namespace datakubo::ui
