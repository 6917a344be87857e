#include "ui/shell/statusline.h"

#include "ui/format.h"
#include "ui/serverinfo.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

StatusLine::StatusLine(const Format &format, const ServerInfo &server, QWidget *parent)
    : QFrame(parent),
      m_format(format),
      m_url(server.url),
      m_dot(label({})),
      m_rate(label({}, u"small"_s)),
      m_last(label({}, u"small"_s))
{
    setObjectName(u"statusLine"_s);
    setProperty("role", u"statusline"_s);
    setFixedHeight(28);
    m_address = button({}, u"serverUrl"_s, u"quiet"_s);
    m_address->setToolTip(tr("Copy the address"));
    m_address->setCursor(Qt::PointingHandCursor);
    m_rate->setObjectName(u"webhookRate"_s);
    m_last->setObjectName(u"lastUplinkAgo"_s);
    auto *storage = label(server.storage, u"small"_s);
    storage->setObjectName(u"storageText"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 1, 14, 0);
    layout->setSpacing(0);
    layout->addWidget(m_dot);
    layout->addWidget(m_address);
    layout->addSpacing(14);
    layout->addWidget(m_rate);
    layout->addSpacing(20);
    layout->addWidget(m_last);
    layout->addStretch();
    layout->addWidget(storage);

    connect(m_address, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_url);
        Q_EMIT addressCopied();
    });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &StatusLine::tick);
    m_second.start();
    setReachable(true);
    tick();
}

void StatusLine::setReachable(bool reachable)
{
    m_reachable = reachable;
    m_address->setText(reachable ? tr("Receiving on %1").arg(m_url)
                                 : tr("No answer from %1").arg(m_url));
    m_address->setAccessibleName(tr("%1, copy the address").arg(m_address->text()));
    drawDot();
}

void StatusLine::addEvents(const contract::Events &events)
{
    const Timestamp now = Format::now();
    for (const contract::Event &event : events) {
        if (std::holds_alternative<contract::DeviceEvent>(event.content))
            continue;
        m_arrivals.push_back(now);
        if (std::holds_alternative<contract::ReadingEvent>(event.content))
            m_lastUplink = now;
    }
    tick();
}

void StatusLine::setLastUplink(Timestamp time)
{
    m_lastUplink = std::max(m_lastUplink.value_or(time), time);
    tick();
}

void StatusLine::tick()
{
    const Timestamp now = Format::now();
    while (!m_arrivals.empty() && now - m_arrivals.front() > duration::minute)
        m_arrivals.pop_front();
    m_rate->setText(
        tr("%1 webhooks/min").arg(m_format.count(static_cast<qint64>(m_arrivals.size()))));
    if (!m_lastUplink) {
        m_last->clear();
        return;
    }
    const qint64 seconds = std::max<qint64>(0, (now - *m_lastUplink) / duration::second);
    m_last->setText(seconds < 60 ? tr("Last reading %1 s ago").arg(seconds)
                                 : tr("Last reading %1 ago").arg(m_format.ago(*m_lastUplink, now)));
}

void StatusLine::drawDot()
{
    const Tokens &tokens = Tokens::of(palette());
    const qreal ratio = devicePixelRatioF();
    QPixmap dot(QSize(8, 8) * ratio);
    dot.setDevicePixelRatio(ratio);
    dot.fill(Qt::transparent);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_reachable ? tokens.good : tokens.bad);
    painter.drawEllipse(QRectF(0, 0, 8, 8));
    painter.end();
    m_dot->setPixmap(dot);
}

void StatusLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        drawDot();
    QFrame::changeEvent(event);
}

} // namespace datakubo::ui
