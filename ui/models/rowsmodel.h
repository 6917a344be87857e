#pragma once
#include "ui/widgets/celldelegate.h"

#include <QAbstractTableModel>

#include <iterator>
#include <vector>

namespace datakubo::ui {

// A table over a vector that is replaced as a whole. What a cell shows is the subclass's business.
template <typename T>
class RowsModel : public QAbstractTableModel
{
public:
    struct Column {
        QString title;
        Qt::Alignment alignment = Qt::AlignLeft;
        QString hint{}; // the tool tip of its header
    };

    RowsModel(std::vector<Column> columns, QObject *parent)
        : QAbstractTableModel(parent), m_columns(std::move(columns))
    {
    }

    void setRows(std::vector<T> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    void addRows(std::vector<T> rows)
    {
        if (rows.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()),
                      std::make_move_iterator(rows.end()));
        endInsertRows();
    }

    void setRow(int number, T value)
    {
        m_rows[static_cast<size_t>(number)] = std::move(value);
        Q_EMIT dataChanged(index(number, 0), index(number, columnCount() - 1));
    }

    const std::vector<T> &rows() const { return m_rows; }
    const T &row(int number) const { return m_rows[static_cast<size_t>(number)]; }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || index.row() >= rowCount())
            return {};
        if (role == Qt::TextAlignmentRole)
            return int(m_columns[static_cast<size_t>(index.column())].alignment);
        return cell(row(index.row()), index.row(), index.column(), role);
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const Column &column = m_columns[static_cast<size_t>(section)];
        if (role == Qt::TextAlignmentRole)
            return int(column.alignment | Qt::AlignVCenter);
        if (role == Qt::ToolTipRole && !column.hint.isEmpty())
            return column.hint;
        return role == Qt::DisplayRole ? QVariant(column.title) : QVariant();
    }

protected:
    virtual QVariant cell(const T &value, int row, int column, int role) const = 0;

    std::vector<T> m_rows;

private:
    std::vector<Column> m_columns;
};

} // namespace datakubo::ui
