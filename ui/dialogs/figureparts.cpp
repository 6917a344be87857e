#include "ui/dialogs/figureparts.h"

#include "ui/format.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QLabel>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

FigureParts::FigureParts(const Format &format, QWidget *parent)
    : QFrame(parent), m_format(format), m_parts(format), m_sum(label({}, u"heading"_s))
{
    setProperty("role", u"panel"_s);
    auto *table = new Table(tr("Meters"), u"readingsMeters"_s);
    table->display(m_parts, {0, 140, 140, 100, 100, 108});
    m_stack = new LoadStack(table, u"readingsMetersStack"_s);
    m_stack->empty().setContent(u"devices"_s, tr("No meter was read here"),
                                tr("Meters count from the day on which they are assigned."));
    connect(table, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(m_parts.row(index.row())); });
    connect(table, &QTableView::clicked, table, &QTableView::activated);
    connect(m_stack, &LoadStack::retryWanted, this, &FigureParts::retryWanted);
    m_sum->setObjectName(u"readingsSum"_s);
    m_sum->setAlignment(Qt::AlignRight);
    m_sum->setContentsMargins(12, 4, 18, 2);
    m_hint =
        label(tr("Principal meters are not in the sum. It goes by the registers at both ends; a "
                 "balance goes by each day's last readings and may differ a little."),
              u"small"_s);
    m_hint->setObjectName(u"readingsSumHint"_s);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(12, 0, 18, 2);
    m_sum->hide();
    m_hint->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_sum);
    layout->addWidget(m_hint);
}

void FigureParts::showLoading()
{
    m_stack->showLoading();
}

void FigureParts::showError(const Error &error)
{
    m_sum->hide();
    m_hint->hide();
    m_stack->showError(error);
}

void FigureParts::show(ConsumptionReport report)
{
    m_parts.setRows(std::move(report.parts).value_or(std::vector<ConsumptionPart>()));
    m_sum->setText(tr("Sum %1").arg(m_format.volumeWithUnit(report.series.total)));
    m_sum->setVisible(!parts().empty());
    m_hint->setVisible(std::any_of(parts().begin(), parts().end(),
                                   [](const ConsumptionPart &part) { return !part.isCounted; }));
    if (parts().empty())
        m_stack->showEmpty();
    else
        m_stack->showContent();
}

} // namespace datakubo::ui
