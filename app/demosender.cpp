#include "app/demosender.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QSslError>
#include <QUuid>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

constexpr int everyMs = 3000;
constexpr int strangers = 3;
constexpr int strangerEvery = 10;

} // namespace

DemoSender::DemoSender(QString url, DemoBuilding building)
    : m_url(std::move(url)), m_building(std::move(building))
{
    // The address is this program's own; a certificate for another name is expected there.
    connect(&m_network, &QNetworkAccessManager::sslErrors, this,
            [](QNetworkReply *reply, const QList<QSslError> &errors) {
                reply->ignoreSslErrors(errors);
            });
    connect(&m_timer, &QTimer::timeout, this, &DemoSender::sendNext);
    m_timer.start(everyMs);
    for (int i = 0; i < strangers; ++i)
        sendUnregistered();
}

void DemoSender::sendNext()
{
    if (m_sent % strangerEvery == strangerEvery - 1) {
        sendUnregistered();
        return;
    }
    do {
        m_next = (m_next + 1) % m_building.meters.size();
    } while (m_building.meters[m_next].isSilent);
    DemoBuilding::Meter &meter = m_building.meters[m_next];
    auto *random = QRandomGenerator::global();
    const qint64 step = meter.perHourMl == 0 ? 120'000 : meter.perHourMl;
    meter.volume = meter.volume + Volume{random->bounded(static_cast<int>(step)) / 1000 * 1000};
    post(meter.eui.toString(), meter.name, meter.volume, 3.6 - 0.005 * static_cast<double>(m_next));
}

void DemoSender::sendUnregistered()
{
    const int which = m_sent % strangers;
    const quint64 eui = 0xd0d0d0d0ffff0000ULL + static_cast<quint64>(which);
    post(QString::number(eui, 16), u"Cellar Meter %1"_s.arg(which + 1),
         {(5'000 + which * 777 + m_sent) * 1'000'000LL}, 3.5);
}

void DemoSender::post(const QString &devEui, const QString &name, Volume volume, double volts)
{
    const QString now =
        QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz"_s) + u"+00:00"_s;
    const int rssi = -QRandomGenerator::global()->bounded(84, 110);
    const QJsonObject body{
        {u"deduplicationId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
        {u"time"_s, now},
        {u"deviceInfo"_s, QJsonObject{{u"tenantName"_s, u"parkstr-12"_s},
                                      {u"applicationName"_s, u"Water meters"_s},
                                      {u"deviceName"_s, name},
                                      {u"devEui"_s, devEui}}},
        {u"fCnt"_s, ++m_sent},
        {u"fPort"_s, 2},
        {u"object"_s,
         QJsonObject{{u"cumulativeFlowM3"_s, volume.toCubicMetres()}, {u"battery"_s, volts}}},
        {u"rxInfo"_s, QJsonArray{QJsonObject{{u"gatewayId"_s, u"0016c001f153a14c"_s},
                                             {u"nsTime"_s, now},
                                             {u"rssi"_s, rssi},
                                             {u"snr"_s, 7.5}}}}};
    QNetworkRequest request(QUrl(m_url + u"/api/v1/ingest/water-consumption?event=up"_s));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("X-API-Key", m_building.apiKey.toLatin1());
    QNetworkReply *reply =
        m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact));
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

} // namespace datakubo::app
