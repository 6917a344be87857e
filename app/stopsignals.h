#pragma once
#include <QObject>

namespace datakubo::app {

// Turns SIGTERM and SIGINT into a Qt signal on the thread that made it. One per program.
class StopSignals : public QObject
{
    Q_OBJECT

public:
    explicit StopSignals(QObject *parent = nullptr);

Q_SIGNALS:
    void stopRequested();
};

} // namespace datakubo::app
