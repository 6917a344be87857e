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
    QString networkUrl = {}; // what other computers reach; empty: only this computer does

    // The address a network server is told: one it can reach when there is one.
    QString webhookUrl() const
    {
        return (networkUrl.isEmpty() ? url : networkUrl)
               + QStringLiteral("/api/v1/ingest/water-consumption");
    }
};

} // namespace datakubo::ui
