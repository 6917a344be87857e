#pragma once
#include <QFrame>

class QLabel;

namespace datakubo::ui {

class UsageBar;

// One figure of a page: a label, a large value with a muted unit, a muted second line or a
// bar of how much of a limit is used. With an action it is a button.
class FigureCard : public QFrame
{
    Q_OBJECT

public:
    FigureCard(const QString &title, const QString &objectName, QWidget *parent = nullptr);

    void setFigure(const QString &value, const QString &unit = {});
    void setTitle(const QString &title);
    // `role` of the style sheet: "small", "smallBad", "smallWarning", "smallGood".
    void setSecondLine(const QString &text, const QString &role = QStringLiteral("small"));
    void setUsage(qint64 used, qint64 limit);
    void setClickable();

Q_SIGNALS:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLabel *m_title;
    QLabel *m_value;
    QLabel *m_unit;
    QLabel *m_second;
    UsageBar *m_bar;
    bool m_clickable = false;
};

} // namespace datakubo::ui
