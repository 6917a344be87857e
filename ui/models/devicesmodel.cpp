#include "ui/models/devicesmodel.h"

#include "ui/format.h"
#include "ui/widgets/celldelegate.h"
#include "ui/widgets/chip.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

// The contract's sort keys; a column without one cannot be sorted.
QString sortKey(int column)
{
    switch (column) {
    case DevicesModel::Name: return u"device_name"_s;
    case DevicesModel::Eui: return u"dev_eui"_s;
    case DevicesModel::Status: return u"status"_s;
    case DevicesModel::LastSeen: return u"last_seen_at"_s;
    default: return {};
    }
}

} // namespace

DevicesModel::DevicesModel(ApiClient &client, const Format &format, QObject *parent)
    : QAbstractTableModel(parent), m_client(client), m_format(format)
{
    m_query.limit = pageSize;
    m_fetchSoon.setSingleShot(true);
    m_fetchSoon.setInterval(0);
    connect(&m_fetchSoon, &QTimer::timeout, this, &DevicesModel::fetchWanted);
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(500);
    connect(&m_refreshSoon, &QTimer::timeout, this, &DevicesModel::refresh);
    connect(&client, &ApiClient::eventsReceived, this, &DevicesModel::applyEvents);
}

void DevicesModel::setQuery(const DeviceQuery &query)
{
    DeviceQuery wanted = query;
    wanted.limit = pageSize;
    wanted.offset = 0;
    if (wanted == m_query && m_life > 0)
        return;
    m_query = wanted;
    beginLife();
}

void DevicesModel::refresh()
{
    beginLife();
}

void DevicesModel::retry()
{
    m_failed.clear();
    if (m_fresh)
        Q_EMIT dataChanged(index(0, 0), index(std::max(0, m_total - 1), ColumnCount - 1));
    else
        beginLife();
}

void DevicesModel::beginLife()
{
    ++m_life;
    m_fresh = false;
    m_wanted.clear();
    m_underway.clear();
    m_failed.clear();
    m_refreshSoon.stop();
    fetch(0);
}

bool DevicesModel::canSort(int column)
{
    return !sortKey(column).isEmpty();
}

bool DevicesModel::isComplete() const
{
    return m_fresh && static_cast<int>(m_cache.rowsHeld()) == m_total;
}

std::optional<Device> DevicesModel::device(int row) const
{
    if (row < 0 || row >= m_total)
        return std::nullopt;
    const Device *found = m_cache.row(row);
    return found ? std::optional(*found) : std::nullopt;
}

int DevicesModel::rowOf(DevEui eui) const
{
    int found = -1;
    m_cache.forEach([&found, eui](int row, const Device &device) {
        if (device.eui == eui)
            found = row;
    });
    return found;
}

int DevicesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_total;
}

int DevicesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DevicesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_total)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = index.column() == Register || index.column() == LastSeen;
        return QVariant(int(right ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (const Device *device = m_cache.row(index.row()))
        return cell(*device, index.column(), role);
    want(index.row());
    if (role == Qt::DisplayRole)
        return index.column() == Name ? u"…"_s : QString();
    if (role == MutedRole)
        return true;
    return {};
}

QVariant DevicesModel::cell(const Device &device, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Name: return device.name;
        case Eui: return device.eui.toString();
        case ResidentName: return device.endUser ? device.endUser->name : Format::none();
        case Status: return wordFor(device.status);
        case Register:
            return device.lastVolume ? m_format.volume(*device.lastVolume) : Format::none();
        case LastSeen:
            return device.lastSeenAt ? m_format.ago(*device.lastSeenAt, Format::now())
                                     : Format::none();
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == LastSeen && device.lastSeenAt)
            return m_format.dateTime(*device.lastSeenAt);
        if (column == Name)
            return device.location.isEmpty() ? device.name : device.name + u'\n' + device.location;
        return {};
    case ToneRole: return column == Status ? QVariant(int(toneOf(device.status))) : QVariant();
    case UnitRole: return column == Register && device.lastVolume ? QVariant(u"m³"_s) : QVariant();
    case MutedRole: return column == LastSeen || (column == ResidentName && !device.endUser);
    case MonospaceRole: return column == Eui;
    default: return {};
    }
}

QVariant DevicesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section == Register || section == LastSeen;
        return QVariant(int((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Eui: return tr("EUI");
    case ResidentName: return tr("Resident");
    case Status: return tr("Status");
    case Register: return tr("Register");
    case LastSeen: return tr("Last seen");
    default: return {};
    }
}

void DevicesModel::sort(int column, Qt::SortOrder order)
{
    QString key = sortKey(column);
    if (key.isEmpty())
        return;
    if (order == Qt::DescendingOrder)
        key.prepend(u'-');
    DeviceQuery sorted = m_query;
    sorted.sort = key;
    if (m_life == 0)
        m_query = sorted; // before the first load there is nothing to ask for again
    else
        setQuery(sorted);
}

// Called while painting: the pages touched in one turn of the event loop are asked for after it.
void DevicesModel::want(int row) const
{
    const int page = m_cache.pageOf(row);
    if (m_underway.contains(page) || m_failed.contains(page))
        return;
    m_wanted.insert(page);
    m_fetchSoon.start();
}

void DevicesModel::fetchWanted()
{
    const std::set<int> pages = std::exchange(m_wanted, {});
    for (const int page : pages) {
        if (!m_underway.contains(page) && !m_cache.contains(page * pageSize))
            fetch(page);
    }
}

void DevicesModel::fetch(int page)
{
    m_underway.insert(page);
    DeviceQuery query = m_query;
    query.offset = qint64(page) * pageSize;
    m_client.devices(query, this,
                     [this, page, life = m_life](Result<contract::Page<Device>> answer) {
                         if (life != m_life)
                             return;
                         m_underway.erase(page);
                         if (answer) {
                             take(page, std::move(*answer));
                         } else {
                             m_failed.insert(page);
                             Q_EMIT failed(answer.error());
                         }
                     });
}

void DevicesModel::take(int page, contract::Page<Device> answer)
{
    const int total = static_cast<int>(std::min<qint64>(answer.pagination.total, 10'000'000));
    if (!m_fresh) {
        // The first page of a life replaces everything at once.
        m_fresh = true;
        m_cache.clear();
    }
    m_cache.insert(page, std::move(answer.items));
    setTotal(total);
    if (m_total > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_total - 1, ColumnCount - 1));
    if (page == 0)
        Q_EMIT loaded(m_total);
}

void DevicesModel::setTotal(int total)
{
    if (total > m_total) {
        beginInsertRows({}, m_total, total - 1);
        m_total = total;
        endInsertRows();
    } else if (total < m_total) {
        beginRemoveRows({}, total, m_total - 1);
        m_total = total;
        endRemoveRows();
    }
}

void DevicesModel::applyEvents(const contract::Events &events)
{
    std::unordered_map<DevEui, const Device *> changed;
    for (const contract::Event &event : events) {
        if (const auto *reading = std::get_if<contract::ReadingEvent>(&event.content))
            changed[reading->device.eui] = &reading->device;
        else if (const auto *edited = std::get_if<contract::DeviceEvent>(&event.content))
            changed[edited->device.eui] = &edited->device;
    }
    if (changed.empty() || m_life == 0)
        return;
    std::vector<int> rows;
    m_cache.forEach([&](int row, Device &device) {
        if (const auto found = changed.find(device.eui); found != changed.end()) {
            device = *found->second;
            rows.push_back(row);
            changed.erase(found);
        }
    });
    for (const int row : rows)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    // With every row in memory, one that is not there is new or now matches the filter.
    if (!changed.empty() && isComplete() && !m_refreshSoon.isActive())
        m_refreshSoon.start();
}

} // namespace datakubo::ui
