#pragma once
#include "backend/domain/consumptionpart.h"

#include <QFrame>

#include <array>

class QLabel;

namespace datakubo::ui {

class Format;

// How the figure of one meter comes about, for somebody with a calculator: opening, closing, and
// what of them was counted.
class FigureOrigin : public QFrame
{
    Q_OBJECT

public:
    explicit FigureOrigin(const Format &format, QWidget *parent = nullptr);

    void show(const ConsumptionPart &part);

private:
    struct Row {
        QLabel *value;
        QLabel *how;
    };

    void showEnd(const Row &row, const PartEnd &end);
    QString differenceText(const ConsumptionPart &part) const;
    QString stepsText(const ConsumptionPart &part) const;
    QString volumeText(std::optional<Volume> volume) const;

    const Format &m_format;
    bool m_isExact = false;      // not all of it is whole litres: rounded, it would not add up
    std::array<Row, 3> m_rows{}; // closing, opening, consumption
};

} // namespace datakubo::ui
