#pragma once
#include "backend/api/eventhub.h"
#include "backend/api/requestsink.h"
#include "backend/api/workers.h"
#include "backend/api/writer.h"

namespace datakubo::api {

// The way from a Request to its Response: finds the row, puts the request in the queue the row
// names, and gives every answer what every answer has. Its callers are the network edge and
// LocalTransport.
class Dispatcher final : public RequestSink
{
public:
    // `config` must be migrated already. `environment` outlives the dispatcher.
    Dispatcher(const storage::DatabaseConfig &config, const services::Environment &environment);
    ~Dispatcher() override; // stop()

    Result<void> start();
    // Answers what was taken, then ends the threads. Nobody may dispatch afterwards.
    void stop();

    bool dispatch(contract::Request &request, Done &done) override;

    // Work of the program itself (upkeep, demo data) as a request of the writer.
    contract::Response run(const Writer::Work &work) { return m_writer.run(work); }
    // The same without waiting, from any thread; dropped with 503 when the queue is full.
    void post(const Writer::Work &work, Done done);

    EventHub &events() { return m_events; }

private:
    // What becomes of the answer to a request on its way out.
    struct Envelope {
        QByteArray id;
        QString keyFrom; // the address a key came from
        bool isTagged = false;
        QByteArray knownTags;
        QByteArray origin; // of a web page that calls
        bool isPreflight = false;
    };
    contract::Response finish(contract::Response response, const Envelope &envelope);
    bool toWriter(contract::Request &request, Match &match, Done &done);

    const services::Environment &m_environment;
    const storage::Engine m_engine;
    EventHub m_events;
    Attempts m_attempts;
    ReadGate m_gate;
    Writer m_writer;
    JobRunner m_jobs;
    Workers m_readers;
    Workers m_slow;
    Preparers m_preparers;
};

} // namespace datakubo::api
