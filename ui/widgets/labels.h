#pragma once
#include <QString>

class QFrame;
class QLabel;
class QPushButton;
class QWidget;

// The few building blocks the style sheet knows by their "role" property.
namespace datakubo::ui {

QLabel *label(const QString &text, const QString &role = {}, QWidget *parent = nullptr);
// A white panel with a line around; lay out into it.
QFrame *panel(QWidget *parent = nullptr);
QFrame *rule(QWidget *parent = nullptr);
// Named for tests and for screen readers (the text is its accessible name).
QPushButton *button(const QString &text, const QString &objectName, const QString &role = {},
                    QWidget *parent = nullptr);
// On, or off with the reason, which is its tool tip.
void setUsable(QPushButton &button, bool isUsable, const QString &whyNot);
// After a property used by the style sheet has changed.
void restyle(QWidget *widget);

} // namespace datakubo::ui
