#pragma once
#include "backend/contract/codecs.h"
#include "ui/pages/page.h"

class QGridLayout;
class QLabel;

namespace datakubo::ui {

class ApiClient;
class Format;
class LoadStack;
class OverviewFeed;
class UsageBar;

// What this month costs, exactly as the API says.
class BillingPage : public Page
{
    Q_OBJECT

public:
    BillingPage(ApiClient &client, const Format &format, OverviewFeed &feed,
                QWidget *parent = nullptr);

    void refresh() override;

private:
    QWidget *makeBill();
    QWidget *makeUsage();
    void display(const BillingSummary &summary);

    ApiClient &m_client;
    const Format &m_format;
    LoadStack *m_stack;
    QLabel *m_base;
    QLabel *m_baseCost;
    QLabel *m_beyond;
    QLabel *m_beyondCost;
    QLabel *m_total;
    QLabel *m_devices;
    UsageBar *m_deviceBar;
    QLabel *m_webhooks;
    QLabel *m_webhooksSecond;
    UsageBar *m_webhookBar;
};

} // namespace datakubo::ui
