#pragma once
#include "backend/domain/timestamp.h"

#include <QDateTimeEdit>

namespace datakubo::ui {

class Format;

// A moment of the past on the organization's clock, with a calendar to choose the day.
class MomentField : public QDateTimeEdit
{
    Q_OBJECT

public:
    explicit MomentField(const Format &format, QWidget *parent = nullptr);

    Timestamp moment() const;
    void setMoment(Timestamp moment);

private:
    const Format &m_format;
};

} // namespace datakubo::ui
