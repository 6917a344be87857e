#include "ui/pages/webhookspage.h"

#include "ui/client/sentences.h"
#include "ui/dialogs/registerdialog.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/pages/webhookdetail.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr qint64 silenceAfter = 2 * duration::hour;
constexpr qint64 countedTo = 100'000; // GET /ingest/log counts no further

} // namespace

WebhooksPage::WebhooksPage(ApiClient &client, const Format &format, QWidget *parent)
    : Page(tr("Webhooks"), u"webhooksPage"_s, parent),
      m_client(client),
      m_format(format),
      m_model(format),
      m_replayAll(button(tr("Apply all without a reading again"), u"replayAllWebhooks"_s)),
      m_detail(new WebhookDetailPanel(client, format))
{
    auto *save = new SaveSheetButton(client, u"exportWebhooks"_s);
    save->addList({}, [this] { return SheetToSave{query(), tr("Webhooks")}; });
    connect(save, &SaveSheetButton::noticed, this, &Page::noticed);
    actions().addWidget(save);
    actions().addWidget(m_replayAll);
    connect(m_replayAll, &QPushButton::clicked, this, [this] {
        m_replayAll->setEnabled(false);
        m_isReplaying = true;
        replayAll({}, 0, 0);
    });
    m_detail->setMinimumWidth(290);
    m_detail->setMaximumWidth(380);
    connect(m_detail, &WebhookDetailPanel::noticed, this, &Page::noticed);
    connect(m_detail, &WebhookDetailPanel::replayed, this, [this](const WebhookRecord &record) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (m_model.row(row).id == record.id)
                m_model.setRow(row, record);
        }
        Q_EMIT changed();
    });

    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(makeTable(), 3);
    columns->addWidget(m_detail, 2);
    body().addWidget(makeFilters());
    body().addLayout(columns, 1);

    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(2000);
    connect(&m_refreshSoon, &QTimer::timeout, this, &WebhooksPage::refresh);
    connect(&client, &ApiClient::eventsReceived, this, [this] {
        // While somebody reads further down, nothing moves under them.
        const bool atTop = m_model.rowCount() <= query().limit;
        if (isVisible() && atTop && !m_refreshSoon.isActive())
            m_refreshSoon.start();
    });
}

QWidget *WebhooksPage::makeFilters()
{
    m_outcome = new QComboBox;
    m_outcome->setObjectName(u"outcomeFilter"_s);
    m_outcome->setAccessibleName(tr("Outcome"));
    m_outcome->setMinimumWidth(150);
    m_outcome->addItem(tr("All outcomes"));
    for (const IngestOutcome outcome :
         {IngestOutcome::Stored, IngestOutcome::Unregistered, IngestOutcome::Skipped,
          IngestOutcome::Duplicate, IngestOutcome::Quarantined, IngestOutcome::Rejected,
          IngestOutcome::Held})
        m_outcome->addItem(wordFor(outcome), toText(outcome));
    m_eui = new SearchField(tr("Device EUI, 16 digits"), u"webhookDeviceFilter"_s);
    m_eui->setMinimumWidth(220);
    m_euiHint = label({}, u"small"_s);
    m_euiHint->setObjectName(u"webhookDeviceHint"_s);
    m_euiHint->hide();
    m_silence = label({}, u"warning"_s);
    m_silence->setObjectName(u"webhookSilence"_s);
    m_silence->hide();
    connect(m_outcome, &QComboBox::currentIndexChanged, this, &WebhooksPage::refresh);
    connect(m_eui, &QLineEdit::textChanged, this, &WebhooksPage::checkEui);
    connect(m_eui, &SearchField::searched, this, [this](const QString &text) {
        // The list is kept by whole EUIs: a part of one would find nothing.
        if (text.isEmpty() || EuiCheck::of(text).eui)
            refresh();
    });

    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_eui);
    layout->addWidget(m_euiHint);
    layout->addWidget(m_outcome);
    layout->addWidget(m_silence);
    layout->addStretch(1);
    return row;
}

QWidget *WebhooksPage::makeTable()
{
    m_table = new Table(tr("Webhooks"), u"webhooksTable"_s);
    m_table->display(m_model, {104, 112, 142, 0});
    m_table->setGivingWay({WebhooksModel::Device}, 120);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    m_detail->show(m_model.row(current.row()));
                else
                    m_detail->clear();
            });
    m_older = button(tr("Show older"), u"olderWebhooks"_s);
    m_older->hide();
    connect(m_older, &QPushButton::clicked, this, &WebhooksPage::showOlder);
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins({});
    inner->setSpacing(6);
    inner->addWidget(m_table, 1);
    inner->addWidget(m_older, 0, Qt::AlignHCenter);

    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    m_stack = new LoadStack(content, u"webhooksStack"_s);
    layout->addWidget(m_stack);
    connect(&m_stack->empty(), &EmptyState::acted, this, &WebhooksPage::clearFilters);
    connect(m_stack, &LoadStack::retryWanted, this, &WebhooksPage::refresh);
    return frame;
}

WebhookQuery WebhooksPage::query() const
{
    WebhookQuery query;
    query.outcome = parseIngestOutcome(m_outcome->currentData().toString());
    if (const EuiCheck check = EuiCheck::of(m_eui->text()); check.eui)
        query.devEui = check.eui->toString();
    return query;
}

bool WebhooksPage::isFiltered() const
{
    return query().outcome || !query().devEui.isEmpty();
}

void WebhooksPage::checkEui()
{
    const EuiCheck check = EuiCheck::of(m_eui->text());
    m_euiHint->setText(check.sentence);
    m_euiHint->setVisible(!check.sentence.isEmpty());
    m_euiHint->setProperty("role",
                           check.state == EuiCheck::State::Wrong ? u"smallBad"_s : u"small"_s);
    restyle(m_euiHint);
}

void WebhooksPage::clearFilters()
{
    m_eui->setTextSilently({});
    const QSignalBlocker blocker(m_outcome);
    m_outcome->setCurrentIndex(0);
    refresh();
}

void WebhooksPage::refresh()
{
    m_stack->showLoading();
    const int asked = ++m_asked;
    m_client.webhooks(query(), this, [this, asked](Result<contract::Page<WebhookRecord>> page) {
        if (asked != m_asked)
            return;
        if (!page) {
            m_stack->showError(page.error());
            return;
        }
        const QModelIndex current = m_table->currentIndex();
        const WebhookId chosen = current.isValid() ? m_model.row(current.row()).id : WebhookId{};
        m_total = page->pagination.total;
        m_nextCursor = page->pagination.nextCursor;
        m_model.setRows(std::move(page->items));
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (chosen.isValid() && m_model.row(row).id == chosen)
                m_table->setCurrentIndex(m_model.index(row, 0));
        }
        if (!m_table->currentIndex().isValid())
            m_detail->clear(); // what it shows is not in the list any more
        displayTotal();
        updateReplayAll();
        if (isFiltered()) {
            m_stack->empty().setContent(u"search"_s, tr("No webhook matches"),
                                        tr("Change or clear the filter."));
            m_stack->empty().setAction(tr("Clear filter"));
        } else {
            m_stack->empty().setContent(
                u"webhook"_s, tr("No webhook here yet"),
                tr("Everything a network server sends appears here with what became of it. One "
                   "with a wrong key is turned away at the door and does not."));
            m_stack->empty().setAction({});
        }
        if (m_model.rowCount() == 0)
            m_stack->showEmpty();
        else
            m_stack->showContent();
    });
}

void WebhooksPage::displayTotal()
{
    m_older->setVisible(!m_nextCursor.isEmpty());
    setSubtitle(m_total >= countedTo
                    ? tr("More than %1 came in").arg(m_format.count(countedTo))
                    : tr("%n came in, the newest first", nullptr, static_cast<int>(m_total)));
    if (isFiltered() || m_model.rowCount() == 0)
        return;
    const Timestamp last = m_model.row(0).receivedAt;
    const bool isSilent = Format::now() - last > silenceAfter;
    m_silence->setVisible(isSilent);
    if (isSilent)
        m_silence->setText(tr("Nothing came in for %1.").arg(m_format.ago(last, Format::now())));
}

void WebhooksPage::showOlder()
{
    WebhookQuery older = query();
    older.cursor = m_nextCursor;
    m_older->setEnabled(false);
    m_client.webhooks(older, this,
                      [this, asked = m_asked](Result<contract::Page<WebhookRecord>> page) {
                          m_older->setEnabled(true);
                          if (asked != m_asked)
                              return;
                          if (!page) {
                              Q_EMIT noticed(sentence(page.error()));
                              return;
                          }
                          m_nextCursor = page->pagination.nextCursor;
                          m_model.addRows(std::move(page->items));
                          displayTotal();
                      });
}

void WebhooksPage::filterByOutcome(std::optional<IngestOutcome> outcome)
{
    m_outcome->setCurrentIndex(outcome ? std::max(0, m_outcome->findData(toText(*outcome))) : 0);
}

// Off only when it is known that there is nothing: the whole list is here.
void WebhooksPage::updateReplayAll()
{
    if (isFiltered())
        return;
    const bool isWhole = m_nextCursor.isEmpty();
    const bool hasAny = std::ranges::any_of(m_model.rows(), [](const WebhookRecord &record) {
        return record.outcome != IngestOutcome::Stored
               && record.outcome != IngestOutcome::Held; // comes in by itself
    });
    const bool isNothing = isWhole && !hasAny;
    setUsable(*m_replayAll, !isNothing && !m_isReplaying,
              isNothing ? tr("Every webhook brought its reading.") : QString());
}

void WebhooksPage::replayAll(const QString &cursor, qint64 withReading, qint64 replayed)
{
    m_client.replayWebhooks(
        cursor, this, [this, withReading, replayed](const Result<ReplayedWebhooks> &done) {
            if (!done) {
                m_isReplaying = false;
                m_replayAll->setEnabled(true);
                Q_EMIT noticed(sentence(done.error()));
                return;
            }
            if (!done->nextCursor.isEmpty()) {
                replayAll(done->nextCursor, withReading + done->withReading,
                          replayed + done->replayed);
                return;
            }
            m_isReplaying = false;
            m_replayAll->setEnabled(true);
            Q_EMIT noticed(tr("%1 applied again, %2 of them brought a reading.")
                               .arg(m_format.count(replayed + done->replayed),
                                    m_format.count(withReading + done->withReading)));
            Q_EMIT changed();
            refresh();
        });
}

} // namespace datakubo::ui
