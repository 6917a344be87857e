#pragma once
#include "backend/domain/consumptionreport.h"
#include "backend/domain/device.h"
#include "backend/domain/result.h"
#include "ui/client/consumptionqueries.h"
#include "ui/client/queries.h"
#include "ui/models/rowsmodel.h"

namespace datakubo::ui {

class ApiClient;
class Format;

// The intervals of a series, oldest first.
class ConsumptionModel : public RowsModel<ConsumptionItem>
{
    Q_OBJECT

public:
    enum Column { From, To, Opening, Closing, Consumption, QualityColumn };

    ConsumptionModel(const Format &format, QObject *parent = nullptr);

    void setInterval(Interval interval) { m_interval = interval; }

protected:
    QVariant cell(const ConsumptionItem &item, int row, int column, int role) const override;

private:
    QString momentText(Timestamp at) const;

    const Format &m_format;
    Interval m_interval = Interval::Day;
};

// A meter of a community or resident, and what it counted in a range once that is known.
struct MeterVolume {
    enum class State { Asked, Known, Failed };

    Device device;
    State state = State::Asked;
    std::optional<Volume> opening;
    std::optional<Volume> closing;
    bool openingIsInterpolated = false;
    bool closingIsInterpolated = false;
    Volume consumption;
    std::vector<RegisterMark> breaks; // where the register went on from another value
};

// Asks for the meters and then, a few at a time, for the volume of each.
class MeterVolumesModel : public RowsModel<MeterVolume>
{
    Q_OBJECT

public:
    enum Column { Unit, Meter, ResidentName, Opening, Closing, Consumption, Note };
    static constexpr int metersAtMost = 1000; // the contract's largest page

    MeterVolumesModel(ApiClient &client, const Format &format, QObject *parent = nullptr);

    // `from` and `to` as in ConsumptionQuery. What is known of the same range stays until it is
    // known anew.
    void load(const DeviceQuery &meters, const QString &from, const QString &to);
    void clear();
    qint64 total() const { return m_total; } // meters there are, also those not listed

Q_SIGNALS:
    void loaded();
    void failed(const datakubo::Error &error);

protected:
    QVariant cell(const MeterVolume &meter, int row, int column, int role) const override;

private:
    void askNext();
    void take(int row, const Result<ConsumptionReport> &report);
    QString breaksText(const MeterVolume &meter) const;

    ApiClient &m_client;
    const Format &m_format;
    QString m_from;
    QString m_to;
    qint64 m_total = 0;
    int m_next = 0;
    int m_life = 0; // late answers of an earlier load are dropped
};

} // namespace datakubo::ui
