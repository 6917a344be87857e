#pragma once
#include "ui/client/consumptionqueries.h"

#include <QLocale>
#include <QWidget>

#include <optional>

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
    // The organization's. A ready-made range that ends today goes on to the new day.
    void setToday(const QDate &today);
    bool reachesToday() const { return m_range.to > m_today; }

Q_SIGNALS:
    void chosen(const datakubo::ui::DateRange &range);

private:
    void makeMenu();
    void makeCustom();
    void openCustom();
    void showRange();
    void choose(const DateRange &range, std::optional<RangePreset> preset = {});

    QDate m_today;
    std::optional<RangePreset> m_preset; // that the range was made from
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
