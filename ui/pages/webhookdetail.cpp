#include "ui/pages/webhookdetail.h"

#include "ui/client/sentences.h"
#include "ui/format.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

// Indented when it is JSON, else as it came.
QString readable(const QString &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body.toUtf8());
    return document.isNull() ? body : QString::fromUtf8(document.toJson()).trimmed();
}

} // namespace

WebhookDetailPanel::WebhookDetailPanel(ApiClient &client, const Format &format, QWidget *parent)
    : QFrame(parent),
      m_client(client),
      m_format(format),
      m_pages(new QStackedWidget),
      m_title(label({}, u"mono"_s)),
      m_when(label({}, u"muted"_s)),
      m_why(label({})),
      m_outcome(new Chip),
      m_body(new QPlainTextEdit),
      m_replay(button(tr("Apply &again"), u"replayWebhook"_s)),
      m_copy(button(tr("Copy body"), u"copyWebhook"_s))
{
    setObjectName(u"webhookDetail"_s);
    setProperty("role", u"panel"_s);
    setAccessibleName(tr("Details of the webhook"));
    m_title->setObjectName(u"webhookDevice"_s);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_why->setObjectName(u"webhookReason"_s);
    m_why->setWordWrap(true);
    m_when->setWordWrap(true);
    m_body->setObjectName(u"webhookBody"_s);
    m_body->setAccessibleName(tr("Body"));
    m_body->setReadOnly(true);
    m_body->setTabChangesFocus(true);
    m_body->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_body->setProperty("role", u"code"_s);

    auto *nothing = new EmptyState(u"noWebhook"_s);
    nothing->setContent(u"webhook"_s, tr("Choose a webhook to see what was in it"));
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_outcome);
    layout->addLayout(head);
    layout->addWidget(m_when);
    layout->addWidget(m_why);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_replay);
    actions->addWidget(m_copy);
    actions->addStretch();
    layout->addLayout(actions);
    m_stack = new LoadStack(m_body, u"webhookBodyStack"_s);
    m_stack->empty().setContent(u"warning"_s, tr("The body cannot be read any more"));
    layout->addWidget(m_stack, 1);
    m_pages->addWidget(nothing);
    m_pages->addWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_pages);

    connect(m_stack, &LoadStack::retryWanted, this, &WebhookDetailPanel::load);
    connect(m_replay, &QPushButton::clicked, this, &WebhookDetailPanel::replay);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_raw);
        Q_EMIT noticed(tr("The body is copied as it came."));
    });
}

void WebhookDetailPanel::show(const WebhookRecord &record)
{
    const bool isAnother = record.id != m_record.id;
    display(record);
    m_pages->setCurrentIndex(1);
    if (isAnother)
        load();
}

void WebhookDetailPanel::clear()
{
    m_record = {};
    m_pages->setCurrentIndex(0);
}

void WebhookDetailPanel::display(const WebhookRecord &record)
{
    m_record = record;
    m_title->setText(record.itemCount > 1      ? tr("%n message(s)", nullptr, record.itemCount)
                     : record.devEui.isEmpty() ? tr("no device")
                                               : record.devEui);
    QString when = m_format.dateTime(record.receivedAt);
    if (record.source)
        when += u" · "_s + wordFor(*record.source);
    if (!record.event.isEmpty())
        when += u" · "_s + record.event;
    m_when->setText(when);
    QString why = reasonSentence(record.reason);
    if (record.replayedAt) {
        // A reason the server gives is no whole sentence.
        if (!why.isEmpty() && !why.endsWith(u'.'))
            why += u'.';
        why +=
            u' ' + tr("Applied again %1.").arg(m_format.moment(*record.replayedAt, Format::now()));
    }
    m_why->setText(why.trimmed());
    m_why->setVisible(!m_why->text().isEmpty());
    m_outcome->setContent(wordFor(record.outcome), toneOf(record.outcome));
    m_replay->setEnabled(record.outcome != IngestOutcome::Held);
}

void WebhookDetailPanel::load()
{
    m_stack->showLoading();
    m_copy->setEnabled(false);
    m_client.webhook(m_record.id, this,
                     [this, id = m_record.id](const Result<WebhookDetail> &found) {
                         if (id != m_record.id)
                             return;
                         if (!found) {
                             m_stack->showError(found.error());
                             return;
                         }
                         m_raw = found->body;
                         m_body->setPlainText(found->isText ? readable(m_raw) : m_raw);
                         m_copy->setEnabled(!m_raw.isEmpty());
                         if (m_raw.isEmpty())
                             m_stack->showEmpty();
                         else
                             m_stack->showContent();
                     });
}

void WebhookDetailPanel::replay()
{
    m_replay->setEnabled(false);
    m_client.replayWebhook(m_record.id, this,
                           [this, id = m_record.id](const Result<WebhookRecord> &done) {
                               if (id == m_record.id)
                                   m_replay->setEnabled(true);
                               if (!done) {
                                   Q_EMIT noticed(sentence(done.error()));
                                   return;
                               }
                               if (id == m_record.id)
                                   display(*done);
                               Q_EMIT noticed(tr("Applied again: %1.").arg(wordFor(done->outcome)));
                               Q_EMIT replayed(*done);
                           });
}

} // namespace datakubo::ui
