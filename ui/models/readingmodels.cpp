#include "ui/models/readingmodels.h"

#include "ui/format.h"
#include "ui/theme/tokens.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

std::optional<Volume> addedBy(const std::vector<Reading> &newestFirst, int number,
                              const std::function<bool(const Reading &)> &counts)
{
    const auto reading = newestFirst.begin() + number;
    if (!counts(*reading))
        return std::nullopt;
    const auto older = std::find_if(reading + 1, newestFirst.end(), counts);
    return older == newestFirst.end() ? std::nullopt
                                      : std::optional(reading->volume - older->volume);
}

LastUplinksModel::LastUplinksModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Time")},
                 {tr("Device")},
                 {tr("Resident")},
                 {tr("Register"), Qt::AlignRight},
                 {tr("Since last"), Qt::AlignRight},
                 {tr("Battery"), Qt::AlignRight},
                 {tr("Signal"), Qt::AlignRight}},
                parent),
      m_format(format)
{
}

void LastUplinksModel::addEvents(const contract::Events &events)
{
    std::vector<LastUplink> come;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (const auto *reading = std::get_if<contract::ReadingEvent>(&event->content))
            come.push_back({reading->device, reading->reading, reading->sinceLast});
        if (come.size() == maximumRows)
            break;
    }
    if (come.empty())
        return;
    const int added = static_cast<int>(come.size());
    if (const int over = rowCount() + added - maximumRows; over > 0) {
        beginRemoveRows({}, rowCount() - over, rowCount() - 1);
        m_rows.resize(m_rows.size() - static_cast<size_t>(over));
        endRemoveRows();
    }
    beginInsertRows({}, 0, added - 1);
    m_rows.insert(m_rows.begin(), come.begin(), come.end());
    endInsertRows();
}

QVariant LastUplinksModel::cell(const LastUplink &uplink, int, int column, int role) const
{
    const Device &device = uplink.device;
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Time: return m_format.clock(uplink.reading.receivedAt);
        case DeviceName: return device.name;
        case ResidentName: return device.endUser ? device.endUser->name : Format::none();
        case Register: return m_format.volume(uplink.reading.volume);
        case SinceLast:
            return uplink.sinceLast ? m_format.volume(*uplink.sinceLast) : Format::none();
        case BatteryLevel: return m_format.battery(uplink.reading.battery);
        case SignalLevel: return m_format.signal(uplink.reading.signal);
        default: return {};
        }
    case Qt::ToolTipRole:
        return column == Time ? QVariant(m_format.dateTime(uplink.reading.receivedAt)) : QVariant();
    case UnitRole:
        return column == Register || (column == SinceLast && uplink.sinceLast) ? QVariant(u"m³"_s)
                                                                               : QVariant();
    case MutedRole: return column == Time || (column == ResidentName && !device.endUser);
    default: return {};
    }
}

ReadingsModel::ReadingsModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Time")}, {tr("Register"), Qt::AlignRight}, {tr("Added"), Qt::AlignRight}},
                parent),
      m_format(format)
{
}

QVariant ReadingsModel::cell(const Reading &reading, int row, int column, int role) const
{
    const auto counts = [](const Reading &one) { return !one.excluded; };
    const auto added = column == Added ? addedBy(rows(), row, counts) : std::nullopt;
    switch (role) {
    case Qt::DisplayRole:
        if (column == Time)
            return m_format.moment(reading.recordedAt, Format::now());
        if (column == Register)
            return m_format.volume(reading.volume);
        return added ? m_format.difference(*added) : Format::none();
    case Qt::ToolTipRole:
        if (column == Time)
            return m_format.dateTime(reading.recordedAt);
        return reading.note.isEmpty() ? QVariant() : QVariant(reading.note);
    case UnitRole: return column == Register || added ? QVariant(u"m³"_s) : QVariant();
    case MutedRole: return column != Register || reading.excluded;
    default: return {};
    }
}

} // namespace datakubo::ui
