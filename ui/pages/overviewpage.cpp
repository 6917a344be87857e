#include "ui/pages/overviewpage.h"

#include "ui/client/overviewfeed.h"
#include "ui/format.h"
#include "ui/pages/attentionlist.h"
#include "ui/pages/connectsteps.h"
#include "ui/pages/registerquestions.h"
#include "ui/serverinfo.h"
#include "ui/widgets/figurecard.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/table.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QScrollArea>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr int askEveryMs = 60'000;

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    content->setProperty("role", u"scrolled"_s);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    return area;
}

} // namespace

OverviewPage::OverviewPage(ApiClient &client, const Format &format, const ServerInfo &server,
                           OverviewFeed &feed, QWidget *parent)
    : Page(tr("Overview"), u"overviewPage"_s, parent),
      m_format(format),
      m_feed(feed),
      m_uplinks(format)
{
    m_steps = new ConnectSteps(client, server);
    m_attention = new AttentionList(format);
    m_questions = new RegisterQuestions(client, format);
    m_attention->setQuestions(m_questions);
    m_figures = makeFigures();
    m_uplinkPanel = makeUplinks();

    auto *middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(m_uplinkPanel, 1);
    m_attention->setFixedWidth(328);
    middle->addWidget(m_attention);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_figures);
    layout->addWidget(m_steps);
    layout->addLayout(middle);
    layout->addStretch(1);
    m_stack = new LoadStack(scrolled(content), u"overviewStack"_s);
    body().addWidget(m_stack);

    connect(m_stack, &LoadStack::retryWanted, this, &OverviewPage::refresh);
    connect(&feed, &OverviewFeed::loaded, this, &OverviewPage::display);
    connect(&feed, &OverviewFeed::failed, this, [this](const Error &error) {
        // What is on the screen stays there while a later refresh fails.
        if (!m_stack->hasContent())
            m_stack->showError(error);
    });
    connect(&client, &ApiClient::eventsReceived, this,
            [this](const contract::Events &events) { m_uplinks.addEvents(events); });
    connect(m_steps, &ConnectSteps::communityWanted, this, &OverviewPage::communityWanted);
    connect(m_steps, &ConnectSteps::webhooksWanted, this, &OverviewPage::webhooksWanted);
    connect(m_steps, &ConnectSteps::residentsWanted, this, &OverviewPage::residentsWanted);
    connect(m_steps, &ConnectSteps::registerWanted, this, &OverviewPage::unregisteredWanted);
    connect(m_questions, &RegisterQuestions::loaded, this, [this] {
        m_attention->setQuestionCount(m_questions->count());
        displayThings(m_attention->setCounts(m_counts));
    });
    // No event tells that a register asks something new.
    m_askAgain.setObjectName(u"attentionRefresh"_s);
    m_askAgain.setInterval(askEveryMs);
    connect(&m_askAgain, &QTimer::timeout, this, [this] {
        // Not under the hands of who is about to answer one.
        if (!m_questions->underMouse() && !m_questions->isAncestorOf(QApplication::focusWidget()))
            m_questions->refresh();
    });
    connect(m_questions, &RegisterQuestions::deviceWanted, this, &OverviewPage::deviceWanted);
    connect(m_questions, &RegisterQuestions::registerAgainWanted, this,
            &OverviewPage::registerAgainWanted);
    connect(m_questions, &RegisterQuestions::answered, this, [this](const QString &sentence) {
        Q_EMIT noticed(sentence);
        Q_EMIT changed();
    });
    connect(m_attention, &AttentionList::devicesWanted, this, &OverviewPage::devicesWanted);
    connect(m_attention, &AttentionList::unregisteredWanted, this,
            &OverviewPage::unregisteredWanted);
}

QWidget *OverviewPage::makeFigures()
{
    m_online = new FigureCard(tr("Devices online"), u"figureOnline"_s);
    m_offline = new FigureCard(tr("Offline"), u"figureOffline"_s);
    m_unregistered = new FigureCard(tr("Unregistered waiting"), u"figureUnregistered"_s);
    m_webhooks = new FigureCard(tr("Webhooks this month"), u"figureWebhooks"_s);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    for (FigureCard *card : {m_online, m_offline, m_unregistered, m_webhooks})
        layout->addWidget(card, 1);
    for (FigureCard *card : {m_online, m_offline, m_unregistered})
        card->setClickable();
    connect(m_online, &FigureCard::clicked, this,
            [this] { Q_EMIT devicesWanted(DeviceStatus::Online); });
    connect(m_offline, &FigureCard::clicked, this,
            [this] { Q_EMIT devicesWanted(DeviceStatus::Offline); });
    connect(m_unregistered, &FigureCard::clicked, this, &OverviewPage::unregisteredWanted);
    return row;
}

QWidget *OverviewPage::makeUplinks()
{
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(6, 14, 6, 6);
    layout->setSpacing(6);
    auto *title = label(tr("Last received"), u"heading"_s);
    title->setContentsMargins(10, 0, 0, 0);
    layout->addWidget(title);
    auto *table = new Table(tr("Last received"), u"lastUplinks"_s);
    table->display(m_uplinks,
                   {82, 0, 0, Table::fitted, Table::fitted, Table::fitted, Table::fitted});
    table->setGivingWay({6, 5, 2}, 96);
    table->setAllRowsVisible();
    layout->addWidget(table);
    layout->addStretch();
    connect(table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT deviceWanted(m_uplinks.row(index.row()).device.eui);
    });
    return frame;
}

void OverviewPage::refresh()
{
    m_stack->showLoading();
    m_feed.refresh();
    m_questions->refresh();
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_askAgain.start();
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_askAgain.stop();
}

void OverviewPage::setCommunity(const QString &uuid)
{
    m_questions->setCommunity(uuid);
}

void OverviewPage::setApiKey(const QString &secret)
{
    m_steps->setApiKey(secret);
}

void OverviewPage::display(const Overview &overview)
{
    const OverviewCounts &counts = overview.counts;
    const bool empty = counts.devices == 0;
    m_online->setFigure(m_format.count(counts.online),
                        tr("of %1").arg(m_format.count(counts.devices)));
    m_online->setSecondLine(tr("%1 in maintenance").arg(m_format.count(counts.maintenance)));
    m_offline->setFigure(m_format.count(counts.offline));
    m_offline->setSecondLine(counts.offline > 0 ? tr("not heard for too long")
                                                : tr("all are heard"));
    m_unregistered->setFigure(m_format.count(counts.unregistered));
    m_unregistered->setSecondLine(counts.unregistered > 0
                                      ? tr("register them to use their readings")
                                      : tr("nobody unknown is sending"));
    m_webhooks->setFigure(
        m_format.count(counts.webhooksThisMonth),
        counts.webhookLimit ? tr("of %1").arg(m_format.count(*counts.webhookLimit)) : QString());
    m_webhooks->setSecondLine(tr("no limit"));
    m_webhooks->setUsage(counts.webhooksThisMonth, counts.webhookLimit.value_or(0));

    m_steps->setCounts(counts);
    m_steps->setVisible(empty);
    m_figures->setVisible(!empty);
    m_uplinkPanel->setVisible(!empty);
    m_attention->setVisible(!empty);
    m_counts = counts;
    displayThings(m_attention->setCounts(counts));
    m_uplinks.setRows(
        {overview.lastUplinks.begin(),
         overview.lastUplinks.begin()
             + std::min<qsizetype>(LastUplinksModel::maximumRows,
                                   static_cast<qsizetype>(overview.lastUplinks.size()))});
    m_stack->showContent();
}

void OverviewPage::displayThings(int things)
{
    const bool isEmpty = m_counts.devices == 0;
    setSubtitle(isEmpty && m_counts.unregistered > 0
                    ? tr("Meters send; register them to use their readings")
                : isEmpty     ? tr("Nothing is connected yet")
                : things == 0 ? tr("Nothing needs attention")
                              : tr("%n thing(s) need attention", nullptr, things));
}

} // namespace datakubo::ui
