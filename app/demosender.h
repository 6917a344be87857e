#pragma once
#include "app/demobuilding.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

namespace datakubo::app {

// Plays the network server of the demo building: posts a ChirpStack uplink to the program's own
// address every few seconds, and now and then one of a device nobody registered.
class DemoSender : public QObject
{
    Q_OBJECT

public:
    DemoSender(QString url, DemoBuilding building);

private:
    void sendNext();
    void sendUnregistered();
    void post(const QString &devEui, const QString &name, Volume volume, double volts);

    QString m_url;
    DemoBuilding m_building;
    QNetworkAccessManager m_network;
    QTimer m_timer;
    size_t m_next = 0;
    int m_sent = 0;
};

} // namespace datakubo::app
