#pragma once
#include "ui/client/apiclient.h"
#include "ui/models/readingmodels.h"
#include "ui/pages/page.h"

namespace datakubo::ui {

class AttentionList;
class ConnectSteps;
class FigureCard;
class Format;
class LoadStack;
class OverviewFeed;
class RegisterQuestions;
struct ServerInfo;

// What needs attention, at a glance, and the uplinks as they come.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    OverviewPage(ApiClient &client, const Format &format, const ServerInfo &server,
                 OverviewFeed &feed, QWidget *parent = nullptr);

    void refresh() override;
    void setCommunity(const QString &uuid) override;
    void setApiKey(const QString &secret);

Q_SIGNALS:
    void devicesWanted(std::optional<datakubo::DeviceStatus> status);
    void deviceWanted(datakubo::DevEui eui);
    void registerAgainWanted(const datakubo::AttentionItem &item);
    void unregisteredWanted();
    void webhooksWanted();
    void residentsWanted();
    void communityWanted();

private:
    QWidget *makeFigures();
    QWidget *makeUplinks();
    void display(const Overview &overview);
    void displayThings(int things);

    const Format &m_format;
    OverviewFeed &m_feed;
    LastUplinksModel m_uplinks;
    LoadStack *m_stack;
    ConnectSteps *m_steps;
    QWidget *m_figures;
    QWidget *m_uplinkPanel;
    AttentionList *m_attention;
    RegisterQuestions *m_questions;
    OverviewCounts m_counts;
    FigureCard *m_online;
    FigureCard *m_offline;
    FigureCard *m_unregistered;
    FigureCard *m_webhooks;
};

} // namespace datakubo::ui
