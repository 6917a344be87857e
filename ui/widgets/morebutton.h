#pragma once
#include <QPushButton>

class QAbstractItemView;

namespace datakubo::ui {

// What else can be done, above all with the chosen row of a list: that is also in the menu of the
// row, and done by key while the list has the focus.
class MoreButton : public QPushButton
{
    Q_OBJECT

public:
    MoreButton(QAbstractItemView &list, const QString &accessibleName, const QString &objectName,
               QWidget *parent = nullptr);

    QAction *addForRow(const QString &text, const QString &objectName, const QKeySequence &key);
    void addForAll(QAction *action); // whatever is chosen
    void setUsableForRow(bool isUsable, const QString &whyNot);

private:
    QAbstractItemView &m_list;
    QList<QAction *> m_forRow;
};

} // namespace datakubo::ui
