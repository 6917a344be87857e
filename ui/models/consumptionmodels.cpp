#include "ui/models/consumptionmodels.h"

#include "ui/charts/chartwords.h"
#include "ui/client/apiclient.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/chip.h"

#include <QFont>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr int askedAtOnce = 4;

QString orNone(const QString &text)
{
    return text.isEmpty() ? Format::none() : text;
}

// After these the closing minus the opening register is not what was used.
bool isBreak(RegisterMarkKind kind)
{
    return kind == RegisterMarkKind::Swap || kind == RegisterMarkKind::RollOver
           || kind == RegisterMarkKind::Restart || kind == RegisterMarkKind::Dropped;
}

class Words
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Registers)

public:
    static QString grey() { return tr("Grey: not read at that moment, but worked out"); }
    static QString interpolated()
    {
        return tr("Not read at that moment, but worked out between two readings, as if the water "
                  "had run evenly");
    }
};

} // namespace

ConsumptionModel::ConsumptionModel(const Format &format, QObject *parent)
    : RowsModel({{tr("From")},
                 {tr("To")},
                 {tr("Opening"), Qt::AlignRight, Words::grey()},
                 {tr("Closing"), Qt::AlignRight, Words::grey()},
                 {tr("Consumption"), Qt::AlignRight},
                 {tr("Quality")}},
                parent),
      m_format(format)
{
}

QString ConsumptionModel::momentText(Timestamp at) const
{
    const QDateTime local = m_format.local(at);
    const QLocale locale;
    switch (m_interval) {
    case Interval::Hour: return locale.toString(local, u"ddd d MMM yyyy HH:mm"_s);
    case Interval::Day: return locale.toString(local, u"ddd d MMM yyyy"_s);
    case Interval::Month: break;
    }
    return locale.toString(local, u"d MMM yyyy"_s);
}

QVariant ConsumptionModel::cell(const ConsumptionItem &item, int, int column, int role) const
{
    const auto volume = [this](const std::optional<Volume> &value) {
        return value ? m_format.volume(*value) : Format::none();
    };
    const bool isRunning = Format::isRunning(item.quality, item.to);
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case From: return momentText(item.from);
        // Of whole days the last one is named, not the midnight after it.
        case To: return momentText(m_interval == Interval::Hour ? item.to : item.to - 1);
        case Opening: return volume(item.opening);
        case Closing: return volume(item.closing);
        case Consumption: return m_format.volume(item.consumption);
        case QualityColumn: return isRunning ? tr("So far") : wordFor(item.quality);
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == QualityColumn && isRunning)
            return tr("It is not over yet");
        if ((column == Opening && item.openingIsInterpolated)
            || (column == Closing && item.closingIsInterpolated))
            return Words::interpolated();
        return column == QualityColumn ? QVariant(sentenceFor(item.quality)) : QVariant();
    case UnitRole:
        return column == Consumption || (column == Opening && item.opening)
                       || (column == Closing && item.closing)
                   ? QVariant(u"m³"_s)
                   : QVariant();
    case ToneRole:
        return column == QualityColumn ? QVariant(int(toneOf(item.quality))) : QVariant();
    case MutedRole:
        return (column == Opening && item.openingIsInterpolated)
               || (column == Closing && item.closingIsInterpolated);
    default: return {};
    }
}

MeterVolumesModel::MeterVolumesModel(ApiClient &client, const Format &format, QObject *parent)
    : RowsModel({{tr("Unit")},
                 {tr("Meter")},
                 {tr("Resident")},
                 {tr("Opening"), Qt::AlignRight, Words::grey()},
                 {tr("Closing"), Qt::AlignRight, Words::grey()},
                 {tr("Consumption"), Qt::AlignRight},
                 {tr("Note")}},
                parent),
      m_client(client),
      m_format(format)
{
}

void MeterVolumesModel::clear()
{
    ++m_life;
    m_total = 0;
    setRows({});
}

void MeterVolumesModel::load(const DeviceQuery &meters, const QString &from, const QString &to)
{
    const int life = ++m_life;
    std::map<DevEui, MeterVolume> known;
    for (const MeterVolume &meter : rows()) {
        if (m_from == from && m_to == to && meter.state == MeterVolume::State::Known)
            known.insert({meter.device.eui, meter});
    }
    m_from = from;
    m_to = to;
    m_next = 0;
    DeviceQuery query = meters;
    query.limit = metersAtMost;
    m_client.devices(query, this, [this, life, known](Result<contract::Page<Device>> page) {
        if (life != m_life)
            return;
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        std::vector<MeterVolume> rows;
        for (Device &device : page->items) {
            const auto before = known.find(device.eui);
            MeterVolume meter = before == known.end() ? MeterVolume() : before->second;
            meter.device = std::move(device);
            rows.push_back(std::move(meter));
        }
        m_total = page->pagination.total;
        setRows(std::move(rows));
        Q_EMIT loaded();
        for (int i = 0; i < askedAtOnce; ++i)
            askNext();
    });
}

void MeterVolumesModel::askNext()
{
    if (m_next >= rowCount())
        return;
    const int asked = m_next++;
    const Device &device = row(asked).device;
    // One interval for all of it: only the ends and the total are shown.
    const ConsumptionQuery query{
        {ConsumptionSubject::Kind::Device, device.eui.toString(), device.name},
        m_from,
        m_to,
        Interval::Month};
    m_client.consumption(query, this,
                         [this, asked, life = m_life](const Result<ConsumptionReport> &report) {
                             if (life != m_life)
                                 return;
                             take(asked, report);
                             askNext();
                         });
}

void MeterVolumesModel::take(int number, const Result<ConsumptionReport> &report)
{
    MeterVolume meter = row(number);
    meter.state = report ? MeterVolume::State::Known : MeterVolume::State::Failed;
    if (report) {
        meter.consumption = report->series.total;
        meter.breaks = report->marks;
        std::erase_if(meter.breaks, [](const RegisterMark &mark) { return !isBreak(mark.kind); });
        const auto &items = report->series.items;
        if (!items.empty()) {
            meter.opening = items.front().opening;
            meter.closing = items.back().closing;
            meter.openingIsInterpolated = items.front().openingIsInterpolated;
            meter.closingIsInterpolated = items.back().closingIsInterpolated;
        }
    }
    setRow(number, std::move(meter));
}

QString MeterVolumesModel::breaksText(const MeterVolume &meter) const
{
    QStringList lines{tr("The consumption is not the closing minus the opening:")};
    for (const RegisterMark &mark : meter.breaks)
        lines << m_format.dateTime(mark.at) + u": "_s + markText(mark, m_format);
    return lines.join(u'\n');
}

QVariant MeterVolumesModel::cell(const MeterVolume &meter, int, int column, int role) const
{
    const bool isKnown = meter.state == MeterVolume::State::Known;
    const bool isInterpolated = (column == Opening && meter.openingIsInterpolated)
                                || (column == Closing && meter.closingIsInterpolated);
    const auto volume = [&](const std::optional<Volume> &value) {
        if (meter.state == MeterVolume::State::Asked)
            return u"…"_s;
        return isKnown && value ? m_format.volume(*value) : Format::none();
    };
    const bool hasSwap =
        std::any_of(meter.breaks.begin(), meter.breaks.end(),
                    [](const RegisterMark &mark) { return mark.kind == RegisterMarkKind::Swap; });
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Unit: return orNone(meter.device.endUserUnit);
        case Meter: return meter.device.name;
        case ResidentName:
            return meter.device.endUser ? meter.device.endUser->name : Format::none();
        case Opening: return volume(meter.opening);
        case Closing: return volume(meter.closing);
        case Consumption: return volume(meter.consumption);
        case Note:
            return meter.breaks.empty() ? QString() : hasSwap ? tr("Swapped") : tr("Went back");
        default: return {};
        }
    case Qt::ToolTipRole:
        if (meter.state == MeterVolume::State::Failed)
            return tr("This could not be loaded");
        if (column >= Opening && !meter.breaks.empty())
            return breaksText(meter);
        return isInterpolated ? QVariant(Words::interpolated()) : QVariant();
    case ToneRole:
        return column == Note && !meter.breaks.empty() ? QVariant(int(Tone::Accent)) : QVariant();
    case UnitRole:
        return isKnown
                       && (column == Consumption || (column == Opening && meter.opening)
                           || (column == Closing && meter.closing))
                   ? QVariant(u"m³"_s)
                   : QVariant();
    case Qt::FontRole: {
        if (column != Consumption)
            return {};
        QFont bold;
        bold.setWeight(QFont::DemiBold);
        return bold;
    }
    case MutedRole: return isInterpolated;
    default: return {};
    }
}

} // namespace datakubo::ui
