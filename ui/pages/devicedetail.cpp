#include "ui/pages/devicedetail.h"

#include "ui/charts/consumptionchart.h"
#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/handoverdialog.h"
#include "ui/dialogs/readingsdialog.h"
#include "ui/dialogs/swapdialog.h"
#include "ui/format.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/rangepicker.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {
constexpr int readingsShown = 30;
}

DeviceDetail::DeviceDetail(ApiClient &client, const Format &format, QWidget *parent)
    : QFrame(parent),
      m_client(client),
      m_format(format),
      m_readings(format),
      m_assignments(format),
      m_pages(new QStackedWidget)
{
    setObjectName(u"deviceDetail"_s);
    setProperty("role", u"panel"_s);
    setAccessibleName(tr("Details of the device"));
    auto *nothing = new EmptyState(u"noDevice"_s);
    nothing->setContent(u"devices"_s, tr("Choose a device to see its readings"));
    auto *content = new QWidget;
    content->setProperty("role", u"scrolled"_s);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    layout->addWidget(makeFacts());
    layout->addWidget(makeChart());
    layout->addWidget(makeTabs(), 1);
    m_pages->addWidget(nothing);
    // In a low window it is scrolled instead of squeezed.
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    m_pages->addWidget(area);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_pages);
    connect(&client, &ApiClient::eventsReceived, this, &DeviceDetail::applyEvents);
}

QWidget *DeviceDetail::makeHead()
{
    m_name = label({}, u"brand"_s);
    m_name->setObjectName(u"detailName"_s);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_eui = label({}, u"mono"_s);
    m_eui->setObjectName(u"detailEui"_s);
    m_eui->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_status = new Chip;
    m_status->setObjectName(u"detailStatus"_s);
    m_maintenance = button(tr("Maintenance"), u"toggleMaintenance"_s);
    connect(m_maintenance, &QPushButton::clicked, this, &DeviceDetail::toggleMaintenance);
    auto *assign = button(tr("Assign…"), u"detailAssign"_s);
    connect(assign, &QPushButton::clicked, this, [this] {
        if (m_device)
            Q_EMIT assignWanted(*m_device);
    });

    auto *more = button(tr("More"), u"detailMore"_s);
    auto *menu = new QMenu(more);
    QAction *replace = menu->addAction(tr("Replace meter…"));
    replace->setObjectName(u"detailReplace"_s);
    connect(replace, &QAction::triggered, this, &DeviceDetail::openSwap);
    QAction *handOver = menu->addAction(tr("Move out / in…"));
    handOver->setObjectName(u"detailHandOver"_s);
    connect(handOver, &QAction::triggered, this, &DeviceDetail::openHandover);
    m_principal = menu->addAction(tr("Is the principal meter"));
    m_principal->setObjectName(u"detailPrincipal"_s);
    m_principal->setCheckable(true);
    m_principal->setToolTip(tr("It measures what all flats of the building use together."));
    menu->setToolTipsVisible(true);
    connect(m_principal, &QAction::triggered, this, &DeviceDetail::setPrincipal);
    more->setMenu(menu);

    auto *head = new QWidget;
    auto *grid = new QGridLayout(head);
    grid->setContentsMargins({});
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_status, 0, 1, Qt::AlignRight);
    grid->addWidget(m_eui, 1, 0, 1, 2);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(assign);
    actions->addWidget(m_maintenance);
    actions->addWidget(more);
    actions->addStretch();
    grid->setRowMinimumHeight(2, 10);
    grid->addLayout(actions, 3, 0, 1, 2);
    return head;
}

QLabel *DeviceDetail::addFact(QGridLayout &grid, int row, int column, const QString &title,
                              const QString &objectName, Fact kind)
{
    auto *value = label({});
    value->setObjectName(objectName);
    value->setAccessibleDescription(title);
    // A name may be cut, a figure never.
    if (kind == Fact::Name)
        value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *cell = new QVBoxLayout;
    cell->setSpacing(1);
    cell->addWidget(label(title, u"small"_s));
    cell->addWidget(value);
    grid.addLayout(cell, row, column);
    return value;
}

QWidget *DeviceDetail::makeFacts()
{
    auto *facts = new QWidget;
    auto *grid = new QGridLayout(facts);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_resident = addFact(*grid, 0, 0, tr("Resident"), u"factResident"_s);
    m_unit = addFact(*grid, 0, 1, tr("Unit"), u"factUnit"_s);
    m_register = addFact(*grid, 1, 0, tr("Register"), u"factRegister"_s, Fact::Figure);
    m_lastSeen = addFact(*grid, 1, 1, tr("Last seen"), u"factLastSeen"_s, Fact::Figure);
    m_battery = addFact(*grid, 2, 0, tr("Battery"), u"factBattery"_s, Fact::Figure);
    m_signal = addFact(*grid, 2, 1, tr("Signal"), u"factSignal"_s, Fact::Figure);
    m_serial = addFact(*grid, 3, 0, tr("Serial number"), u"factSerial"_s);
    m_location = addFact(*grid, 3, 1, tr("Location"), u"factLocation"_s);
    return facts;
}

QWidget *DeviceDetail::makeChart()
{
    m_chart = new ConsumptionChart(m_format, u"detailChart"_s, ConsumptionChart::Size::Compact);
    connect(m_chart, &ConsumptionChart::rangeChosen, this, &DeviceDetail::openReadings);
    auto *open = button(tr("Open in Consumption"), u"openInConsumption"_s, u"link"_s);
    connect(open, &QPushButton::clicked, this, [this] {
        if (m_device)
            Q_EMIT consumptionWanted(*m_device);
    });
    auto *head = new QHBoxLayout;
    head->addWidget(label(tr("Daily m³, 30 days"), u"heading"_s), 1);
    head->addWidget(open);
    auto *made = new QWidget;
    auto *layout = new QVBoxLayout(made);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addLayout(head);
    m_chart->setFixedHeight(132);
    layout->addWidget(m_chart);
    return made;
}

QWidget *DeviceDetail::makeTabs()
{
    auto *readings = new Table(tr("Readings"), u"readingsTable"_s);
    readings->display(m_readings, {0, Table::fitted, Table::fitted});
    readings->horizontalHeader()->hide();
    auto *assignments = new Table(tr("Assignments"), u"assignmentsTable"_s);
    assignments->display(m_assignments, {0, 96, 96});
    m_readingStack = new LoadStack(readings, u"readingsStack"_s);
    m_readingStack->empty().setContent(u"signal"_s, tr("No reading yet"),
                                       tr("It appears when the meter next sends."));
    m_assignmentStack = new LoadStack(assignments, u"assignmentsStack"_s);
    m_assignmentStack->empty().setContent(u"resident"_s, tr("Never assigned"));
    connect(m_readingStack, &LoadStack::retryWanted, this, &DeviceDetail::loadReadings);
    connect(m_assignmentStack, &LoadStack::retryWanted, this, &DeviceDetail::loadAssignments);

    auto *stack = new QStackedWidget;
    stack->setMinimumHeight(104);
    stack->addWidget(m_readingStack);
    stack->addWidget(m_assignmentStack);
    auto *choice = new SegmentedControl(u"detailTab"_s);
    choice->addSegment(tr("Readings"));
    choice->addSegment(tr("Assignments"));
    connect(choice, &SegmentedControl::chosen, stack, &QStackedWidget::setCurrentIndex);

    auto *tabs = new QWidget;
    auto *layout = new QVBoxLayout(tabs);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addWidget(choice);
    layout->addWidget(stack, 1);
    return tabs;
}

void DeviceDetail::showNothing()
{
    m_device.reset();
    m_pages->setCurrentIndex(0);
}

void DeviceDetail::showDevice(const Device &device)
{
    const bool other = !m_device || m_device->eui != device.eui;
    m_device = device;
    if (other) {
        m_readings.setRows({});
        m_assignments.setRows({});
        m_chart->clear();
    }
    display();
    m_pages->setCurrentIndex(1);
    loadConsumption();
    loadReadings();
    loadAssignments();
}

void DeviceDetail::display()
{
    const Device &device = *m_device;
    const auto text = [](const QString &value) { return value.isEmpty() ? Format::none() : value; };
    m_name->setText(device.name);
    m_name->setToolTip(device.name);
    m_eui->setText(device.eui.toString());
    m_status->setStatus(device.status);
    m_resident->setText(device.endUser ? device.endUser->name : Format::none());
    QStringList place;
    if (!device.endUserUnit.isEmpty())
        place << device.endUserUnit;
    if (device.customer)
        place << device.customer->name;
    const bool isPrincipal = device.hierarchyLevel == 0;
    if (isPrincipal)
        place << tr("principal meter");
    m_principal->setChecked(isPrincipal);
    m_unit->setText(text(place.join(u", "_s)));
    m_register->setText(m_format.volumeWithUnit(device.lastVolume));
    m_lastSeen->setText(device.lastSeenAt ? m_format.moment(*device.lastSeenAt, Format::now())
                                          : tr("never"));
    m_battery->setText(m_format.battery(device.battery));
    QString signal = m_format.signal(device.signal);
    if (device.signal.rssi && device.signal.snrTenths)
        signal += tr(", SNR %1 dB").arg(m_format.count(*device.signal.snrTenths / 10));
    m_signal->setText(signal);
    m_serial->setText(text(device.serialNumber));
    m_location->setText(text(device.location));
    const QString toggle =
        device.status == DeviceStatus::Maintenance ? tr("End maintenance") : tr("Maintenance");
    m_maintenance->setText(toggle);
    m_maintenance->setAccessibleName(toggle);
}

void DeviceDetail::loadConsumption()
{
    const QDate today = m_format.local(Format::now()).date();
    const ConsumptionQuery query = ConsumptionQuery::of(
        {ConsumptionSubject::Kind::Device, m_device->eui.toString(), m_device->name},
        rangeOf(RangePreset::Last30Days, today), Interval::Day);
    m_client.consumption(
        query, this, [this, eui = m_device->eui](const Result<ConsumptionReport> &report) {
            // Without it the readings below still tell what there is.
            if (!m_device || m_device->eui != eui || !report)
                return;
            m_chart->setContent(chartOf(*report, nullptr, m_format.timeZone()),
                                tr("Daily consumption of %1, last 30 days").arg(m_device->name));
        });
}

void DeviceDetail::loadReadings()
{
    if (m_readings.rowCount() == 0)
        m_readingStack->showLoading();
    ReadingsQuery query;
    query.eui = m_device->eui;
    query.limit = readingsShown;
    m_client.readings(query, this,
                      [this, eui = m_device->eui](Result<contract::Page<Reading>> page) {
                          if (!m_device || m_device->eui != eui)
                              return;
                          if (!page) {
                              m_readingStack->showError(page.error());
                              return;
                          }
                          m_readings.setRows(std::move(page->items));
                          if (m_readings.rowCount() == 0)
                              m_readingStack->showEmpty();
                          else
                              m_readingStack->showContent();
                      });
}

void DeviceDetail::loadAssignments()
{
    m_client.assignments(m_device->eui, this,
                         [this, eui = m_device->eui](Result<contract::Page<Assignment>> page) {
                             if (!m_device || m_device->eui != eui)
                                 return;
                             if (!page) {
                                 m_assignmentStack->showError(page.error());
                                 return;
                             }
                             m_assignments.setRows(std::move(page->items));
                             if (m_assignments.rowCount() == 0)
                                 m_assignmentStack->showEmpty();
                             else
                                 m_assignmentStack->showContent();
                         });
}

void DeviceDetail::toggleMaintenance()
{
    if (!m_device)
        return;
    const DeviceStatus wanted = m_device->status == DeviceStatus::Maintenance
                                    ? DeviceStatus::Online
                                    : DeviceStatus::Maintenance;
    m_maintenance->setEnabled(false);
    m_client.setStatus(m_device->eui, wanted, this,
                       [this, eui = m_device->eui, wanted](const Result<void> &answer) {
                           m_maintenance->setEnabled(true);
                           if (!answer) {
                               Q_EMIT noticed(sentence(answer.error()));
                               return;
                           }
                           if (m_device && m_device->eui == eui) {
                               m_device->status = wanted;
                               display();
                           }
                           Q_EMIT changed();
                       });
}

void DeviceDetail::setPrincipal(bool isPrincipal)
{
    if (!m_device)
        return;
    DeviceChange change;
    change.hierarchyLevel = isPrincipal ? 0 : 1;
    m_client.changeDevice(
        m_device->eui, change, this,
        [this, eui = m_device->eui, isPrincipal](const Result<Device> &device) {
            if (device && m_device && m_device->eui == eui)
                m_device = *device;
            if (m_device && m_device->eui == eui)
                display(); // also back to what it was, when it was refused
            if (!device) {
                Q_EMIT noticed(sentence(device.error()));
                return;
            }
            Q_EMIT noticed(isPrincipal
                               ? tr("%1 is the principal meter now.").arg(device->name)
                               : tr("%1 is one of the flats' meters now.").arg(device->name));
            Q_EMIT changed();
        });
}

void DeviceDetail::openSwap()
{
    if (!m_device)
        return;
    auto *dialog = new SwapDialog(m_client, m_format, m_device->eui, m_device->name,
                                  {m_device->lastVolume, {}, {}}, window());
    connect(dialog, &SwapDialog::replaced, this,
            [this, name = m_device->name](const Device &device) {
                Q_EMIT noticed(tr("%1 is replaced.").arg(name));
                Q_EMIT changed();
                Q_EMIT deviceWanted(device.eui);
            });
    dialog->open();
}

void DeviceDetail::openHandover()
{
    if (!m_device)
        return;
    auto *dialog = new HandoverDialog(m_client, m_format, *m_device, window());
    connect(dialog, &HandoverDialog::handedOver, this, [this](const Device &device) {
        Q_EMIT noticed(device.endUser
                           ? tr("%1 is handed over to %2.").arg(device.name, device.endUser->name)
                           : tr("%1 has no resident now.").arg(device.name));
        Q_EMIT changed();
    });
    dialog->open();
}

void DeviceDetail::openReadings(Timestamp from, Timestamp to)
{
    if (!m_device)
        return;
    auto *dialog = new ReadingsDialog(
        m_client, m_format,
        {ConsumptionSubject::Kind::Device, m_device->eui.toString(), m_device->name}, {from, to},
        window());
    connect(dialog, &ReadingsDialog::changed, this, [this] {
        loadConsumption();
        loadReadings();
        Q_EMIT changed();
    });
    dialog->open();
}

void DeviceDetail::applyEvents(const contract::Events &events)
{
    if (!m_device)
        return;
    bool hasReading = false;
    bool isTouched = false;
    for (const contract::Event &event : events) {
        if (const auto *reading = std::get_if<contract::ReadingEvent>(&event.content)) {
            if (reading->device.eui == m_device->eui) {
                m_device = reading->device;
                hasReading = isTouched = true;
            }
        } else if (const auto *edited = std::get_if<contract::DeviceEvent>(&event.content)) {
            if (edited->device.eui == m_device->eui) {
                m_device = edited->device;
                isTouched = true;
            }
        }
    }
    if (isTouched)
        display();
    if (hasReading) {
        loadConsumption();
        loadReadings();
    } else if (isTouched) {
        loadAssignments();
    }
}

} // namespace datakubo::ui
