#pragma once
#include "backend/contract/event.h"

#include <QFrame>
#include <QTimer>

#include <deque>

class QLabel;
class QPushButton;

namespace datakubo::ui {

class Format;
struct ServerInfo;

// The server at a glance: where it receives, how much, since when, where it stores.
class StatusLine : public QFrame
{
    Q_OBJECT

public:
    StatusLine(const Format &format, const ServerInfo &server, QWidget *parent = nullptr);

    void addEvents(const contract::Events &events);
    void setLastUplink(Timestamp time);
    void setReachable(bool reachable);

Q_SIGNALS:
    void addressCopied();

private:
    void tick();
    void drawDot();
    void changeEvent(QEvent *event) override;

    const Format &m_format;
    QString m_url;
    bool m_reachable = true;
    std::deque<Timestamp> m_arrivals; // of the last minute
    std::optional<Timestamp> m_lastUplink;
    QTimer m_second;
    QLabel *m_dot;
    QPushButton *m_address;
    QLabel *m_rate;
    QLabel *m_last;
};

} // namespace datakubo::ui
