#include "ui/widgets/momentfield.h"

#include "ui/format.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

MomentField::MomentField(const Format &format, QWidget *parent)
    : QDateTimeEdit(parent), m_format(format)
{
    setCalendarPopup(true);
    setDisplayFormat(u"d MMM yyyy  HH:mm"_s);
    setMoment(Format::now());
    setMaximumDateTime(dateTime());
}

// The widget knows only the computer's zone: it is given the organization's clock as if it were
// that, and read the same way.
void MomentField::setMoment(Timestamp moment)
{
    const QDateTime clock = m_format.local(moment);
    setDateTime(QDateTime(clock.date(), clock.time()));
}

Timestamp MomentField::moment() const
{
    return {QDateTime(date(), time(), m_format.timeZone()).toMSecsSinceEpoch()};
}

} // namespace datakubo::ui
