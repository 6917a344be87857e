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
        m_widths.push_back(widths[column] > 0 ? static_cast<int>(widths[column] * wider)
                                              : widths[column]);
        if (widths[column] == 0) {
            horizontalHeader()->setSectionResizeMode(section, QHeaderView::Stretch);
        } else if (widths[column] == fitted) {
            horizontalHeader()->setSectionResizeMode(section, QHeaderView::Fixed);
        } else {
            horizontalHeader()->setSectionResizeMode(section, QHeaderView::Interactive);
            setColumnWidth(section, m_widths.back());
        }
    }
    if (std::ranges::count(widths, fitted) == 0)
        return;
    const auto changed = [this] {
        fitFigures();
        giveWay();
    };
    changed();
    connect(&model, &QAbstractItemModel::dataChanged, this, changed);
    connect(&model, &QAbstractItemModel::rowsInserted, this, changed);
    connect(&model, &QAbstractItemModel::modelReset, this, changed);
}

void Table::fitFigures()
{
    for (int column = 0; column < static_cast<int>(m_widths.size()); ++column) {
        if (m_widths[static_cast<size_t>(column)] == fitted)
            setColumnWidth(column, wantedWidth(column));
    }
}

void Table::setGivingWay(std::vector<int> columns, int leastShare)
{
    m_givingWay = std::move(columns);
    m_leastShare = leastShare;
    giveWay();
}

int Table::wantedWidth(int column) const
{
    const int width = m_widths[static_cast<size_t>(column)];
    return width == fitted
               ? std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column))
               : width;
}

void Table::giveWay()
{
    if (m_givingWay.empty())
        return;
    int left = viewport()->width();
    int shares = 0;
    for (int column = 0; column < static_cast<int>(m_widths.size()); ++column) {
        left -= wantedWidth(column);
        shares += m_widths[static_cast<size_t>(column)] == 0;
    }
    for (const int column : m_givingWay) {
        const bool isTight = shares > 0 && left < shares * m_leastShare;
        if (isColumnHidden(column) != isTight)
            setColumnHidden(column, isTight);
        if (!isTight)
            continue;
        left += wantedWidth(column);
        shares -= m_widths[static_cast<size_t>(column)] == 0;
    }
}

void Table::resizeEvent(QResizeEvent *event)
{
    giveWay();
    QTableView::resizeEvent(event);
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
