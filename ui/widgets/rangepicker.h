#pragma once
#include "ui/client/consumptionqueries.h"

#include <QLocale>
#include <QWidget>

class QDateEdit;
class QFrame;
class QMenu;
class QPushButton;

namespace datakubo::ui {

enum class RangePreset { Last7Days, ThisMonth, LastMonth, Last30Days, ThisYear, LastYear };

DateRange rangeOf(RangePreset preset, const QDate &today);
// The one before (-1) or after (1): of months and years the neighbour, of others as many days.
// Never past today.
DateRange moved(const DateRange &range, int by, const QDate &today);
DateRange yearBefore(const DateRange &range);
// As the backend takes it: whole months before whole months, else as many days.
DateRange periodBefore(const DateRange &range);
QString rangeText(const DateRange &range, const QLocale &locale); // "1 – 24 Nov 2026"

// Which days are looked at: ready-made ranges, any other from two calendars, and arrows to the
// neighbours.
class RangePicker : public QWidget
{
    Q_OBJECT

public:
    explicit RangePicker(const QString &objectName, QWidget *parent = nullptr);

    DateRange range() const { return m_range; }
    void setRange(const DateRange &range); // without a signal
    void setToday(const QDate &today);     // the organization's

Q_SIGNALS:
    void chosen(const datakubo::ui::DateRange &range);

private:
    void makeMenu();
    void makeCustom();
    void openCustom();
    void choose(const DateRange &range);

    QDate m_today;
    DateRange m_range;
    QPushButton *m_before;
    QPushButton *m_button;
    QPushButton *m_after;
    QMenu *m_menu;
    QFrame *m_custom;
    QDateEdit *m_from;
    QDateEdit *m_to;
};

} // namespace datakubo::ui
