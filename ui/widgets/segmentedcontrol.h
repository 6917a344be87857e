#pragma once
#include <QWidget>

class QButtonGroup;

namespace datakubo::ui {

// One choice of a few, side by side; left and right arrows move as in a group of radio buttons.
class SegmentedControl : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentedControl(const QString &objectName, QWidget *parent = nullptr);

    // The button is named objectName + number, counted from 0.
    void addSegment(const QString &text);
    int current() const;
    void setCurrent(int index); // without a signal

Q_SIGNALS:
    void chosen(int index);

private:
    QButtonGroup *m_group;
};

} // namespace datakubo::ui
