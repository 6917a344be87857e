#pragma once
#include "ui/client/apiclient.h"
#include "ui/client/overviewfeed.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/serverinfo.h"

#include <QMainWindow>

class QSettings;
class QStackedWidget;

namespace datakubo::ui {

class BillingPage;
class CommunitiesPage;
class ConsumptionPage;
class DevicesPage;
class NavigationButton;
class OverviewPage;
class Page;
class Sidebar;
class StatusLine;
class Theme;
class Toast;
class TopBar;
class UnregisteredPage;

// The program's window: navigation, one page at a time, the bars around it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum PageIndex {
        OverviewIndex,
        DevicesIndex,
        UnregisteredIndex,
        CommunitiesIndex,
        ConsumptionIndex,
        WebhooksIndex,
        BillingIndex,
        ChangesIndex,
        SettingsIndex
    };

    MainWindow(ApiClient &client, const ServerInfo &server, Theme &theme, QSettings &settings,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    // Asks who we are and fills the window; again after the first start has made an organization.
    void start();
    // A key that was just made can be shown in the steps to connect a network server.
    void setFreshApiKey(const QString &secret);
    void goTo(PageIndex page);

Q_SIGNALS:
    void organizationMissing(); // nobody signed up yet: show FirstStart, then start() again
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makePages(const ServerInfo &server, Theme &theme);
    void addPage(Page *page);
    void connectPages();
    void updateBadges(const Overview &overview);
    void refreshCurrent();
    void setCommunity(const QString &uuid);
    void searchDevices(const QString &text);
    void setUsable(bool isUsable);
    Page *currentPage() const;

    ApiClient &m_client;
    QSettings &m_settings;
    Format m_format;
    CommunityList m_communities;
    OverviewFeed m_feed;
    Sidebar *m_sidebar;
    TopBar *m_topBar;
    StatusLine *m_statusLine;
    QStackedWidget *m_pages;
    Toast *m_toast;
    OverviewPage *m_overview = nullptr;
    DevicesPage *m_devices = nullptr;
    UnregisteredPage *m_unregistered = nullptr;
    CommunitiesPage *m_communitiesPage = nullptr;
    ConsumptionPage *m_consumption = nullptr;
    NavigationButton *m_devicesButton = nullptr;
    NavigationButton *m_unregisteredButton = nullptr;
    NavigationButton *m_communitiesButton = nullptr;
};

} // namespace datakubo::ui
