#pragma once
#include <QTableView>

namespace datakubo::ui {

// A table as every page shows it: whole rows, no grid, thin lines, sorted by the model. Return and
// double click activate a row; Tab leaves the table.
class Table : public QTableView
{
    Q_OBJECT

public:
    Table(const QString &accessibleName, const QString &objectName, QWidget *parent = nullptr);

    // Sets the model and, for each column, its width; 0 takes a share of what is left.
    void display(QAbstractItemModel &model, const std::vector<int> &widths);
    void setAllRowsVisible(); // as tall as its rows, for short lists in a panel that scrolls

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    bool m_allRows = false;
};

} // namespace datakubo::ui
