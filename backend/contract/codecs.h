#pragma once
#include "backend/domain/access.h"
#include "backend/domain/community.h"
#include "backend/domain/device.h"
#include "backend/domain/fieldmapping.h"
#include "backend/domain/job.h"
#include "backend/domain/organization.h"
#include "backend/domain/overview.h"
#include "backend/domain/reading.h"
#include "backend/domain/resident.h"
#include "backend/domain/result.h"
#include "backend/domain/subscription.h"
#include "backend/domain/webhook.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

// Domain values as the JSON of the contract and back. Reading is lenient about what is absent and
// strict about what is wrong: an Error names the field. Round-trip tested.
namespace datakubo::contract {

// Volumes are m³ numbers exact to the millilitre, money numbers of two decimals; absent is null.
QJsonValue toJson(const std::optional<Volume> &volume);
QJsonValue toJson(const std::optional<Timestamp> &time);
QJsonValue textOrNull(const QString &text);
std::optional<Volume> volumeFromJson(const QJsonValue &value);
std::optional<Timestamp> timestampFromJson(const QJsonValue &value);

QJsonObject toJson(const Device &device);
Result<Device> deviceFromJson(const QJsonObject &object);

QJsonObject toJson(const Assignment &assignment);
Result<Assignment> assignmentFromJson(const QJsonObject &object);

QJsonObject toJson(const Reading &reading);
Result<Reading> readingFromJson(const QJsonObject &object);

QJsonObject toJson(const UnregisteredDevice &device);
Result<UnregisteredDevice> unregisteredDeviceFromJson(const QJsonObject &object);

QJsonObject toJson(const Community &community);
Result<Community> communityFromJson(const QJsonObject &object);

class FieldReader;
QJsonObject toJson(const Resident &resident);
Resident readResident(FieldReader &read);
Result<Resident> residentFromJson(const QJsonObject &object);

QJsonObject toJson(const UserAccount &account);
Result<UserAccount> userAccountFromJson(const QJsonObject &object);

QJsonObject toJson(const Job &job);
Result<Job> jobFromJson(const QJsonObject &object);

QJsonObject toJson(const ApiKey &key);
Result<ApiKey> apiKeyFromJson(const QJsonObject &object);

QJsonObject toJson(const Organization &organization);
Result<Organization> organizationFromJson(const QJsonObject &object);

QJsonObject toJson(const WebhookUsage &usage);
Result<WebhookUsage> webhookUsageFromJson(const QJsonObject &object);

QJsonObject toJson(const BillingSummary &summary);
Result<BillingSummary> billingSummaryFromJson(const QJsonObject &object);

// A webhook of the log, without its body.
QJsonObject toJson(const WebhookRecord &record);
Result<WebhookRecord> webhookFromJson(const QJsonObject &object);

QJsonObject toJson(const FieldMapping &mapping);
Result<FieldMapping> fieldMappingFromJson(const QJsonObject &object);

// GET /auth/me
struct Me {
    QString organizationUuid;
    QString organizationName;
    QString timeZone;
    QString kind;     // "api_key", "user", "local"
    QString userUuid; // empty unless kind is "user"
    QString email;
    Role role = Role::Admin;
    std::vector<QString> scopes; // "read", "manage", "admin", "ingest"
};
QJsonObject toJson(const Me &me);
Result<Me> meFromJson(const QJsonObject &object);

// What signup and login answer.
struct TokenGrant {
    QString accessToken;
    QString refreshToken;
    qint64 expiresInS = 0;
};
struct SignupGrant {
    QString organizationUuid;
    QString userUuid;
    QString apiKey; // shown once
    TokenGrant tokens;
};
QJsonObject toJson(const TokenGrant &grant);
Result<TokenGrant> tokenGrantFromJson(const QJsonObject &object);
QJsonObject toJson(const SignupGrant &grant);
Result<SignupGrant> signupGrantFromJson(const QJsonObject &object);

// GET /api/v1/overview, which is not in the seed: the first page in one answer.
QJsonObject toJson(const OverviewCounts &counts);
Result<OverviewCounts> overviewCountsFromJson(const QJsonObject &object);
QJsonObject toJson(const LastUplink &uplink);
Result<LastUplink> lastUplinkFromJson(const QJsonObject &object);

} // namespace datakubo::contract
