#pragma once
#include <QtGlobal>

#include <list>
#include <unordered_map>
#include <vector>

namespace datakubo::ui {

// Some pages of a long list, the least recently used thrown away beyond the bound. Plain value,
// no signals: the model says what it did.
template <typename T>
class RowCache
{
public:
    RowCache(int pageSize, int maximumPages) : m_pageSize(pageSize), m_maximumPages(maximumPages) {}

    int pageSize() const { return m_pageSize; }
    int pageOf(int row) const { return row / m_pageSize; }
    bool contains(int row) const { return m_pages.contains(pageOf(row)); }
    size_t rowsHeld() const
    {
        size_t rows = 0;
        for (const auto &[number, page] : m_pages)
            rows += page.rows.size();
        return rows;
    }

    // The row, which makes its page the most recently used; null when it is not here.
    const T *row(int row)
    {
        const auto found = m_pages.find(pageOf(row));
        if (found == m_pages.end())
            return nullptr;
        m_order.splice(m_order.begin(), m_order, found->second.place);
        const auto within = static_cast<size_t>(row % m_pageSize);
        return within < found->second.rows.size() ? &found->second.rows[within] : nullptr;
    }

    void insert(int page, std::vector<T> rows)
    {
        remove(page);
        m_order.push_front(page);
        m_pages.emplace(page, Page{std::move(rows), m_order.begin()});
        while (m_order.size() > static_cast<size_t>(m_maximumPages))
            remove(m_order.back());
    }

    void remove(int page)
    {
        const auto found = m_pages.find(page);
        if (found == m_pages.end())
            return;
        m_order.erase(found->second.place);
        m_pages.erase(found);
    }

    void clear()
    {
        m_pages.clear();
        m_order.clear();
    }

    // visit(row number, T &) for all that is held, in no order.
    template <typename Visit>
    void forEach(Visit visit)
    {
        for (auto &[number, page] : m_pages) {
            int row = number * m_pageSize;
            for (T &value : page.rows)
                visit(row++, value);
        }
    }

private:
    struct Page
    {
        std::vector<T> rows;
        std::list<int>::iterator place;
    };

    int m_pageSize;
    int m_maximumPages;
    std::list<int> m_order; // most recently used first
    std::unordered_map<int, Page> m_pages;
};

} // namespace datakubo::ui
