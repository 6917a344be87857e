#include "ui/widgets/copyfield.h"

#include "ui/theme/icons.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

CopyField::CopyField(const QString &accessibleName, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_field(new QLineEdit)
{
    setObjectName(objectName);
    m_field->setObjectName(objectName + u"Value"_s);
    m_field->setAccessibleName(accessibleName);
    m_field->setProperty("role", u"mono"_s);
    m_field->setReadOnly(true);
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
