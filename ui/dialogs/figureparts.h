#pragma once
#include "backend/domain/consumptionreport.h"
#include "backend/domain/result.h"
#include "ui/models/figuremodels.h"

#include <QFrame>

class QLabel;

namespace datakubo::ui {

class Format;
class LoadStack;

// The meters behind a figure, with their sum.
class FigureParts : public QFrame
{
    Q_OBJECT

public:
    explicit FigureParts(const Format &format, QWidget *parent = nullptr);

    const std::vector<ConsumptionPart> &parts() const { return m_parts.rows(); }

    void showLoading();
    void showError(const Error &error);
    void show(ConsumptionReport report);

Q_SIGNALS:
    void chosen(const datakubo::ConsumptionPart &part);
    void retryWanted();

private:
    const Format &m_format;
    PartsModel m_parts;
    LoadStack *m_stack;
    QLabel *m_sum;
    QLabel *m_hint; // why it is not the sum of all
};

} // namespace datakubo::ui
