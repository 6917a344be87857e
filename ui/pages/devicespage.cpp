#include "ui/pages/devicespage.h"

#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/importdialog.h"
#include "ui/dialogs/registerdialog.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/pages/devicedetail.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QSettings>

#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

const QString headerKey = u"devices/header"_s;

constexpr int besideText = 46; // of a combo box: its edges, padding and arrow

// Segment 0 is "All".
constexpr DeviceStatus statusSegments[] = {DeviceStatus::Online, DeviceStatus::Offline,
                                           DeviceStatus::Maintenance};

} // namespace

DevicesPage::DevicesPage(ApiClient &client, const Format &format, const CommunityList &communities,
                         QSettings &settings, QWidget *parent)
    : Page(tr("Devices"), u"devicesPage"_s, parent),
      m_client(client),
      m_format(format),
      m_communities(communities),
      m_settings(settings),
      m_model(client, format)
{
    m_assign = button(tr("&Assign…"), u"assignDevice"_s);
    auto *add = button(tr("&Register device"), u"registerDevice"_s, u"primary"_s);
    auto *sheets = button(tr("From a sheet"), u"importSheet"_s);
    auto *menu = new QMenu(sheets);
    for (const auto &[kind, text, name] :
         {std::tuple(SheetTarget::Kind::Devices, tr("Devices…"), u"importDevices"_s),
          std::tuple(SheetTarget::Kind::Readings, tr("Readings…"), u"importReadings"_s)}) {
        QAction *action = menu->addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, [this, kind = kind] { openImportDialog(kind); });
    }
    sheets->setMenu(menu);
    auto *save = new SaveSheetButton(client, u"exportDevices"_s);
    save->addList({}, [this] { return SheetToSave{m_model.query(), tr("Devices")}; });
    connect(save, &SaveSheetButton::noticed, this, &Page::noticed);
    actions().addWidget(save);
    actions().addWidget(sheets);
    actions().addWidget(m_assign);
    actions().addWidget(add);
    connect(add, &QPushButton::clicked, this, &DevicesPage::openRegisterDialog);
    connect(m_assign, &QPushButton::clicked, this, [this] {
        if (const auto device = m_detail->device())
            openAssignDialog(*device);
    });

    m_detail = new DeviceDetail(client, format);
    m_detail->setMinimumWidth(330);
    m_detail->setMaximumWidth(356);
    connect(m_detail, &DeviceDetail::assignWanted, this, &DevicesPage::openAssignDialog);
    connect(m_detail, &DeviceDetail::consumptionWanted, this, &DevicesPage::consumptionWanted);
    connect(m_detail, &DeviceDetail::deviceWanted, this, &DevicesPage::showDevice);
    connect(m_detail, &DeviceDetail::noticed, this, &Page::noticed);
    connect(m_detail, &DeviceDetail::changed, this, [this] {
        m_model.refresh();
        Q_EMIT changed();
    });

    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(makeTable(), 2);
    columns->addWidget(m_detail, 1);
    body().addWidget(makeFilters());
    body().addLayout(columns, 1);
    updateSelection();

    connect(&communities, &CommunityList::changed, this,
            [this] { m_communities.fill(*m_community, tr("All communities")); });
    connect(&m_model, &DevicesModel::loaded, this, &DevicesPage::displayTotal);
    connect(&m_model, &DevicesModel::dataChanged, this, &DevicesPage::updateSelection);
    connect(&m_model, &DevicesModel::failed, this, [this](const Error &error) {
        if (m_model.rowCount() == 0 || !m_stack->hasContent())
            m_stack->showError(error);
    });
}

DevicesPage::~DevicesPage()
{
    m_settings.setValue(headerKey, m_table->horizontalHeader()->saveState());
}

QWidget *DevicesPage::makeFilters()
{
    m_search = new SearchField(tr("Filter by name, EUI, serial, resident"), u"deviceFilter"_s);
    m_search->setMinimumWidth(120);
    m_status = new SegmentedControl(u"statusFilter"_s);
    for (const QString &text : {tr("All"), tr("Online"), tr("Offline"), tr("Maintenance")})
        m_status->addSegment(text);
    m_community = new QComboBox;
    m_community->setObjectName(u"communityFilter"_s);
    m_community->setAccessibleName(tr("Community"));
    m_communities.fill(*m_community, tr("All communities"));
    m_community->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_community->setMinimumContentsLength(10);
    m_community->ensurePolished();
    m_community->setMinimumWidth(
        m_community->fontMetrics().horizontalAdvance(m_community->itemText(0)) + besideText);
    m_assigned = new QComboBox;
    m_assigned->setObjectName(u"assignedFilter"_s);
    m_assigned->setAccessibleName(tr("Assigned or not"));
    m_assigned->addItem(tr("Assigned or not"));
    m_assigned->addItem(tr("Assigned"), true);
    m_assigned->addItem(tr("Unassigned"), false);

    connect(m_search, &SearchField::searched, this, &DevicesPage::applyFilters);
    connect(m_status, &SegmentedControl::chosen, this, &DevicesPage::applyFilters);
    for (QComboBox *box : {m_community, m_assigned})
        connect(box, &QComboBox::currentIndexChanged, this, &DevicesPage::applyFilters);

    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_search, 2);
    layout->addWidget(m_status);
    layout->addWidget(m_community, 1);
    layout->addWidget(m_assigned);
    return row;
}

QWidget *DevicesPage::makeTable()
{
    m_table = new Table(tr("Devices"), u"devicesTable"_s);
    // Before the table hears of it: when the current row goes, the table makes another one current.
    connect(&m_model, &DevicesModel::rowsAboutToBeRemoved, this, [this] { m_isMoving = true; });
    connect(&m_model, &DevicesModel::rowsRemoved, this, [this] { m_isMoving = false; });
    m_table->display(m_model, {0, 128, 88, 90, 124, 80});
    m_table->setGivingWay({DevicesModel::Eui, DevicesModel::LastSeen, DevicesModel::ResidentName},
                          132);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSortIndicator(DevicesModel::Name, Qt::AscendingOrder);
    header->restoreState(m_settings.value(headerKey).toByteArray());
    keepSortable(header->sortIndicatorSection(), header->sortIndicatorOrder());
    connect(header, &QHeaderView::sortIndicatorChanged, this, &DevicesPage::keepSortable);
    m_table->setSortingEnabled(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (!m_isMoving)
                    choose(current.row());
            });
    // A click on the row that is current already changes no current row.
    connect(m_table, &QTableView::clicked, this,
            [this](const QModelIndex &index) { choose(index.row()); });
    connect(header, &QHeaderView::sortIndicatorChanged, m_table, &QTableView::scrollToTop);

    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    m_stack = new LoadStack(m_table, u"devicesStack"_s);
    layout->addWidget(m_stack);
    connect(m_stack, &LoadStack::retryWanted, this, [this] {
        m_stack->showLoading();
        m_model.retry();
    });
    connect(&m_stack->empty(), &EmptyState::acted, this, [this] {
        if (isFiltered())
            clearFilters();
        else
            openRegisterDialog();
    });
    return frame;
}

void DevicesPage::refresh()
{
    if (m_model.rowCount() == 0)
        m_stack->showLoading();
    m_model.refresh();
}

void DevicesPage::setCommunity(const QString &uuid)
{
    m_community->setCurrentIndex(std::max(0, m_community->findData(uuid)));
}

void DevicesPage::search(const QString &text)
{
    m_search->setTextSilently(text);
    applyFilters();
}

void DevicesPage::filterByStatus(std::optional<DeviceStatus> status)
{
    int segment = 0;
    for (int i = 0; i < 3; ++i) {
        if (status == statusSegments[i])
            segment = i + 1;
    }
    m_search->setTextSilently({});
    m_status->setCurrent(segment);
    applyFilters();
}

void DevicesPage::showDevice(DevEui eui)
{
    m_status->setCurrent(0);
    m_selected = eui;
    search(eui.toString());
    updateSelection(); // it may be what is searched already
}

void DevicesPage::applyFilters()
{
    DeviceQuery query = m_model.query();
    query.search = m_search->text().trimmed();
    const int segment = m_status->current();
    query.status = segment > 0 ? std::optional(statusSegments[segment - 1]) : std::nullopt;
    query.customerUuid = m_community->currentData().toString();
    const QVariant assigned = m_assigned->currentData();
    query.assigned = assigned.isValid() ? std::optional(assigned.toBool()) : std::nullopt;
    m_table->scrollToTop();
    const DeviceQuery before = m_model.query();
    m_model.setQuery(query);
    if (m_model.query() != before)
        m_isFilterNew = true;
}

void DevicesPage::clearFilters()
{
    m_search->setTextSilently({});
    m_status->setCurrent(0);
    for (QComboBox *box : {m_community, m_assigned}) {
        const QSignalBlocker blocker(box);
        box->setCurrentIndex(0);
    }
    applyFilters();
}

bool DevicesPage::isFiltered() const
{
    const DeviceQuery &query = m_model.query();
    return query.status || query.assigned || !query.customerUuid.isEmpty()
           || !query.search.isEmpty();
}

void DevicesPage::openRegisterDialog()
{
    showRegisterDialog(m_community->currentData().toString());
}

void DevicesPage::registerAgain(DevEui eui, const QString &name, const QString &customerUuid)
{
    refresh();
    showRegisterDialog(customerUuid)->setDevice(eui, name);
}

RegisterDialog *DevicesPage::showRegisterDialog(const QString &communityUuid)
{
    auto *dialog = new RegisterDialog(m_client, m_communities, communityUuid, window());
    connect(dialog, &RegisterDialog::registered, this, [this](const Device &device) {
        m_selected = device.eui;
        m_model.refresh();
        Q_EMIT noticed(tr("%1 is registered.").arg(device.name));
        Q_EMIT changed();
    });
    dialog->open();
    return dialog;
}

void DevicesPage::openImportDialog(SheetTarget::Kind kind)
{
    auto *dialog =
        new ImportDialog(m_client, {kind, {}},
                         kind == SheetTarget::Kind::Devices ? tr("Devices from a sheet")
                                                            : tr("Readings from a sheet"),
                         window());
    connect(dialog, &ImportDialog::imported, this, [this] {
        m_model.refresh();
        Q_EMIT changed();
    });
    dialog->open();
}

void DevicesPage::openAssignDialog(const Device &device)
{
    auto *dialog = new AssignDialog(m_client, m_format, device, window());
    connect(dialog, &AssignDialog::assigned, this, [this](const QString &sentence) {
        m_model.refresh();
        Q_EMIT noticed(sentence);
        Q_EMIT changed();
    });
    dialog->open();
}

void DevicesPage::displayTotal(int total)
{
    EmptyState &empty = m_stack->empty();
    if (isFiltered()) {
        empty.setContent(u"search"_s, tr("No device matches"),
                         m_model.query().search.isEmpty()
                             ? tr("Change or clear the filter.")
                             : tr("Change or clear the filter. Residents without a meter are found "
                                  "under Communities."));
        empty.setAction(tr("Clear filter"));
    } else {
        empty.setContent(
            u"devices"_s, tr("No device yet"),
            tr("Register a meter by its EUI, or let it send first and register it from "
               "the Unregistered page."));
        empty.setAction(tr("Register device"));
    }
    if (total == 0)
        m_stack->showEmpty();
    else
        m_stack->showContent();
    updateSelection();
    m_isFilterNew = false;
}

void DevicesPage::choose(int row)
{
    const auto device = m_model.device(row);
    m_selected = device ? std::optional(device->eui) : std::nullopt;
    updateSelection();
}

void DevicesPage::highlight(int row)
{
    m_isMoving = true;
    if (row < 0) {
        m_table->clearSelection();
        m_table->setCurrentIndex({});
    } else if (m_table->currentIndex().row() != row
               || !m_table->selectionModel()->isRowSelected(row)) {
        m_table->setCurrentIndex(m_model.index(row, 0));
        m_table->selectRow(row);
    }
    m_isMoving = false;
}

// A column that cannot be sorted gives the arrow back.
void DevicesPage::keepSortable(int column, Qt::SortOrder order)
{
    if (DevicesModel::canSort(column))
        m_sorted = {column, order};
    else
        m_table->horizontalHeader()->setSortIndicator(m_sorted.first, m_sorted.second);
}

// The row may have moved, changed or gone under the selection. Only the chosen device is ever
// highlighted and in the pane: the actions go to it.
void DevicesPage::updateSelection()
{
    const int row = m_selected ? m_model.rowOf(*m_selected) : -1;
    const auto device = m_model.device(row);
    // On a page that is not in memory it is still chosen, unless another filter was asked for.
    if (!device && m_model.isFresh() && (m_isFilterNew || m_model.isComplete()))
        m_selected.reset();
    highlight(device ? row : -1);
    if (device) {
        const auto shown = m_detail->device();
        if (!shown || shown->eui != device->eui || shown->lastRecordedAt != device->lastRecordedAt
            || shown->status != device->status
            || (shown->endUser ? shown->endUser->uuid : QString())
                   != (device->endUser ? device->endUser->uuid : QString()))
            m_detail->showDevice(*device);
    } else if (const auto shown = m_detail->device();
               !shown || !m_selected || shown->eui != *m_selected) {
        m_detail->showNothing();
    }
    setUsable(*m_assign, m_detail->device().has_value(), tr("Choose a device in the list first."));
    updateSubtitle();
}

void DevicesPage::updateSubtitle()
{
    QString text = tr("%1 devices").arg(m_format.count(m_model.rowCount()));
    if (m_model.rowCount() == 1)
        text = tr("1 device");
    if (m_table->selectionModel()->hasSelection())
        text += u" · "_s + tr("1 selected");
    setSubtitle(text);
}

} // namespace datakubo::ui
