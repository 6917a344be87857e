#pragma once
#include "backend/api/dispatcher.h"
#include "backend/domain/eui.h"
#include "backend/domain/result.h"

#include <vector>

namespace datakubo::app {

// The building `--demo` shows: a principal meter, 24 flats, over a year of readings, a leak, a meter
// that fell silent, three devices nobody registered.
struct DemoBuilding {
    struct Meter {
        DevEui eui;
        QString name;
        Volume volume;        // register when the program started
        qint64 perHourMl = 0; // about what flows
        bool isSilent = false;
    };
    QString apiKey; // of the demo organization; made anew at every start
    std::vector<Meter> meters;
};

// Fills an empty database; on one that this made before, it only makes a new key and reads the
// registers. A database with another organization in it is refused.
Result<DemoBuilding> fillDemoBuilding(api::Dispatcher &dispatcher,
                                      const services::Environment &environment);

} // namespace datakubo::app
