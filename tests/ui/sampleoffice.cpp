#include "tests/ui/sampleoffice.h"

#include "tests/ui/sampleconsumption.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

using namespace Qt::Literals::StringLiterals;
using datakubo::contract::Method;
using datakubo::contract::Request;
using datakubo::contract::Response;

namespace datakubo::test {

namespace {

const std::array names{u"M. Okafor"_s, u"J. Lindqvist"_s, u"A. Ferrari"_s, u"S. Novák"_s,
                       u"L. Moreau"_s, u"P. Silva"_s,     u"K. Jansen"_s,  u"R. Weiss"_s,
                       u"T. Aydin"_s,  u"H. Sato"_s,      u"E. Costa"_s,   u"N. Petrov"_s};
const std::array places{u"Parkstr. 12"_s, u"Lindenhof"_s,     u"Riverside"_s,
                        u"Am Markt 3"_s,  u"Gartenstadt 7"_s, u"Seeblick"_s};

template <typename T>
Response whole(const std::vector<T> &items)
{
    QJsonArray array;
    for (const T &item : items)
        array.append(contract::toJson(item));
    return contract::successPage(array, {static_cast<qint64>(items.size()), 1000, 0, {}});
}

} // namespace

SampleOffice::SampleOffice(FakeTransport &transport, int devices)
    : m_devices(devices), m_now{QDateTime::currentMSecsSinceEpoch()}
{
    answerLists(transport);
    transport.on(Method::Get, "/devices",
                 [this](const Request &request) { return this->devices(request); });
    transport.on(Method::Get, "/devices/*", [this](const Request &request) {
        if (request.path.endsWith("/assignments")) {
            return whole(std::vector{
                Assignment{{}, u"a1"_s, u"r1"_s, names[2], m_now - 200 * duration::day, {}},
                Assignment{{},
                           u"a0"_s,
                           u"r0"_s,
                           u"B. Haller"_s,
                           m_now - 900 * duration::day,
                           m_now - 200 * duration::day}});
        }
        if (request.path.endsWith("/consumption"))
            return sampleConsumption(request, true);
        return sampleReadings(request);
    });
    answerConsumption(transport, *this);
    transport.on(Method::Put, "/devices/*", [this](const Request &request) {
        const auto status =
            parseDeviceStatus(QJsonDocument::fromJson(request.body)[u"status"].toString());
        if (const auto eui = DevEui::parse(QString::fromLatin1(request.path.mid(16, 16)));
            eui && status)
            m_statuses[*eui] = *status;
        return contract::success(QJsonObject());
    });
    transport.on(Method::Delete, "/devices/*", contract::noContent());
    transport.on(Method::Post, "/devices/register", [this](const Request &request) {
        Device made = device(0);
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        made.eui = DevEui::parse(body[u"dev_eui"].toString()).value_or(DevEui());
        made.name = body[u"device_name"].toString();
        return contract::success(contract::toJson(made), 201);
    });
}

std::vector<WebhookRecord> SampleOffice::webhooks(const QString &result) const
{
    struct Row {
        IngestOutcome outcome;
        QString reason;
        ReadingSource source;
    };
    const std::array rows{
        Row{IngestOutcome::Skipped, u"no_volume"_s, ReadingSource::ChirpStackV4},
        Row{IngestOutcome::Stored, {}, ReadingSource::ChirpStackV4},
        Row{IngestOutcome::Stored, {}, ReadingSource::TtsV3},
        Row{IngestOutcome::Unregistered, {}, ReadingSource::ChirpStackV4},
        Row{IngestOutcome::Duplicate, u"same_deduplication_id"_s, ReadingSource::ChirpStackV4},
        Row{IngestOutcome::Quarantined, u"same_time_other_value"_s, ReadingSource::ChirpStackV3},
        Row{IngestOutcome::Skipped, u"join"_s, ReadingSource::ChirpStackV4},
        Row{IngestOutcome::Held, u"monthly_limit"_s, ReadingSource::TtsV3},
        Row{IngestOutcome::Rejected, u"dev_eui is missing"_s, ReadingSource::Custom}};
    std::vector<WebhookRecord> all;
    for (int i = 0; i < m_devices; ++i) {
        const Row &row = rows[static_cast<size_t>(i) % rows.size()];
        WebhookRecord record;
        record.id = {10'000 - i};
        record.receivedAt = m_now - i * 41 * duration::second;
        record.source = row.source;
        record.event = u"up"_s;
        record.outcome = row.outcome;
        record.reason = row.reason;
        if (row.outcome != IngestOutcome::Rejected)
            record.devEui = device(i).eui.toString();
        if (result.isEmpty() || toText(row.outcome) == result)
            all.push_back(std::move(record));
    }
    return all;
}

void SampleOffice::answerLists(FakeTransport &transport)
{
    contract::Me me;
    me.organizationName = u"Hausverwaltung Brandt"_s;
    me.timeZone = u"Europe/Berlin"_s;
    me.kind = u"local"_s;
    transport.on(Method::Get, "/auth/me", contract::success(contract::toJson(me)));
    transport.on(Method::Get, "/overview", [this](const Request &) {
        QJsonArray last;
        for (const auto &uplink : uplinks())
            last.append(contract::toJson(uplink));
        return contract::success(
            QJsonObject{{u"counts"_s, contract::toJson(counts())}, {u"last_uplinks"_s, last}});
    });
    transport.on(Method::Get, "/customers", [this](const Request &) {
        std::vector<Community> all;
        for (int i = 0; i < m_communities; ++i)
            all.push_back(community(i));
        return whole(all);
    });
    transport.on(Method::Get, "/end-users", [this](const Request &request) {
        const QString search = request.queryItems().queryItemValue(u"search"_s, QUrl::FullyDecoded);
        std::vector<Resident> all;
        for (int i = 0; i < static_cast<int>(names.size()); ++i) {
            if (resident(i).name.contains(search, Qt::CaseInsensitive)
                || resident(i).unit == search)
                all.push_back(resident(i));
        }
        return whole(all);
    });
    transport.on(Method::Get, "/ingest/unregistered", [this](const Request &) {
        std::vector<UnregisteredDevice> all;
        for (int i = 0; i < m_unregistered; ++i) {
            all.push_back({{},
                           DevEui(0x70b3d57ed0050412ULL + quint64(i)),
                           u"meter-%1"_s.arg(i + 12),
                           u"riverside-hoa"_s,
                           {},
                           m_now - 3 * duration::day,
                           m_now - (i + 2) * 7 * duration::minute,
                           40 + i * 31,
                           Volume{(12'870'000 + i * 7'331'000)}});
        }
        return whole(all);
    });
    transport.on(Method::Get, "/ingest/log", [this](const Request &request) {
        return whole(webhooks(request.queryItems().queryItemValue(u"result"_s)));
    });
    transport.on(Method::Get, "/ingest/log/*", [this](const Request &) {
        QJsonObject whole = contract::toJson(webhooks({}).front());
        whole[u"body"] = u"{\"deviceInfo\":{\"devEui\":\"70b3d57ed0050412\",\"deviceName\":"
                         "\"Flat 12\"},\"fCnt\":812,\"object\":{\"temperature\":21.5,"
                         "\"register\":{\"main\":12870}}}"_s;
        whole[u"body_base64"] = QJsonValue::Null;
        return contract::success(whole);
    });
    transport.on(Method::Get, "/reseller/billing",
                 contract::success(contract::toJson(BillingSummary{
                     u"starter"_s, 42, 25, 17, Money{4900}, Money{1003}, Money{5903}, u"EUR"_s})));
    transport.on(Method::Get, "/api-keys",
                 whole(std::vector{ApiKey{{},
                                          {},
                                          u"k1"_s,
                                          u"ChirpStack cellar"_s,
                                          KeyScope::Ingest,
                                          u"dk_live_7Hq2"_s,
                                          m_now - 40 * duration::day,
                                          m_now - 12 * duration::second},
                                   ApiKey{{},
                                          {},
                                          u"k2"_s,
                                          u"Accounting export"_s,
                                          KeyScope::Full,
                                          u"dk_live_pV09"_s,
                                          m_now - 12 * duration::day,
                                          m_now - 1 * duration::day},
                                   ApiKey{{},
                                          {},
                                          u"k3"_s,
                                          u"First key"_s,
                                          KeyScope::Full,
                                          u"dk_live_aa31"_s,
                                          m_now - 300 * duration::day,
                                          {}}}));
}

void SampleOffice::setEmpty()
{
    m_devices = m_communities = m_unregistered = 0;
}

Device SampleOffice::device(int number) const
{
    Device device;
    device.uuid = u"d%1"_s.arg(number);
    device.eui = DevEui(0xa1b2c3d4e5f60000ULL + quint64(number) + 1);
    const QString unit = u"%1%2"_s.arg(number / 4 + 1).arg(QChar(u'A' + number % 4));
    device.name = u"Water Meter %1"_s.arg(unit);
    device.status = number % 11 == 3   ? DeviceStatus::Offline
                    : number % 11 == 5 ? DeviceStatus::Maintenance
                                       : DeviceStatus::Online;
    if (const auto set = m_statuses.find(device.eui); set != m_statuses.end())
        device.status = set->second;
    device.createdAt = m_now - 400 * duration::day;
    device.lastSeenAt =
        m_now
        - (device.status == DeviceStatus::Offline ? 2 * duration::day
                                                  : (number * 3 + 1) * duration::minute);
    device.lastRecordedAt = device.lastSeenAt;
    device.lastVolume = Volume{40'000'000 + number * 13'271'000LL};
    device.battery.millivolts = 3600;
    device.signal = {-97 + number % 7, 70};
    device.serialNumber = u"AXI-%1"_s.arg(8'100'200 + number);
    device.location = u"Riser %1"_s.arg(number % 3 + 1);
    device.customer = Reference{u"c0"_s, places[0]};
    if (number % 11 != 3 && number % 11 != 5) {
        device.endUser =
            Reference{u"r%1"_s.arg(number % 12), names[static_cast<size_t>(number % 12)]};
        device.endUserUnit = unit;
    }
    return device;
}

Community SampleOffice::community(int number) const
{
    Community community;
    community.uuid = u"c%1"_s.arg(number);
    community.name = places[static_cast<size_t>(number)];
    community.tenantName = community.name.toLower().remove(u'.').replace(u' ', u'-');
    community.address = u"%1, 10115 Berlin"_s.arg(community.name);
    community.deviceCount = 24 + number * 19;
    community.residentCount = 12 + number * 17;
    return community;
}

Resident SampleOffice::resident(int number) const
{
    Resident resident;
    resident.uuid = u"r%1"_s.arg(number);
    resident.name = names[static_cast<size_t>(number)];
    resident.unit = u"%1%2"_s.arg(number / 4 + 1).arg(QChar(u'A' + number % 4));
    resident.email = resident.name.section(u' ', 1).toLower() + u"@example.com"_s;
    return resident;
}

OverviewCounts SampleOffice::counts() const
{
    if (m_devices == 0)
        return {.unregistered = m_unregistered,
                .communities = m_communities,
                .webhookLimit = 1'000'000};
    return {m_devices,
            m_devices - m_devices / 40 - m_devices / 80,
            m_devices / 40,
            m_devices / 80,
            m_unregistered,
            m_communities,
            180,
            214'806,
            1'000'000};
}

std::vector<LastUplink> SampleOffice::uplinks() const
{
    std::vector<LastUplink> made;
    for (int i = 0; i < std::min(9, m_devices); ++i) {
        Reading reading;
        reading.recordedAt = reading.receivedAt = m_now - (i * 17 + 12) * duration::second;
        reading.volume = Volume{12'870'000 + i * 31'771'000LL};
        reading.battery.millivolts = 3600 - i % 2 * 100;
        reading.signal.rssi = -88 - i * 3;
        made.push_back({device(i), reading, Volume{i % 4 * 3'000 + i * 1'000}});
    }
    return made;
}

contract::Events SampleOffice::uplinkOf(int number) const
{
    contract::ReadingEvent event{device(number), {}, Volume{12'000}};
    event.device.lastVolume = Volume{999'123'000};
    event.device.status = DeviceStatus::Online;
    event.reading.volume = *event.device.lastVolume;
    event.reading.recordedAt = event.reading.receivedAt = m_now;
    return {{OrganizationId{1}, event}};
}

Response SampleOffice::devices(const Request &request) const
{
    const QUrlQuery query = request.queryItems();
    const auto value = [&query](const QString &name) {
        return query.queryItemValue(name, QUrl::FullyDecoded);
    };
    const qint64 offset = value(u"offset"_s).toLongLong();
    const int limit = value(u"limit"_s).toInt();
    const auto status = parseDeviceStatus(value(u"status"_s));
    const QString search = value(u"search"_s);
    const QString assigned = value(u"assigned"_s);
    QJsonArray page;
    qint64 total = m_devices;
    if (!status && search.isEmpty() && assigned.isEmpty()) {
        for (qint64 row = offset; row < std::min<qint64>(offset + limit, m_devices); ++row)
            page.append(contract::toJson(device(static_cast<int>(row))));
        return contract::successPage(page, {total, limit, offset, {}});
    }
    total = 0;
    for (int row = 0; row < m_devices; ++row) {
        const Device one = device(row);
        if ((status && one.status != *status)
            || (!assigned.isEmpty() && one.endUser.has_value() != (assigned == u"true"))
            || !(one.name + one.eui.toString()).contains(search, Qt::CaseInsensitive))
            continue;
        if (total >= offset && page.size() < limit)
            page.append(contract::toJson(one));
        ++total;
    }
    return contract::successPage(page, {total, limit, offset, {}});
}

} // namespace datakubo::test
