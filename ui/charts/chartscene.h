#pragma once
#include "ui/charts/chartpainter.h"

#include <QGraphicsScene>

QT_BEGIN_NAMESPACE
class QChart;
class QDateTimeAxis;
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace datakubo::ui {

// The chart itself, without what a person does with it: Qt Charts for axes, grid and lines, and an
// item of our own for all bars. Drawn on the screen and into exported files alike.
class ChartScene : public QGraphicsScene
{
    Q_OBJECT

public:
    explicit ChartScene(QObject *parent = nullptr);
    ~ChartScene() override;

    void setContent(ChartContent content, const QTimeZone &zone, const QLocale &locale);
    void setSize(QSizeF size);
    void setShown(TimeWindow shown);
    void setLook(const Tokens &tokens, const QFont &font);
    void setRegisterShown(bool shown);
    void setCurrent(std::optional<size_t> bar);

    const ChartFrame &frame() const { return m_frame; }
    const ChartContent &content() const { return m_frame.content; }
    bool isRegisterShown() const { return m_isRegisterShown; }
    // What the colours mean, of what there is to be seen.
    std::vector<LegendEntry> legend() const;

private:
    void layOut();
    void updateLines();
    void updateRegister();

    ChartFrame m_frame;
    QSizeF m_size{400, 240};
    bool m_isRegisterShown = false;
    QChart *m_chart;
    QDateTimeAxis *m_time;
    QValueAxis *m_volumes;
    QValueAxis *m_registers;
    QLineSeries *m_lastYear;
    std::vector<QLineSeries *> m_registerLines;
    std::vector<QGraphicsItem *> m_layers;
};

} // namespace datakubo::ui
