#pragma once
#include <QTableView>

#include <vector>

namespace datakubo::ui {

// A table as every page shows it: whole rows, no grid, thin lines, sorted by the model. Return and
// double click activate a row; Tab leaves the table.
class Table : public QTableView
{
    Q_OBJECT

public:
    Table(const QString &accessibleName, const QString &objectName, QWidget *parent = nullptr);

    // As wide as its widest value: figures are never cut. For short lists, it looks at every row.
    static constexpr int fitted = -1;

    // Sets the model and, for each column, its width; 0 takes a share of what is left.
    void display(QAbstractItemModel &model, const std::vector<int> &widths);
    // These are hidden, the first one first, while a column that shares what is left has less.
    void setGivingWay(std::vector<int> columns, int leastShare);
    void setAllRowsVisible(); // as tall as its rows, for short lists in a panel that scrolls

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitFigures();
    void giveWay();
    int wantedWidth(int column) const;

    std::vector<int> m_widths; // as shown: of the system's font
    std::vector<int> m_givingWay;
    int m_leastShare = 0;
    bool m_allRows = false;
};

} // namespace datakubo::ui
