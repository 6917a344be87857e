#pragma once
#include <QString>

namespace datakubo::ui {

// What the window shows of the server and the API does not carry; app/ fills it in.
struct ServerInfo
{
    QString url;     // "http://127.0.0.1:8480", without a slash at the end
    QString storage; // "SQLite · 12 MB"
    QString dataDir;
    QString version;

    QString webhookUrl() const { return url + QStringLiteral("/api/v1/ingest/water-consumption"); }
};

} // namespace datakubo::ui
