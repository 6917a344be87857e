#pragma once
#include "backend/contract/event.h"
#include "backend/contract/message.h"

#include <QObject>

#include <functional>

namespace datakubo::ui {

// How the window's calls reach a backend: in this process (app/localtransport.h) or over the
// network. Lives on the GUI thread; never blocks.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // `reply` runs on the GUI thread from the event loop, never from inside send(), exactly once
    // unless the transport is destroyed first. Whoever closes early drops it (ApiClient does).
    virtual void send(contract::Request request, std::function<void(contract::Response)> reply) = 0;

Q_SIGNALS:
    // What happened in the backend, after it was committed, a batch at a time.
    void eventsReceived(const datakubo::contract::Events &events);
};

} // namespace datakubo::ui
