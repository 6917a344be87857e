#include "ui/pages/connectsteps.h"

#include "ui/client/sentences.h"
#include "ui/widgets/copyfield.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ConnectSteps::ConnectSteps(ApiClient &client, const ServerInfo &server, QWidget *parent)
    : QFrame(parent), m_client(client), m_server(server)
{
    setObjectName(u"connectSteps"_s);
    setProperty("role", u"panel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 20);
    layout->setSpacing(16);
    layout->addWidget(label(tr("Four steps to a bill with names on it"), u"heading"_s));

    auto *first = new QWidget;
    auto *firstLayout = new QHBoxLayout(first);
    firstLayout->setContentsMargins({});
    firstLayout->addWidget(
        label(tr("A building or an estate with its meters and residents."), u"muted"_s), 1);
    m_community = button(tr("Create community…"), u"createFirstCommunity"_s, u"primary"_s);
    connect(m_community, &QPushButton::clicked, this, &ConnectSteps::communityWanted);
    firstLayout->addWidget(m_community);
    m_steps[0] = addStep(1, tr("Create a community"), first);
    layout->addWidget(rule());

    auto *second = new QWidget;
    auto *secondLayout = new QVBoxLayout(second);
    secondLayout->setContentsMargins({});
    secondLayout->setSpacing(10);
    m_sender = new SegmentedControl(u"sender"_s);
    m_sender->addSegment(tr("ChirpStack"));
    m_sender->addSegment(tr("The Things Stack"));
    connect(m_sender, &SegmentedControl::chosen, this, &ConnectSteps::fill);
    m_hint = label({}, u"muted"_s);
    m_hint->setWordWrap(true);
    m_url = new CopyField(tr("Webhook URL"), u"webhookUrl"_s);
    m_header = new CopyField(tr("Header name"), u"webhookHeader"_s);
    m_key = new CopyField(tr("Header value"), u"webhookKey"_s);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(label(tr("URL"), u"muted"_s), m_url);
    form->addRow(label(tr("Header"), u"muted"_s), m_header);
    form->addRow(label(tr("Value"), u"muted"_s), m_key);
    m_makeKey = button(tr("Make a key for the network server"), u"makeKey"_s);
    connect(m_makeKey, &QPushButton::clicked, this, &ConnectSteps::makeKey);
    m_keyError = label({}, u"error"_s);
    m_keyError->hide();
    secondLayout->addWidget(m_sender);
    secondLayout->addWidget(m_hint);
    secondLayout->addLayout(form);
    m_onlyHere = label(tr("Only programs on this computer reach this address. For a network server "
                          "elsewhere, start DataKubo with --listen 0.0.0.0 or behind a proxy."),
                       u"warning"_s);
    m_onlyHere->setObjectName(u"onlyThisComputer"_s);
    m_onlyHere->setWordWrap(true);
    m_onlyHere->setVisible(m_server.networkUrl.isEmpty());
    secondLayout->addWidget(m_onlyHere);
    secondLayout->addWidget(m_makeKey, 0, Qt::AlignLeft);
    secondLayout->addWidget(m_keyError);
    m_steps[1] = addStep(2, tr("Connect a network server"), second);
    layout->addWidget(rule());

    auto *third = new QWidget;
    auto *thirdLayout = new QHBoxLayout(third);
    thirdLayout->setContentsMargins({});
    m_waiting = label({}, u"muted"_s);
    m_waiting->setObjectName(u"waitingForUplink"_s);
    m_waiting->setWordWrap(true);
    m_register = button(tr("Register what sent…"), u"registerWaiting"_s, u"primary"_s);
    connect(m_register, &QPushButton::clicked, this, &ConnectSteps::registerWanted);
    m_why = button(tr("Show webhooks"), u"showWebhooks"_s);
    m_why->hide();
    connect(m_why, &QPushButton::clicked, this, &ConnectSteps::webhooksWanted);
    thirdLayout->addWidget(m_waiting, 1);
    thirdLayout->addWidget(m_why);
    thirdLayout->addWidget(m_register);
    m_steps[2] = addStep(3, tr("See the first reading arrive"), third);

    layout->addWidget(rule());

    auto *fourth = new QWidget;
    auto *fourthLayout = new QHBoxLayout(fourth);
    fourthLayout->setContentsMargins({});
    fourthLayout->addWidget(
        label(tr("Names, units and e-mail addresses from a CSV file, in one go."), u"muted"_s), 1);
    m_import = button(tr("Import residents…"), u"importFirstResidents"_s);
    connect(m_import, &QPushButton::clicked, this, &ConnectSteps::residentsWanted);
    fourthLayout->addWidget(m_import);
    m_steps[3] = addStep(4, tr("Bring the residents in"), fourth);

    m_look.setInterval(3000);
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (!m_heard)
            lookForRefusal();
    });
    fill();
    setCounts({});
}

ConnectSteps::Step ConnectSteps::addStep(int number, const QString &title, QWidget *content)
{
    Step step;
    step.mark = label(QString::number(number));
    step.mark->setFixedSize(24, 24);
    step.mark->setAlignment(Qt::AlignCenter);
    step.title = label(title, u"heading"_s);
    auto *right = new QVBoxLayout;
    right->setSpacing(6);
    right->addWidget(step.title);
    right->addWidget(content);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(step.mark, 0, Qt::AlignTop);
    row->addLayout(right, 1);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    return step;
}

void ConnectSteps::setDone(const Step &step, int number, bool done)
{
    step.mark->setText(done ? u"✓"_s : QString::number(number));
    step.mark->setProperty("role", done ? u"stepDone"_s : u"step"_s);
    step.title->setAccessibleDescription(done ? tr("done") : tr("to do"));
    restyle(step.mark);
}

void ConnectSteps::setCounts(const OverviewCounts &counts)
{
    const bool hasCommunity = counts.communities > 0;
    m_heard = counts.unregistered > 0 || counts.devices > 0;
    setDone(m_steps[0], 1, hasCommunity);
    setDone(m_steps[1], 2, m_heard);
    setDone(m_steps[2], 3, m_heard);
    setDone(m_steps[3], 4, counts.residents > 0);
    m_community->setVisible(!hasCommunity);
    setUsable(*m_import, hasCommunity, tr("Create a community first."));
    m_register->setVisible(counts.unregistered > 0);
    if (counts.unregistered > 0) {
        setWaiting(tr("%n device(s) sent and wait to be registered.", nullptr,
                      static_cast<int>(counts.unregistered)),
                   u"good"_s);
    } else if (m_heard) {
        setWaiting(tr("Webhooks arrive."), u"good"_s);
    } else {
        setWaiting(tr("Waiting. It appears here by itself as soon as it arrives."), u"muted"_s);
        lookForRefusal();
    }
}

void ConnectSteps::setWaiting(const QString &text, const QString &role)
{
    m_waiting->setText(text);
    m_waiting->setProperty("role", role);
    restyle(m_waiting);
    m_why->setVisible(role == u"error"_s);
}

void ConnectSteps::lookForRefusal()
{
    if (!isVisible())
        return;
    WebhookQuery newest;
    newest.limit = 1;
    m_client.webhooks(newest, this, [this](const Result<contract::Page<WebhookRecord>> &page) {
        if (!page || page->items.empty() || m_heard)
            return;
        const WebhookRecord &record = page->items.front();
        const QString why = reasonSentence(record.reason);
        setWaiting(record.outcome == IngestOutcome::Rejected
                       ? tr("A webhook came and was refused: %1").arg(why)
                       : tr("A webhook came without a reading: %1").arg(why),
                   u"error"_s);
    });
}

void ConnectSteps::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    lookForRefusal();
    m_look.start();
}

void ConnectSteps::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    m_look.stop();
}

void ConnectSteps::setApiKey(const QString &secret)
{
    m_secret = secret;
    fill();
}

void ConnectSteps::fill()
{
    const bool chirpStack = m_sender->current() == 0;
    m_hint->setText(chirpStack
                        ? tr("Application › Integrations › HTTP: payload encoding JSON, this "
                             "event endpoint URL, and one header.")
                        : tr("Application › Webhooks › Custom webhook: format JSON, this base "
                             "URL, one additional header, and “Uplink message” enabled."));
    m_url->setValue(m_server.webhookUrl());
    m_header->setValue(u"X-API-Key"_s);
    m_key->setValue(m_secret.isEmpty() ? tr("your API key (Settings, or make one here)")
                                       : m_secret);
    m_makeKey->setVisible(m_secret.isEmpty());
}

void ConnectSteps::makeKey()
{
    m_makeKey->setEnabled(false);
    const QString name = m_sender->current() == 0 ? u"ChirpStack"_s : u"The Things Stack"_s;
    m_client.createApiKey(name, KeyScope::Ingest, this, [this](Result<CreatedApiKey> key) {
        m_makeKey->setEnabled(true);
        m_keyError->setVisible(!key);
        if (!key)
            m_keyError->setText(sentence(key.error()));
        else
            setApiKey(key->secret);
    });
}

} // namespace datakubo::ui
