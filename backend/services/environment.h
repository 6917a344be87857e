#pragma once
#include "backend/domain/clock.h"
#include "backend/domain/subscription.h"

#include <QByteArrayList>

#include <vector>

namespace datakubo::services {

// What the use cases share beside the session: made once in app/, outlives every thread.
struct Environment {
    const Clock &clock;
    std::vector<SubscriptionTier> tiers = {};
    QByteArray tokenSecret = {}; // 32 bytes, from the database: signs access tokens
    QString version = {};
    qint64 startedMonotonicMs = 0; // of Clock, for the uptime
    bool allowSignup = false;
    QByteArrayList corsOrigins = {}; // web pages that may call: "https://dashboard.example.com"
    // argon2id (libsodium); tests turn it down. The defaults take about 40 ms.
    unsigned long long passwordOperations = 2;
    size_t passwordMemoryBytes = 64U * 1024U * 1024U;
};

} // namespace datakubo::services
