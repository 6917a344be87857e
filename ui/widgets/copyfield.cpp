#include "ui/widgets/copyfield.h"

#include "ui/theme/icons.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyleOptionFrame>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {
constexpr int lineEditMargin = 4; // that QLineEdit keeps at both sides of its text
}

CopyField::CopyField(const QString &accessibleName, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_field(new QLineEdit), m_ellipsis(label(u"…"_s, u"ellipsis"_s, m_field))
{
    setObjectName(objectName);
    m_field->setObjectName(objectName + u"Value"_s);
    m_field->setAccessibleName(accessibleName);
    m_field->setProperty("role", u"mono"_s);
    m_field->setReadOnly(true);
    m_field->installEventFilter(this);
    m_ellipsis->setObjectName(objectName + u"Ellipsis"_s);
    m_ellipsis->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_ellipsis->hide();
    connect(m_field, &QLineEdit::cursorPositionChanged, this, &CopyField::updateEllipsis);
    connect(m_field, &QLineEdit::selectionChanged, this, &CopyField::updateEllipsis);
    m_copy = button(tr("Copy"), objectName + u"Copy"_s);
    m_copy->setAccessibleName(tr("Copy %1").arg(accessibleName));
    m_copy->setIcon(icon(u"copy"_s));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_copy);

    auto *back = new QTimer(this);
    back->setSingleShot(true);
    back->setInterval(2000);
    connect(back, &QTimer::timeout, this, [this] {
        m_copy->setText(tr("Copy"));
        m_copy->setIcon(icon(u"copy"_s));
    });
    connect(m_copy, &QPushButton::clicked, this, [this, back] {
        QGuiApplication::clipboard()->setText(m_field->text());
        m_copy->setText(tr("Copied"));
        m_copy->setIcon(icon(u"check"_s));
        back->start();
        Q_EMIT copied();
    });
}

void CopyField::setValue(const QString &value)
{
    m_field->setText(value);
    m_field->setCursorPosition(0);
    updateEllipsis();
}

bool CopyField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        updateEllipsis();
    return QWidget::eventFilter(watched, event);
}

void CopyField::updateEllipsis()
{
    QStyleOptionFrame option;
    option.initFrom(m_field);
    const QRect room =
        m_field->style()->subElementRect(QStyle::SE_LineEditContents, &option, m_field);
    const bool isCut =
        m_field->fontMetrics().horizontalAdvance(m_field->text()) > room.width() - lineEditMargin;
    m_field->setToolTip(isCut ? m_field->text() : QString());
    m_ellipsis->setVisible(isCut && m_field->cursorPosition() == 0 && !m_field->hasSelectedText());
    const int width = m_ellipsis->sizeHint().width();
    m_ellipsis->setGeometry(room.right() + 1 - width, room.top(), width, room.height());
}

void CopyField::focusCopy()
{
    m_copy->setAutoDefault(true);
    m_copy->setFocus();
}

QString CopyField::value() const
{
    return m_field->text();
}

} // namespace datakubo::ui
