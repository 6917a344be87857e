#pragma once
#include "tests/support/testbackend.h"

namespace datakubo::test {

// A tenant in UTC with meters, residents and daily readings: what tests of places share. "Now" is
// 20 March 2026.
class PlacesBench
{
public:
    explicit PlacesBench(TestBackend &backend);

    TestBackend &backend;
    Tenant tenant;
    Headers key;

    QString addMeter(int number, const QJsonObject &fields = {}); // its EUI
    QString addResident(const QString &name);                     // its id
    // A reading a day at this hour from the day on, rising by `step` m³.
    void sendDays(const QString &eui, const QString &day, int days, double first, double step,
                  int hour = 0);
    void send(const QString &eui, const QString &time, double cubicMetres);

    contract::Response assign(const QString &eui, const QString &resident, const QString &from);
    // An empty resident: nobody.
    contract::Response handOver(const QString &eui, const QString &resident, const QString &at,
                                std::optional<double> reading = {});
    contract::Response replace(const QString &eui, const QString &next, const QString &at,
                               double finalReading, double initialReading);
    void retire(const QString &eui);

    // "Ana 2026-01-01/2026-01-12, Bo 2026-01-12/": of a meter, the oldest first; hours where the
    // time is not midnight.
    QString stays(const QString &eui);
    QJsonObject consumption(const QString &subject, const QString &from, const QString &to,
                            const QString &interval = QStringLiteral("day"));
    double total(const QString &subject, const QString &from, const QString &to);
    // "01-05 2, 01-06 1.5": the days of a series
    QString days(const QString &subject, const QString &from, const QString &to);
    QString community() const { return QStringLiteral("customers/") + tenant.community.uuid; }
};

} // namespace datakubo::test
