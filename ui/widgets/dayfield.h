#pragma once
#include <QDate>
#include <QWidget>

class QCheckBox;
class QDateEdit;

namespace datakubo::ui {

// A day that may be unknown: a tick, and the day when it is set.
class DayField : public QWidget
{
    Q_OBJECT

public:
    DayField(const QString &accessibleName, const QString &objectName, QWidget *parent = nullptr);

    QDate day() const; // invalid: unknown
    void setDay(const QDate &day);

private:
    QCheckBox *m_known;
    QDateEdit *m_day;
};

} // namespace datakubo::ui
