#include "ui/pages/unregisteredpage.h"

#include "ui/client/sentences.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QPushButton>

#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

UnregisteredPage::UnregisteredPage(ApiClient &client, const Format &format,
                                   const CommunityList &communities, QWidget *parent)
    : Page(tr("Unregistered"), u"unregisteredPage"_s, parent),
      m_client(client),
      m_format(format),
      m_communities(communities),
      m_model(format),
      m_community(new QComboBox),
      m_type(new QComboBox)
{
    m_community->setObjectName(u"registerInto"_s);
    m_community->setAccessibleName(tr("Register into"));
    m_community->setMinimumWidth(160);
    m_type->setObjectName(u"registerType"_s);
    m_type->setAccessibleName(tr("Type"));
    for (const DeviceType type : {DeviceType::WaterMeter, DeviceType::HotWaterMeter})
        m_type->addItem(wordFor(type), toText(type));
    m_register = button(tr("&Register"), u"registerSelected"_s, u"primary"_s);
    auto *save = new SaveSheetButton(client, u"exportUnregistered"_s);
    save->addList({}, [this] {
        return SheetToSave{ListQuery{ListQuery::Kind::Unregistered, m_filter, {}},
                           tr("Unregistered")};
    });
    connect(save, &SaveSheetButton::noticed, this, &Page::noticed);
    actions().addWidget(save);
    actions().addWidget(label(tr("Into"), u"muted"_s));
    actions().addWidget(m_community);
    actions().addWidget(m_type);
    actions().addWidget(m_register);
    connect(m_register, &QPushButton::clicked, this, &UnregisteredPage::registerSelected);
    const auto fillCommunities = [this] {
        m_communities.fill(*m_community, tr("Choose a community"));
        if (m_communities.all().size() == 1)
            m_community->setCurrentIndex(1);
        updateActions();
    };

    m_table = new Table(tr("Unregistered devices"), u"unregisteredTable"_s);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->display(m_model, {0, 150, 170, 90, 130, 90});
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    m_stack = new LoadStack(m_table, u"unregisteredStack"_s);
    m_stack->empty().setContent(
        u"check"_s, tr("Nobody unknown is sending"),
        tr("A meter that sends before it is registered appears here with its "
           "readings, which become its history."));
    layout->addWidget(m_stack);
    body().addWidget(frame, 1);

    connect(m_stack, &LoadStack::retryWanted, this, &UnregisteredPage::refresh);
    connect(&communities, &CommunityList::changed, this, fillCommunities);
    connect(m_community, &QComboBox::currentIndexChanged, this, &UnregisteredPage::updateActions);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &UnregisteredPage::updateActions);
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(1000);
    connect(&m_refreshSoon, &QTimer::timeout, this, &UnregisteredPage::refresh);
    connect(&client, &ApiClient::eventsReceived, this, [this](const contract::Events &events) {
        for (const contract::Event &event : events) {
            if (std::holds_alternative<contract::UnregisteredEvent>(event.content) && isVisible()
                && !m_refreshSoon.isActive())
                m_refreshSoon.start();
        }
    });
    fillCommunities();
}

void UnregisteredPage::refresh()
{
    m_stack->showLoading();
    m_client.unregistered(
        m_filter, this, [this, filter = m_filter](Result<contract::Page<UnregisteredDevice>> page) {
            if (filter != m_filter)
                return;
            if (!page) {
                m_stack->showError(page.error());
                return;
            }
            std::set<DevEui> chosen;
            const QModelIndexList before = m_table->selectionModel()->selectedRows();
            for (const QModelIndex &index : before)
                chosen.insert(m_model.row(index.row()).eui);
            const qint64 total = page->pagination.total;
            m_model.setRows(std::move(page->items));
            for (int row = 0; row < m_model.rowCount(); ++row) {
                if (chosen.contains(m_model.row(row).eui))
                    m_table->selectionModel()->select(m_model.index(row, 0),
                                                      QItemSelectionModel::Select
                                                          | QItemSelectionModel::Rows);
            }
            if (m_model.rowCount() == 0)
                m_stack->showEmpty();
            else
                m_stack->showContent();
            setSubtitle(total > m_model.rowCount()
                            ? tr("The latest %1 of %2 devices that sent without being known")
                                  .arg(m_format.count(m_model.rowCount()), m_format.count(total))
                            : tr("%n device(s) sent without being known", nullptr,
                                 static_cast<int>(total)));
            updateActions();
        });
}

void UnregisteredPage::setCommunity(const QString &uuid)
{
    m_filter = uuid;
    if (!uuid.isEmpty())
        m_community->setCurrentIndex(std::max(0, m_community->findData(uuid)));
    if (isVisible())
        refresh();
}

void UnregisteredPage::registerSelected()
{
    const QString community = m_community->currentData().toString();
    if (m_communities.all().empty()) {
        Q_EMIT communityWanted();
        return;
    }
    std::vector<DevEui> euis;
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &index : chosen)
        euis.push_back(m_model.row(index.row()).eui);
    if (euis.empty()) {
        for (const UnregisteredDevice &device : m_model.rows())
            euis.push_back(device.eui);
    }
    if (community.isEmpty() || euis.empty())
        return;
    m_busy = true;
    updateActions();
    const DeviceType type =
        parseDeviceType(m_type->currentData().toString()).value_or(DeviceType::WaterMeter);
    m_client.registerUnregistered(
        community, euis, type, this, [this](Result<BulkRegistration> done) {
            m_busy = false;
            updateActions();
            if (!done) {
                Q_EMIT noticed(sentence(done.error()));
                return;
            }
            QString text =
                tr("%n device(s) registered.", nullptr, static_cast<int>(done->registeredCount));
            if (!done->skipped.empty())
                text += u' '
                        + tr("%n left out: %1", nullptr, static_cast<int>(done->skipped.size()))
                              .arg(done->skipped.front());
            Q_EMIT noticed(text);
            Q_EMIT changed();
            refresh();
        });
}

void UnregisteredPage::updateActions()
{
    const auto chosen = m_table->selectionModel()->selectedRows().size();
    const bool none = m_communities.all().empty();
    const QString text = none          ? tr("Create community…")
                         : chosen == 0 ? tr("&Register all")
                                       : tr("&Register %n", nullptr, static_cast<int>(chosen));
    m_register->setText(text);
    m_register->setAccessibleName(QString(text).remove(u'&'));
    m_community->setVisible(!none);
    const bool isEmpty = m_model.rowCount() == 0;
    const bool hasTarget = !m_community->currentData().toString().isEmpty();
    setUsable(*m_register, none || (!m_busy && !isEmpty && hasTarget),
              isEmpty      ? tr("Nothing waits to be registered.")
              : !hasTarget ? tr("Choose the community they belong to first.")
                           : QString());
}

} // namespace datakubo::ui
