#include "ui/mainwindow.h"

#include "ui/client/sentences.h"
#include "ui/pages/billingpage.h"
#include "ui/pages/changespage.h"
#include "ui/pages/communitiespage.h"
#include "ui/pages/consumptionpage.h"
#include "ui/pages/devicespage.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/settingspage.h"
#include "ui/pages/unregisteredpage.h"
#include "ui/pages/webhookspage.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/shell/topbar.h"
#include "ui/widgets/toast.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {
const QString geometryKey = u"window/geometry"_s;
}

MainWindow::MainWindow(ApiClient &client, const ServerInfo &server, Theme &theme,
                       QSettings &settings, QWidget *parent)
    : QMainWindow(parent),
      m_client(client),
      m_settings(settings),
      m_communities(client),
      m_feed(client),
      m_sidebar(new Sidebar),
      m_topBar(new TopBar(m_communities)),
      m_statusLine(new StatusLine(m_format, server)),
      m_pages(new QStackedWidget)
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"DataKubo"_s);
    setWindowIcon(QIcon(u":/datakubo/icons/drop.svg"_s));
    resize(1280, 800);
    setMinimumSize(1024, 620);
    if (const QByteArray saved = m_settings.value(geometryKey).toByteArray(); !saved.isEmpty())
        restoreGeometry(saved);

    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_topBar);
    right->addWidget(m_pages, 1);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_sidebar);
    upper->addLayout(right, 1);
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(m_statusLine);
    setCentralWidget(central);
    // Nothing is chosen by the keyboard until Tab is pressed.
    central->setFocusPolicy(Qt::ClickFocus);
    central->setFocus();
    m_toast = new Toast(central);

    makePages(server, theme);
    connectPages();
    m_sidebar->setCurrent(OverviewIndex);
}

MainWindow::~MainWindow()
{
    // The pages know members of the window, which go before the child widgets would.
    delete takeCentralWidget();
}

void MainWindow::makePages(const ServerInfo &server, Theme &theme)
{
    m_overview = new OverviewPage(m_client, m_format, server, m_feed);
    m_devices = new DevicesPage(m_client, m_format, m_communities, m_settings);
    m_unregistered = new UnregisteredPage(m_client, m_format, m_communities);
    m_communitiesPage = new CommunitiesPage(m_client, m_format, m_communities);
    m_consumption = new ConsumptionPage(m_client, m_format, m_communities);
    auto *changes = new ChangesPage(m_client, m_format);
    auto *webhooks = new WebhooksPage(m_client, m_format);
    auto *billing = new BillingPage(m_client, m_format, m_feed);
    auto *settings = new SettingsPage(m_client, m_format, server, theme);

    m_sidebar->addPage(u"overview"_s, tr("Overview"), u"goOverview"_s);
    m_devicesButton = m_sidebar->addPage(u"devices"_s, tr("Devices"), u"goDevices"_s);
    m_unregisteredButton =
        m_sidebar->addPage(u"unregistered"_s, tr("Unregistered"), u"goUnregistered"_s);
    m_communitiesButton =
        m_sidebar->addPage(u"communities"_s, tr("Communities"), u"goCommunities"_s);
    m_sidebar->addPage(u"consumption"_s, tr("Consumption"), u"goConsumption"_s);
    m_sidebar->addPage(u"webhook"_s, tr("Webhooks"), u"goWebhooks"_s);
    m_sidebar->addPage(u"billing"_s, tr("Billing"), u"goBilling"_s);
    m_sidebar->addRule();
    m_sidebar->addPage(u"changes"_s, tr("Changes"), u"goChanges"_s);
    m_sidebar->addPage(u"settings"_s, tr("Settings"), u"goSettings"_s);
    for (Page *page : {static_cast<Page *>(m_overview), static_cast<Page *>(m_devices),
                       static_cast<Page *>(m_unregistered), static_cast<Page *>(m_communitiesPage),
                       static_cast<Page *>(m_consumption), static_cast<Page *>(webhooks),
                       static_cast<Page *>(billing), static_cast<Page *>(changes),
                       static_cast<Page *>(settings)})
        addPage(page);
    connect(settings, &SettingsPage::apiKeyMade, m_overview, &OverviewPage::setApiKey);
}

void MainWindow::addPage(Page *page)
{
    m_pages->addWidget(page);
    connect(page, &Page::noticed, m_toast, &Toast::say);
    connect(page, &Page::changed, this, [this] {
        m_feed.refresh();
        m_communities.refresh();
    });
}

void MainWindow::connectPages()
{
    connect(m_sidebar, &Sidebar::chosen, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        refreshCurrent();
    });
    connect(m_topBar, &TopBar::communityChosen, this, &MainWindow::setCommunity);
    connect(m_topBar, &TopBar::searched, this, [this](const QString &text) {
        goTo(DevicesIndex);
        m_devices->search(text);
    });
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_K), this), &QShortcut::activated,
            m_topBar, &TopBar::focusSearch);
    connect(new QShortcut(QKeySequence(QKeySequence::Refresh), this), &QShortcut::activated, this,
            &MainWindow::refreshCurrent);
    connect(m_statusLine, &StatusLine::addressCopied, m_toast,
            [this] { m_toast->say(tr("The server's address is copied.")); });

    connect(&m_client, &ApiClient::eventsReceived, m_statusLine, &StatusLine::addEvents);
    connect(&m_feed, &OverviewFeed::loaded, this, &MainWindow::updateBadges);
    connect(&m_feed, &OverviewFeed::failed, this,
            [this](const Error &error) { m_statusLine->setReachable(!isOffline(error)); });

    connect(m_overview, &OverviewPage::devicesWanted, this,
            [this](std::optional<DeviceStatus> status) {
                goTo(DevicesIndex);
                m_devices->filterByStatus(status);
            });
    connect(m_overview, &OverviewPage::deviceWanted, this, [this](DevEui eui) {
        goTo(DevicesIndex);
        m_devices->showDevice(eui);
    });
    connect(m_overview, &OverviewPage::registerAgainWanted, this,
            [this](const AttentionItem &item) {
                goTo(DevicesIndex);
                m_devices->registerAgain(item.eui, item.deviceName, item.customerUuid);
            });
    connect(m_devices, &DevicesPage::consumptionWanted, this, [this](const Device &device) {
        m_consumption->chooseSubject(
            {ConsumptionSubject::Kind::Device, device.eui.toString(), device.name});
        goTo(ConsumptionIndex);
    });
    connect(m_overview, &OverviewPage::unregisteredWanted, this,
            [this] { goTo(UnregisteredIndex); });
    connect(m_overview, &OverviewPage::webhooksWanted, this, [this] { goTo(WebhooksIndex); });
    connect(m_overview, &OverviewPage::residentsWanted, this, [this] {
        goTo(CommunitiesIndex);
        m_communitiesPage->openImportDialog();
    });
    connect(m_overview, &OverviewPage::communityWanted, m_communitiesPage,
            &CommunitiesPage::openCommunityDialog);
    connect(m_unregistered, &UnregisteredPage::communityWanted, m_communitiesPage,
            &CommunitiesPage::openCommunityDialog);
    connect(m_communitiesPage, &CommunitiesPage::devicesWanted, this, [this](const QString &uuid) {
        m_topBar->setCommunity(uuid);
        goTo(DevicesIndex);
        m_devices->setCommunity(uuid);
    });
}

void MainWindow::start()
{
    m_client.me(this, [this](Result<contract::Me> me) {
        if (!me) {
            if (me.error().code == ErrorCode::InvalidApiKey)
                Q_EMIT organizationMissing();
            else
                refreshCurrent(); // shows the error with its Retry
            return;
        }
        m_topBar->setOrganization(me->organizationName);
        setWindowTitle(u"%1 – DataKubo"_s.arg(me->organizationName));
        m_format.setTimeZone(me->timeZone);
        m_communities.refresh();
        if (currentPage() != m_overview)
            m_feed.refresh();
        refreshCurrent();
    });
}

void MainWindow::setFreshApiKey(const QString &secret)
{
    m_overview->setApiKey(secret);
}

void MainWindow::goTo(PageIndex page)
{
    m_sidebar->setCurrent(page);
    const bool moves = m_pages->currentIndex() != page;
    m_pages->setCurrentIndex(page);
    // The devices page is asked with the filter that comes next.
    if (moves && page != DevicesIndex)
        refreshCurrent();
}

Page *MainWindow::currentPage() const
{
    return static_cast<Page *>(m_pages->currentWidget());
}

void MainWindow::refreshCurrent()
{
    currentPage()->refresh();
}

void MainWindow::setCommunity(const QString &uuid)
{
    m_devices->setCommunity(uuid);
    m_unregistered->setCommunity(uuid);
    m_communitiesPage->setCommunity(uuid);
    m_consumption->setCommunity(uuid);
    m_overview->setCommunity(uuid);
}

void MainWindow::updateBadges(const Overview &overview)
{
    const OverviewCounts &counts = overview.counts;
    const auto text = [this](qint64 number) {
        return number > 0 ? m_format.count(number) : QString();
    };
    m_devicesButton->setBadge(text(counts.devices), Tone::Neutral);
    m_unregisteredButton->setBadge(text(counts.unregistered), Tone::Bad);
    m_communitiesButton->setBadge(text(counts.communities), Tone::Neutral);
    m_statusLine->setReachable(true);
    if (!overview.lastUplinks.empty())
        m_statusLine->setLastUplink(overview.lastUplinks.front().reading.receivedAt);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setValue(geometryKey, saveGeometry());
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

} // namespace datakubo::ui
