#include "ui/widgets/segmentedcontrol.h"

#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

SegmentedControl::SegmentedControl(const QString &objectName, QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this))
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

void SegmentedControl::addSegment(const QString &text)
{
    const int index = static_cast<int>(m_group->buttons().size());
    auto *segment = button(text, objectName() + QString::number(index), u"segment"_s);
    segment->setCheckable(true);
    segment->setChecked(index == 0);
    // The chosen one is bolder, and nothing may move when it is.
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    segment->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(text) + 28);
    if (index > 0) {
        QAbstractButton *before = m_group->button(index - 1);
        before->setProperty("place", index == 1 ? u"first"_s : u"middle"_s);
        restyle(before);
    }
    segment->setProperty("place", u"last"_s);
    m_group->addButton(segment, index);
    layout()->addWidget(segment);
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton *segment = m_group->button(index))
        segment->setChecked(true);
}

} // namespace datakubo::ui
