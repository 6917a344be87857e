#include "ui/widgets/labels.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

QLabel *label(const QString &text, const QString &role, QWidget *parent)
{
    auto *made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    if (!role.isEmpty())
        made->setProperty("role", role);
    return made;
}

QFrame *panel(QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setProperty("role", u"panel"_s);
    return made;
}

QFrame *rule(QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setProperty("role", u"rule"_s);
    return made;
}

QPushButton *button(const QString &text, const QString &objectName, const QString &role,
                    QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(objectName);
    made->setAccessibleName(QString(text).remove(u'&'));
    made->setAutoDefault(false);
    if (!role.isEmpty())
        made->setProperty("role", role);
    return made;
}

void setUsable(QPushButton &button, bool isUsable, const QString &whyNot)
{
    button.setEnabled(isUsable);
    button.setToolTip(isUsable ? QString() : whyNot);
    button.setAccessibleDescription(button.toolTip());
}

void restyle(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace datakubo::ui
