#pragma once
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace datakubo::ui {

// A value to be pasted elsewhere, with a button that copies it and says so.
class CopyField : public QWidget
{
    Q_OBJECT

public:
    CopyField(const QString &accessibleName, const QString &objectName, QWidget *parent = nullptr);

    void setValue(const QString &value);
    QString value() const;
    void focusCopy(); // Enter copies

Q_SIGNALS:
    void copied();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateEllipsis();

    QLineEdit *m_field;
    QLabel *m_ellipsis; // at the end of what does not fit, unless somebody moves in it
    QPushButton *m_copy;
};

} // namespace datakubo::ui
