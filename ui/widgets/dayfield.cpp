#include "ui/widgets/dayfield.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDateEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

DayField::DayField(const QString &accessibleName, const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_known(new QCheckBox(tr("not known"))),
      m_day(new QDateEdit(QDate::currentDate()))
{
    m_known->setObjectName(objectName + u"Known"_s);
    m_known->setAccessibleName(tr("%1: known").arg(accessibleName));
    m_day->setObjectName(objectName + u"Day"_s);
    m_day->setAccessibleName(accessibleName);
    m_day->setCalendarPopup(true);
    m_day->setDisplayFormat(u"d MMM yyyy"_s);
    QSizePolicy kept = m_day->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // the tick stays where it is
    m_day->setSizePolicy(kept);
    m_day->hide();
    setFocusProxy(m_known);
    connect(m_known, &QCheckBox::toggled, this, [this](bool isKnown) {
        m_known->setText(isKnown ? QString() : tr("not known"));
        m_day->setVisible(isKnown);
    });

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_known);
    layout->addWidget(m_day, 1);
}

QDate DayField::day() const
{
    return m_known->isChecked() ? m_day->date() : QDate();
}

void DayField::setDay(const QDate &day)
{
    m_known->setChecked(day.isValid());
    if (day.isValid())
        m_day->setDate(day);
}

} // namespace datakubo::ui
