#pragma once
#include "app/datafolder.h"
#include "app/options.h"
#include "backend/api/dispatcher.h"
#include "backend/http/httpserver.h"

#include <QTimer>

#include <atomic>
#include <memory>

namespace datakubo::app {

// The whole backend of one process: folder, database, dispatcher, network edge, upkeep. Made,
// started and stopped on the main thread.
class Backend
{
public:
    explicit Backend(Options options);
    ~Backend(); // stop()

    // Opens and migrates the database and starts the threads; no socket yet.
    Result<void> open();
    // Starts answering on the network.
    Result<void> listen();
    // Finishes what was taken, then ends. Everything answered with success is on disk. The
    // dispatcher remains until the destructor, without threads.
    void stop();

    api::Dispatcher &dispatcher() { return *m_dispatcher; }
    const services::Environment &environment() const { return *m_environment; }
    QString url() const { return m_url; } // "http://127.0.0.1:8480"
    QString dataDir() const { return m_folder->path(); }
    // What other computers reach this one at; empty while only this computer can.
    QString networkUrl() const;
    QString storageText() const; // "SQLite", "PostgreSQL"

private:
    Result<void> prepareDatabase();
    Result<void> readTiers();
    void upkeep();
    void closeDays();

    Options m_options;
    SystemClock m_clock;
    storage::DatabaseConfig m_database;
    std::unique_ptr<DataFolder> m_folder;
    std::unique_ptr<services::Environment> m_environment;
    std::unique_ptr<api::Dispatcher> m_dispatcher;
    std::unique_ptr<http::HttpServer> m_server;
    std::unique_ptr<QTimer> m_upkeepTimer;
    std::unique_ptr<QTimer> m_closingTimer;
    // The meters whose days are closed next; the writer's but for the flag.
    DeviceId m_closedUntil;
    std::atomic<bool> m_isMoreToClose = true;
    QString m_url;
};

} // namespace datakubo::app
