#include "ui/widgets/morebutton.h"

#include <QAbstractItemView>
#include <QAction>
#include <QMenu>

namespace datakubo::ui {

MoreButton::MoreButton(QAbstractItemView &list, const QString &accessibleName,
                       const QString &objectName, QWidget *parent)
    : QPushButton(tr("More"), parent), m_list(list)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setAutoDefault(false);
    setMenu(new QMenu(this));
    menu()->setToolTipsVisible(true);
    m_list.setContextMenuPolicy(Qt::ActionsContextMenu);
}

QAction *MoreButton::addForRow(const QString &text, const QString &objectName,
                               const QKeySequence &key)
{
    QAction *action = menu()->addAction(text);
    action->setObjectName(objectName);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_list.addAction(action);
    m_forRow.append(action);
    return action;
}

void MoreButton::addForAll(QAction *action)
{
    menu()->addSeparator();
    menu()->addAction(action);
}

void MoreButton::setUsableForRow(bool isUsable, const QString &whyNot)
{
    for (QAction *action : m_forRow) {
        action->setEnabled(isUsable);
        action->setToolTip(isUsable ? QString() : whyNot);
    }
}

} // namespace datakubo::ui
