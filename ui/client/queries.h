#pragma once
#include "backend/domain/device.h"
#include "backend/domain/words.h"

#include <QDate>
#include <QString>

#include <optional>

// What the window asks for and sends, as values.
namespace datakubo::ui {

struct DeviceQuery {
    std::optional<DeviceStatus> status;
    QString customerUuid; // empty: all
    QString residentUuid; // empty: all
    std::optional<bool> assigned;
    QString search;
    QString sort = QStringLiteral("device_name"); // '-' in front: descending
    int limit = 50;
    qint64 offset = 0;

    bool operator==(const DeviceQuery &) const = default;
};

struct WebhookQuery {
    std::optional<IngestOutcome> outcome;
    QString devEui; // empty: all
    QString cursor; // of the page before; empty: the newest
    int limit = 100;
};

struct DeviceDraft {
    DevEui eui;
    QString name;
    DeviceType type = DeviceType::WaterMeter;
    QString customerUuid; // empty: at organization level
    std::optional<DevEui> parent;
    QString serialNumber;
    QString location;
    bool isPrincipal = false; // level 0: measures what all flats use together
};

// Only what is set is changed.
struct DeviceChange {
    std::optional<QString> name;
    std::optional<QString> serialNumber;
    std::optional<QString> location;
    std::optional<int> hierarchyLevel;
};

struct CommunityDraft {
    QString name;
    QString tenantName;
    QString adminEmail;
    QString address;
    QString timeZone; // empty: the organization's
};

// Only what is set is changed; an empty text clears.
struct CommunityChange {
    std::optional<QString> name;
    std::optional<QString> tenantName;
    std::optional<QString> adminEmail;
    std::optional<QString> address;
    std::optional<QString> timeZone;

    bool operator==(const CommunityChange &) const = default;
};

struct ResidentDraft {
    QString customerUuid;
    QString name;
    QString unit;
    QString email;
    QDate movedIn; // invalid: unknown
    QDate movedOut;
};

// As CommunityChange; an invalid day clears.
struct ResidentChange {
    std::optional<QString> name;
    std::optional<QString> unit;
    std::optional<QString> email;
    std::optional<QDate> movedIn;
    std::optional<QDate> movedOut;

    bool operator==(const ResidentChange &) const = default;
};

struct SignupDraft {
    QString organizationName;
    QString email;
    QString password;
};

} // namespace datakubo::ui
