#pragma once
#include <QWidget>

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

private:
    QLineEdit *m_field;
    QPushButton *m_copy;
};

} // namespace datakubo::ui
