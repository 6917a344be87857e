#pragma once
#include "backend/domain/reading.h"

#include <QWidget>

#include <vector>

namespace datakubo::ui {

class Format;

// What each of the newest readings added to the one before, as small bars, oldest at the left.
class ReadingBars : public QWidget
{
    Q_OBJECT

public:
    ReadingBars(const Format &format, QWidget *parent = nullptr);

    void setReadings(const std::vector<Reading> &newestFirst);
    QSize sizeHint() const override { return {200, 96}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Bar
    {
        Volume added;
        Timestamp time;
    };

    const Format &m_format;
    std::vector<Bar> m_bars;
};

} // namespace datakubo::ui
