#pragma once
#include "ui/client/apiclient.h"
#include "ui/models/webhooksmodel.h"
#include "ui/pages/page.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QPushButton;

namespace datakubo::ui {

class LoadStack;
class SearchField;
class Table;
class WebhookDetailPanel;

// The webhook inspector: what came in, newest first, why it brought a reading or none, and
// applying it again after a fix.
class WebhooksPage : public Page
{
    Q_OBJECT

public:
    WebhooksPage(ApiClient &client, const Format &format, QWidget *parent = nullptr);

    void refresh() override;
    void filterByOutcome(std::optional<IngestOutcome> outcome);

private:
    QWidget *makeFilters();
    QWidget *makeTable();
    void showOlder();
    void displayTotal();
    void checkEui();
    void clearFilters();
    bool isFiltered() const;
    void updateReplayAll();
    void replayAll(const QString &cursor, qint64 withReading, qint64 replayed);
    WebhookQuery query() const;

    ApiClient &m_client;
    const Format &m_format;
    WebhooksModel m_model;
    QTimer m_refreshSoon;
    QString m_nextCursor;
    qint64 m_total = 0;
    bool m_isReplaying = false;
    int m_asked = 0; // answers to older questions are dropped
    LoadStack *m_stack = nullptr;
    Table *m_table = nullptr;
    QComboBox *m_outcome = nullptr;
    SearchField *m_eui = nullptr;
    QLabel *m_euiHint = nullptr;
    QLabel *m_silence = nullptr;
    QPushButton *m_older = nullptr;
    QPushButton *m_replayAll;
    WebhookDetailPanel *m_detail;
};

} // namespace datakubo::ui
