#pragma once
#include "ui/charts/chartcontent.h"

#include <QByteArray>
#include <QLocale>
#include <QString>

namespace datakubo::ui {

// A chart as a file: what is written above it and what is in it.
struct ChartExport {
    ChartContent content;
    QString subject; // "Parkstr. 12"
    QString range;   // "1 – 24 Nov 2026"
    QTimeZone zone = QTimeZone::utc();
    QLocale locale;
    bool withRegister = false;
};

enum class ChartFile { Png, Svg, Pdf, Csv };

// Always on white, whatever the theme of the window. Empty when it was written, else why not.
QString saveChart(const ChartExport &chart, ChartFile kind, const QString &path);

// One line for each bar, volumes exact and with a point. Texts that a spreadsheet would run as a
// formula are made harmless.
QByteArray csvOf(const ChartExport &chart);

} // namespace datakubo::ui
