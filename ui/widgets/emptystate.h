#pragma once
#include <QWidget>

class QLabel;
class QPushButton;

namespace datakubo::ui {

// Why there is nothing to see, and the one thing to do about it.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const QString &objectName, QWidget *parent = nullptr);

    void setContent(const QString &iconName, const QString &sentence, const QString &second = {});
    void setAction(const QString &text); // empty: none

Q_SIGNALS:
    void acted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawIcon();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_sentence;
    QLabel *m_second;
    QPushButton *m_action;
};

} // namespace datakubo::ui
