#pragma once
#include "ui/theme/tokens.h"

#include <QFrame>
#include <QPushButton>

class QButtonGroup;
class QVBoxLayout;

namespace datakubo::ui {

// One line of the navigation: icon, text, and a badge with a count.
class NavigationButton : public QPushButton
{
    Q_OBJECT

public:
    NavigationButton(const QString &iconName, const QString &text, const QString &objectName,
                     QWidget *parent = nullptr);

    void setBadge(const QString &text, Tone tone); // empty text: none
    QString badge() const { return m_badge; }
    QSize sizeHint() const override { return {179, 32}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_iconName;
    QString m_badge;
    Tone m_tone = Tone::Neutral;
};

// The narrow navigation at the left. Ctrl+1, Ctrl+2, … go to its pages.
class Sidebar : public QFrame
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    NavigationButton *addPage(const QString &iconName, const QString &text,
                              const QString &objectName);
    void addRule();
    void setCurrent(int index);

Q_SIGNALS:
    void chosen(int index);

private:
    QButtonGroup *m_group;
    QVBoxLayout *m_layout;
};

} // namespace datakubo::ui
