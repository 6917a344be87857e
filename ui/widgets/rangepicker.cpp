#include "ui/widgets/rangepicker.h"

#include "ui/theme/icons.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QDateEdit>
#include <QGridLayout>
#include <QMenu>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QDate firstOfMonth(const QDate &day)
{
    return {day.year(), day.month(), 1};
}

QDateEdit *dateEdit(const QString &text, const QString &objectName)
{
    auto *made = new QDateEdit;
    made->setObjectName(objectName);
    made->setAccessibleName(text);
    made->setCalendarPopup(true);
    made->setDisplayFormat(u"d MMM yyyy"_s);
    made->setMinimumWidth(130);
    return made;
}

} // namespace

DateRange rangeOf(RangePreset preset, const QDate &today)
{
    const QDate tomorrow = today.addDays(1);
    switch (preset) {
    case RangePreset::Last7Days: return {tomorrow.addDays(-7), tomorrow};
    case RangePreset::ThisMonth: return {firstOfMonth(today), tomorrow};
    case RangePreset::LastMonth: return {firstOfMonth(today).addMonths(-1), firstOfMonth(today)};
    case RangePreset::Last30Days: return {tomorrow.addDays(-30), tomorrow};
    case RangePreset::ThisYear: return {QDate(today.year(), 1, 1), tomorrow};
    case RangePreset::LastYear: break;
    }
    return {QDate(today.year() - 1, 1, 1), QDate(today.year(), 1, 1)};
}

DateRange moved(const DateRange &range, int by, const QDate &today)
{
    const QDate tomorrow = today.addDays(1);
    DateRange next{range.from.addDays(by * range.days()), range.to.addDays(by * range.days())};
    const bool beginsMonth = range.from.day() == 1;
    // A month that is not over yet ends tomorrow and is one all the same.
    const bool endsMonth = range.to.day() == 1 || range.to == tomorrow;
    if (beginsMonth && endsMonth && firstOfMonth(range.from) == firstOfMonth(range.last()))
        next = {range.from.addMonths(by), range.from.addMonths(by + 1)};
    else if (beginsMonth && endsMonth && range.from.month() == 1
             && range.from.year() == range.last().year())
        next = {range.from.addYears(by), range.from.addYears(by + 1)};
    next.to = std::min(next.to, tomorrow);
    return next.isValid() ? next : range;
}

DateRange yearBefore(const DateRange &range)
{
    return {range.from.addYears(-1), range.to.addYears(-1)};
}

DateRange periodBefore(const DateRange &range)
{
    if (range.from.day() == 1 && range.to.day() == 1) {
        const int months =
            (range.to.year() - range.from.year()) * 12 + range.to.month() - range.from.month();
        return {range.from.addMonths(-months), range.from};
    }
    return {range.from.addDays(-range.days()), range.from};
}

QString rangeText(const DateRange &range, const QLocale &locale)
{
    const QDate last = range.last();
    if (range.from == last)
        return locale.toString(last, u"d MMM yyyy"_s);
    if (range.from.year() != last.year())
        return locale.toString(range.from, u"d MMM yyyy"_s) + u" – "_s
               + locale.toString(last, u"d MMM yyyy"_s);
    const bool isOneMonth = range.from.month() == last.month();
    return locale.toString(range.from, isOneMonth ? u"d"_s : u"d MMM"_s) + u" – "_s
           + locale.toString(last, u"d MMM yyyy"_s);
}

RangePicker::RangePicker(const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_today(QDate::currentDate()),
      m_before(button({}, objectName + u"Before"_s)),
      m_button(button({}, objectName + u"Button"_s)),
      m_after(button({}, objectName + u"After"_s)),
      m_menu(new QMenu(this)),
      m_custom(new QFrame(this, Qt::Popup))
{
    setObjectName(objectName);
    for (QPushButton *arrow : {m_before, m_after})
        arrow->setProperty("role", u"arrow"_s);
    m_before->setText(u"‹"_s);
    m_before->setAccessibleName(tr("Earlier"));
    m_before->setToolTip(tr("Earlier"));
    m_after->setText(u"›"_s);
    m_after->setAccessibleName(tr("Later"));
    m_after->setToolTip(tr("Later"));
    m_button->setMinimumWidth(176);
    makeMenu();
    makeCustom();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(m_before);
    layout->addWidget(m_button);
    layout->addWidget(m_after);
    connect(m_before, &QPushButton::clicked, this, [this] { choose(moved(m_range, -1, m_today)); });
    connect(m_after, &QPushButton::clicked, this, [this] { choose(moved(m_range, 1, m_today)); });
    setRange(rangeOf(RangePreset::ThisMonth, m_today));
    m_preset = RangePreset::ThisMonth;
}

void RangePicker::makeMenu()
{
    m_menu->setObjectName(objectName() + u"Menu"_s);
    const std::pair<RangePreset, QString> presets[] = {
        {RangePreset::Last7Days, tr("Last 7 days")}, {RangePreset::ThisMonth, tr("This month")},
        {RangePreset::LastMonth, tr("Last month")},  {RangePreset::Last30Days, tr("Last 30 days")},
        {RangePreset::ThisYear, tr("This year")},    {RangePreset::LastYear, tr("Last year")}};
    for (const auto &[preset, text] : presets) {
        QAction *action = m_menu->addAction(text);
        action->setObjectName(u"preset%1"_s.arg(static_cast<int>(preset)));
        connect(action, &QAction::triggered, this, [this, chosenPreset = preset] {
            choose(rangeOf(chosenPreset, m_today), chosenPreset);
        });
    }
    m_menu->addSeparator();
    QAction *custom = m_menu->addAction(tr("From … to …"));
    custom->setObjectName(u"presetCustom"_s);
    connect(custom, &QAction::triggered, this, &RangePicker::openCustom);
    m_button->setMenu(m_menu);
}

void RangePicker::makeCustom()
{
    m_custom->setObjectName(objectName() + u"Custom"_s);
    m_custom->setProperty("role", u"card"_s);
    m_from = dateEdit(tr("From"), objectName() + u"From"_s);
    m_to = dateEdit(tr("To, included"), objectName() + u"To"_s);
    auto *show = button(tr("Show"), objectName() + u"Show"_s, u"primary"_s);
    auto *grid = new QGridLayout(m_custom);
    grid->setContentsMargins(14, 12, 14, 12);
    grid->setSpacing(8);
    grid->addWidget(label(tr("From"), u"muted"_s), 0, 0);
    grid->addWidget(m_from, 0, 1);
    grid->addWidget(label(tr("To, included"), u"muted"_s), 1, 0);
    grid->addWidget(m_to, 1, 1);
    grid->addWidget(show, 2, 1, Qt::AlignRight);
    connect(m_from, &QDateEdit::dateChanged, m_to, &QDateEdit::setMinimumDate);
    connect(show, &QPushButton::clicked, this, [this] {
        m_custom->hide();
        choose({m_from->date(), m_to->date().addDays(1)});
    });
}

void RangePicker::openCustom()
{
    for (QDateEdit *edit : {m_from, m_to})
        edit->setMaximumDate(m_today);
    m_from->setDate(m_range.from);
    m_to->setMinimumDate(m_range.from);
    m_to->setDate(m_range.last());
    m_custom->adjustSize();
    const QPoint below = mapToGlobal(QPoint(width() - m_custom->width(), height() + 4));
    m_custom->move(below);
    m_custom->show();
    m_from->setFocus();
}

void RangePicker::setToday(const QDate &today)
{
    const bool follows = m_preset && reachesToday();
    m_today = today;
    if (follows)
        m_range = rangeOf(*m_preset, m_today);
    showRange();
}

void RangePicker::setRange(const DateRange &range)
{
    m_range = range;
    m_preset.reset();
    showRange();
}

void RangePicker::showRange()
{
    const QString text = rangeText(m_range, QLocale());
    m_button->setText(text);
    m_button->setAccessibleName(tr("Range: %1").arg(text));
    m_after->setEnabled(m_range.last() < m_today);
}

void RangePicker::choose(const DateRange &range, std::optional<RangePreset> preset)
{
    if (!range.isValid())
        return;
    const bool isOther = range != m_range;
    setRange(range);
    m_preset = preset;
    if (isOther)
        Q_EMIT chosen(range);
}

} // namespace datakubo::ui
