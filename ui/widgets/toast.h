#pragma once
#include <QFrame>
#include <QTimer>

class QLabel;

namespace datakubo::ui {

// A sentence about what was just done, over the lower edge of its parent for a few seconds.
class Toast : public QFrame
{
    Q_OBJECT

public:
    explicit Toast(QWidget *parent);

    void say(const QString &sentence);
    QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QLabel *m_label;
    QTimer m_away;
};

} // namespace datakubo::ui
