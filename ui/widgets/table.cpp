#include "ui/widgets/table.h"

#include "ui/widgets/celldelegate.h"

#include <QHeaderView>

#include <algorithm>

namespace datakubo::ui {

namespace {
constexpr int rowPixels = 34;
constexpr int headerPixels = 32;
constexpr double designDigitPixels = 7.5;
} // namespace

Table::Table(const QString &accessibleName, const QString &objectName, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(rowPixels);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setFixedHeight(headerPixels);
}

void Table::display(QAbstractItemModel &model, const std::vector<int> &widths)
{
    setModel(&model);
    // The widths are drawn for the design's font; a wider one of the system needs more.
    const double wider = std::max(1.0, fontMetrics().horizontalAdvance(u'0') / designDigitPixels);
    for (size_t column = 0; column < widths.size(); ++column) {
        const int section = static_cast<int>(column);
        if (widths[column] == 0) {
            horizontalHeader()->setSectionResizeMode(section, QHeaderView::Stretch);
        } else {
            horizontalHeader()->setSectionResizeMode(section, QHeaderView::Interactive);
            setColumnWidth(section, static_cast<int>(widths[column] * wider));
        }
    }
}

void Table::setAllRowsVisible()
{
    m_allRows = true;
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto resized = [this] { updateGeometry(); };
    connect(model(), &QAbstractItemModel::modelReset, this, resized);
    connect(model(), &QAbstractItemModel::rowsInserted, this, resized);
    connect(model(), &QAbstractItemModel::rowsRemoved, this, resized);
    updateGeometry();
}

QSize Table::sizeHint() const
{
    if (!m_allRows || !model())
        return QTableView::sizeHint();
    return {400, headerPixels + model()->rowCount() * rowPixels + 2};
}

QSize Table::minimumSizeHint() const
{
    return m_allRows ? QSize(200, sizeHint().height()) : QTableView::minimumSizeHint();
}

} // namespace datakubo::ui
