#pragma once
#include "ui/charts/chartpainter.h"

#include <QStringList>

// What a chart says in words: beside the value cursor, to a screen reader, above an exported file.
namespace datakubo::ui {

class Format;

struct ValueText {
    QString title;
    QStringList lines;

    QString asSentence() const;
};

// Of one bar, with what is odd in it.
ValueText valueText(const ChartFrame &frame, size_t bar, const Format &format);

QString spanText(const ChartBar &bar, Interval interval, const ChartFrame &frame);
QString perInterval(Interval interval); // "m³ per day"
QString qualityText(const ChartBar &bar, Interval interval, const Format &format);
QString markText(const RegisterMark &mark, const Format &format);

} // namespace datakubo::ui
