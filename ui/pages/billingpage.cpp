#include "ui/pages/billingpage.h"

#include "ui/client/apiclient.h"
#include "ui/client/overviewfeed.h"
#include "ui/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/usagebar.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QLabel *amount(const QString &role, const QString &objectName)
{
    auto *made = label(Format::none(), role);
    made->setObjectName(objectName);
    made->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return made;
}

} // namespace

BillingPage::BillingPage(ApiClient &client, const Format &format, OverviewFeed &feed,
                         QWidget *parent)
    : Page(tr("Billing"), u"billingPage"_s, parent), m_client(client), m_format(format)
{
    auto *content = new QWidget;
    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(makeBill(), 1);
    columns->addWidget(makeUsage(), 1);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->addLayout(columns);
    layout->addStretch(1);
    m_stack = new LoadStack(content, u"billingStack"_s);
    body().addWidget(m_stack, 1);
    connect(m_stack, &LoadStack::retryWanted, this, &BillingPage::refresh);
    connect(&feed, &OverviewFeed::loaded, this, [this](const Overview &overview) {
        const auto &counts = overview.counts;
        const QString used = m_format.count(counts.webhooksThisMonth);
        m_webhookBar->setUsage(counts.webhooksThisMonth, counts.webhookLimit.value_or(0));
        m_webhookBar->setVisible(counts.webhookLimit.has_value());
        if (!counts.webhookLimit) {
            m_webhooks->setText(tr("%1 webhooks, no limit").arg(used));
            m_webhooksSecond->clear();
            return;
        }
        m_webhooks->setText(
            tr("%1 of %2 webhooks").arg(used, m_format.count(*counts.webhookLimit)));
        const qint64 left = *counts.webhookLimit - counts.webhooksThisMonth;
        m_webhooksSecond->setText(
            left >= 0 ? tr("%1 left until the month turns").arg(m_format.count(left))
                      : tr("Beyond the limit: what arrives is held, not lost."));
    });
}

QWidget *BillingPage::makeBill()
{
    m_base = label({});
    m_base->setObjectName(u"billBase"_s);
    m_baseCost = amount({}, u"billBaseCost"_s);
    m_beyond = label({});
    m_beyond->setObjectName(u"billBeyond"_s);
    m_beyondCost = amount({}, u"billBeyondCost"_s);
    m_total = amount(u"total"_s, u"billTotal"_s);
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(9);
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_base, 0, 0);
    grid->addWidget(m_baseCost, 0, 1);
    grid->addWidget(rule(), 1, 0, 1, 2);
    grid->addWidget(m_beyond, 2, 0);
    grid->addWidget(m_beyondCost, 2, 1);
    grid->addWidget(rule(), 3, 0, 1, 2);
    grid->addWidget(label(tr("Total"), u"heading"_s), 4, 0);
    grid->addWidget(m_total, 4, 1);
    auto *frame = panel();
    frame->setAccessibleName(tr("This month"));
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(14);
    layout->addWidget(label(tr("This month"), u"heading"_s));
    layout->addLayout(grid);
    layout->addStretch();
    return frame;
}

QWidget *BillingPage::makeUsage()
{
    m_devices = label({});
    m_devices->setObjectName(u"billDevices"_s);
    m_deviceBar = new UsageBar;
    m_deviceBar->setObjectName(u"billDeviceBar"_s);
    m_webhooks = label({});
    m_webhookBar = new UsageBar;
    m_webhooksSecond = label({}, u"small"_s);
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(label(tr("Used"), u"heading"_s));
    layout->addSpacing(6);
    layout->addWidget(m_devices);
    layout->addWidget(m_deviceBar);
    layout->addSpacing(12);
    layout->addWidget(m_webhooks);
    layout->addWidget(m_webhookBar);
    layout->addWidget(m_webhooksSecond);
    layout->addStretch();
    return frame;
}

void BillingPage::refresh()
{
    m_stack->showLoading();
    m_client.billing(this, [this](Result<BillingSummary> summary) {
        if (summary)
            display(*summary);
        else
            m_stack->showError(summary.error());
    });
}

void BillingPage::display(const BillingSummary &summary)
{
    QString tier = summary.tier;
    if (!tier.isEmpty())
        tier[0] = tier[0].toUpper();
    const QDateTime now = m_format.local(Format::now());
    setSubtitle(
        tr("%1 · subscription %2").arg(QLocale().toString(now.date(), u"MMMM yyyy"_s), tier));
    m_base->setText(
        tr("Base, %n device(s) included", nullptr, static_cast<int>(summary.includedDevices)));
    m_baseCost->setText(m_format.money(summary.baseCost, summary.currency));
    m_beyond->setText(tr("%n device(s) beyond", nullptr, static_cast<int>(summary.overageDevices)));
    m_beyondCost->setText(m_format.money(summary.overageCost, summary.currency));
    m_total->setText(m_format.money(summary.totalCost, summary.currency));
    m_devices->setText(
        tr("%1 active devices, %2 included")
            .arg(m_format.count(summary.activeDevices), m_format.count(summary.includedDevices)));
    m_deviceBar->setUsage(summary.activeDevices, summary.includedDevices);
    m_stack->showContent();
}

} // namespace datakubo::ui
