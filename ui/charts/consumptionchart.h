#pragma once
#include "ui/charts/chartcontent.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;

namespace datakubo::ui {

class ChartLegend;
class ChartScene;
class Format;

// Consumption over time, to look at and to work with: the wheel zooms, dragging pans, a double
// click shows all again; arrow keys move the value cursor, + and - zoom, Return opens the readings.
class ConsumptionChart : public QWidget
{
    Q_OBJECT

public:
    enum class Size { Full, Compact }; // compact: no legend, no buttons

    ConsumptionChart(const Format &format, const QString &objectName, Size size = Size::Full,
                     QWidget *parent = nullptr);
    ~ConsumptionChart() override;

    // What it is of, for a screen reader.
    void setContent(ChartContent content, const QString &name);
    void clear();

    const ChartContent &content() const;
    TimeWindow shown() const;
    std::optional<size_t> current() const; // the bar the value cursor is on
    QString valueSentence() const;         // what is said of it
    bool isRegisterShown() const;
    // Where a bar is, for tests and for who points at it.
    QPoint placeOf(size_t bar) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rangeChosen(datakubo::Timestamp from, datakubo::Timestamp to);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void makeHead();
    void dress();
    void updateLegend();
    void layOut();
    QRect area() const; // where the scene is drawn
    void showWindow(TimeWindow shown);
    void zoom(Timestamp fixed, double factor);
    void moveCursor(std::optional<size_t> bar);
    void step(int bars);
    void choose(std::optional<size_t> bar);
    void updateCard();
    Timestamp timeAt(QPointF position) const;

    const Format &m_format;
    Size m_size;
    std::unique_ptr<ChartScene> m_scene;
    QWidget *m_head = nullptr;
    int m_headPixels = 0;
    ChartLegend *m_legend = nullptr;
    QLabel *m_unit = nullptr;
    QPushButton *m_register = nullptr;
    QPushButton *m_all = nullptr;
    QWidget *m_card;
    QLabel *m_cardTitle;
    QLabel *m_cardLines;
    QTimer m_clickSoon; // a click waits for what may be a double click
    std::optional<size_t> m_clicked;
    std::optional<QPointF> m_pressed;
    TimeWindow m_shownWhenPressed;
    bool m_isDragged = false;
};

} // namespace datakubo::ui
