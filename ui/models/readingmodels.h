#pragma once
#include "backend/contract/codecs.h"
#include "backend/contract/event.h"
#include "ui/models/rowsmodel.h"

#include <functional>
#include <optional>

namespace datakubo::ui {

class Format;

// What the register rose by since the reading before; empty where one of the two does not count.
std::optional<Volume> addedBy(const std::vector<Reading> &newestFirst, int number,
                              const std::function<bool(const Reading &)> &counts);

// The newest uplinks of all devices, ticking in at the top.
class LastUplinksModel : public RowsModel<LastUplink>
{
    Q_OBJECT

public:
    enum Column { Time, DeviceName, ResidentName, Register, SinceLast, BatteryLevel, SignalLevel };
    static constexpr int maximumRows = 10;

    LastUplinksModel(const Format &format, QObject *parent = nullptr);

    void addEvents(const contract::Events &events);

protected:
    QVariant cell(const LastUplink &uplink, int row, int column, int role) const override;

private:
    const Format &m_format;
};

// The newest readings of one device, each with what it added to the one before.
class ReadingsModel : public RowsModel<Reading>
{
    Q_OBJECT

public:
    enum Column { Time, Register, Added };

    ReadingsModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const Reading &reading, int row, int column, int role) const override;

private:
    const Format &m_format;
};

} // namespace datakubo::ui
