#pragma once
#include "backend/contract/codecs.h"
#include "backend/contract/consumptioncodecs.h"
#include "backend/contract/event.h"
#include "backend/contract/message.h"
#include "ui/client/consumptionqueries.h"
#include "ui/client/queries.h"
#include "ui/client/sheetqueries.h"

#include <QObject>

#include <functional>
#include <vector>

namespace datakubo::ui {

class Transport;

template <typename T>
using Answer = std::function<void(Result<T>)>;

struct Overview {
    OverviewCounts counts;
    std::vector<LastUplink> lastUplinks;
};

struct CreatedApiKey {
    ApiKey key;
    QString secret; // shown once
};

struct WebhookDetail {
    WebhookRecord record;
    QString body; // as text; base64 when isText is false
    bool isText = true;
};

struct ReplayedWebhooks {
    qint64 replayed = 0;
    qint64 withReading = 0; // of registered meters and of those nobody registered yet
    QString nextCursor;     // empty: all are done
};

struct BulkRegistration {
    qint64 registeredCount = 0;
    std::vector<QString> skipped; // "eui: reason"
};

// The REST API as typed calls; lives on the GUI thread. Each call names the object it is made for:
// when that object is gone, the late answer is dropped.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    explicit ApiClient(Transport &transport, QObject *parent = nullptr);

    void me(QObject *context, Answer<contract::Me> done);
    void signup(const SignupDraft &draft, QObject *context, Answer<contract::SignupGrant> done);
    void overview(QObject *context, Answer<Overview> done);

    void devices(const DeviceQuery &query, QObject *context, Answer<contract::Page<Device>> done);
    void device(DevEui eui, QObject *context, Answer<Device> done);
    void registerDevice(const DeviceDraft &draft, QObject *context, Answer<Device> done);
    void changeDevice(DevEui eui, const DeviceChange &change, QObject *context,
                      Answer<Device> done);
    void setStatus(DevEui eui, DeviceStatus status, QObject *context, Answer<void> done);
    void assign(DevEui eui, const QString &residentUuid, std::optional<Timestamp> from,
                QObject *context, Answer<void> done);
    void unassign(DevEui eui, QObject *context, Answer<void> done);
    void assignments(DevEui eui, QObject *context, Answer<contract::Page<Assignment>> done);
    void replaceDevice(DevEui eui, const MeterSwap &swap, QObject *context, Answer<Device> done);
    void handOver(DevEui eui, const Handover &handover, QObject *context, Answer<Device> done);

    void consumption(const ConsumptionQuery &query, QObject *context,
                     Answer<ConsumptionReport> done);
    void balance(const QString &customerUuid, const DateRange &range, QObject *context,
                 Answer<Balance> done);
    void readings(const ReadingsQuery &query, QObject *context,
                  Answer<contract::Page<Reading>> done);
    void addReading(DevEui eui, const ManualReading &reading, QObject *context,
                    Answer<Reading> done);
    void changeReading(const QString &uuid, const ReadingChange &change, QObject *context,
                       Answer<Reading> done);
    // Questions about registers that numbers cannot answer; empty `customerUuid`: all of them.
    void attention(const QString &customerUuid, QObject *context,
                   Answer<contract::Page<AttentionItem>> done);
    void audit(const QString &cursor, QObject *context, Answer<contract::Page<AuditEntry>> done);

    void unregistered(const QString &customerUuid, QObject *context,
                      Answer<contract::Page<UnregisteredDevice>> done);
    void webhooks(const WebhookQuery &query, QObject *context,
                  Answer<contract::Page<WebhookRecord>> done);
    void webhook(WebhookId id, QObject *context, Answer<WebhookDetail> done);
    void replayWebhook(WebhookId id, QObject *context, Answer<WebhookRecord> done);
    // Those that brought no reading, some hundreds at a time.
    void replayWebhooks(const QString &cursor, QObject *context, Answer<ReplayedWebhooks> done);
    void customers(QObject *context, Answer<contract::Page<Community>> done);
    void createCustomer(const CommunityDraft &draft, QObject *context, Answer<Community> done);
    void changeCustomer(const QString &uuid, const CommunityChange &change, QObject *context,
                        Answer<Community> done);
    void deleteCustomer(const QString &uuid, QObject *context, Answer<void> done);
    void registerUnregistered(const QString &customerUuid, const std::vector<DevEui> &euis,
                              DeviceType type, QObject *context, Answer<BulkRegistration> done);
    void endUsers(const QString &customerUuid, const QString &search, QObject *context,
                  Answer<contract::Page<Resident>> done);
    void createEndUser(const ResidentDraft &draft, QObject *context, Answer<Resident> done);
    void changeEndUser(const QString &uuid, const ResidentChange &change, QObject *context,
                       Answer<Resident> done);
    void deleteEndUser(const QString &uuid, QObject *context, Answer<void> done);

    void previewSheet(const SheetTarget &target, const QByteArray &csv, QObject *context,
                      Answer<SheetPreview> done);
    // The job that was started, or has ended already.
    void importSheet(const SheetTarget &target, const QByteArray &csv, QObject *context,
                     Answer<Job> done);
    // The file itself.
    void exportSheet(const SheetSource &source, const SheetFormat &format, QObject *context,
                     Answer<QByteArray> done);
    void job(const QString &uuid, QObject *context, Answer<Job> done);
    void cancelJob(const QString &uuid, QObject *context, Answer<void> done);

    void billing(QObject *context, Answer<BillingSummary> done);
    void apiKeys(QObject *context, Answer<contract::Page<ApiKey>> done);
    void createApiKey(const QString &name, KeyScope scope, QObject *context,
                      Answer<CreatedApiKey> done);
    void revokeApiKey(const QString &uuid, QObject *context, Answer<void> done);

Q_SIGNALS:
    void eventsReceived(const datakubo::contract::Events &events);

private:
    template <typename T>
    void send(contract::Request request, QObject *context, Answer<T> done,
              std::function<Result<T>(const contract::Response &)> read);

    Transport &m_transport;
};

} // namespace datakubo::ui
