#pragma once
#include "backend/contract/message.h"
#include "ui/client/apiclient.h"
#include "ui/models/rowcache.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <set>

namespace datakubo::ui {

class Format;

// Every device that matches the query, of which only some pages are in memory: a row that is
// touched and not here is asked for and shows "…" until it comes. Sorting and filtering are part
// of the query. Each query is a life of its own: answers of an earlier life are dropped.
class DevicesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Eui, ResidentName, Status, Register, LastSeen, ColumnCount };

    static constexpr int pageSize = 200;
    static constexpr int maximumPages = 50;

    DevicesModel(ApiClient &client, const Format &format, QObject *parent = nullptr);

    const DeviceQuery &query() const { return m_query; }
    static bool canSort(int column);
    // The rows are those of the newest query, not those of the one before.
    bool isFresh() const { return m_fresh; }
    // A device that is not in a complete list is nowhere in it.
    bool isComplete() const;
    void setQuery(const DeviceQuery &query); // limit and offset are the model's own
    void refresh();                          // keeps what is shown until the answer comes
    void retry();

    std::optional<Device> device(int row) const; // empty while not loaded
    int rowOf(DevEui eui) const;                 // -1 when not among what is loaded
    size_t rowsHeld() const { return m_cache.rowsHeld(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void loaded(int total); // the first page of a life has come
    void failed(const datakubo::Error &error);

private:
    void beginLife();
    void want(int row) const;
    void fetchWanted();
    void fetch(int page);
    void take(int page, contract::Page<Device> answer);
    void setTotal(int total);
    void applyEvents(const contract::Events &events);
    QVariant cell(const Device &device, int column, int role) const;

    ApiClient &m_client;
    const Format &m_format;
    DeviceQuery m_query;
    int m_total = 0;
    int m_life = 0;
    bool m_fresh = false; // the first page of this life has come
    mutable RowCache<Device> m_cache{pageSize, maximumPages};
    mutable std::set<int> m_wanted;
    mutable QTimer m_fetchSoon;
    QTimer m_refreshSoon;
    std::set<int> m_underway;
    std::set<int> m_failed; // not asked for again until retry()
};

} // namespace datakubo::ui
