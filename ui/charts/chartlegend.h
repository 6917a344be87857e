#pragma once
#include "ui/charts/chartpainter.h"

#include <QWidget>

namespace datakubo::ui {

// What the colours of a chart mean, in a row.
class ChartLegend : public QWidget
{
    Q_OBJECT

public:
    explicit ChartLegend(QWidget *parent = nullptr);

    void setEntries(std::vector<LegendEntry> entries);
    int rows() const; // at its present width

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<LegendEntry> m_entries;
};

} // namespace datakubo::ui
