#pragma once
#include "ui/charts/chartcontent.h"

#include <QLocale>
#include <QString>

namespace datakubo::ui {

// A chart as a picture: what is written above it and what is in it.
struct ChartExport {
    ChartContent content;
    QString subject; // "Parkstr. 12"
    QString range;   // "1 – 24 Nov 2026"
    QTimeZone zone = QTimeZone::utc();
    QLocale locale;
    bool withRegister = false;
};

enum class ChartFile { Png, Svg, Pdf };

// Always on white, whatever the theme of the window. Empty when it was written, else why not.
QString saveChart(const ChartExport &chart, ChartFile kind, const QString &path);
} // namespace datakubo::ui
