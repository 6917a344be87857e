#include "backend/services/closingservice.h"
#include "tests/api/placesbench.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// What a community adds up, and what it compares with, when meters and residents come and go.
class CommunitiesTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    std::unique_ptr<PlacesBench> bench;

    // "03-04 1-0.8=0.2; …": principal, leaves, unmetered; "?" for what is not known.
    QString balance(const QString &from, const QString &to)
    {
        const auto number = [](const QJsonValue &value) {
            return value.isNull() ? u"?"_s : QString::number(value.toDouble());
        };
        QStringList days;
        const QJsonObject data =
            dataOf(backend->get("/" + bench->community().toLatin1()
                                    + "/balance?from=" + from.toLatin1() + "&to=" + to.toLatin1(),
                                bench->key));
        for (const QJsonValue &day : data[u"days"].toArray()) {
            days.append(u"%1 %2-%3=%4"_s.arg(day[u"date"].toString().mid(5),
                                             number(day[u"principal_m3"]), number(day[u"leaf_m3"]),
                                             number(day[u"unmetered_m3"])));
        }
        return days.join(u"; "_s);
    }
    QString compared(const QString &subject)
    {
        const QJsonObject comparison =
            bench->consumption(subject, u"2026-03-01"_s, u"2026-03-11"_s, u"day"_s)[u"comparison"]
                .toObject();
        return u"%1 %2"_s.arg(comparison[u"period_before_m3"].toDouble(-1))
            .arg(comparison[u"last_year_m3"].toDouble(-1));
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        bench = std::make_unique<PlacesBench>(*backend);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void retiring_a_meter_does_not_change_the_past()
    {
        const QString inlet = bench->addMeter(1, {{u"hierarchy_level"_s, 0}});
        const QString riser = bench->addMeter(2, {{u"parent_dev_eui"_s, inlet}});
        const QString flat = bench->addMeter(3, {{u"parent_dev_eui"_s, riser}});
        bench->sendDays(inlet, u"2026-03-01"_s, 11, 0, 1, 12);
        bench->sendDays(riser, u"2026-03-01"_s, 11, 0, 0.9, 12);
        bench->sendDays(flat, u"2026-03-01"_s, 6, 0, 0.8, 12);
        const QString past = u"03-03 1-0.8=0.2; 03-04 1-0.8=0.2; 03-05 1-0.8=0.2"_s;
        const QString pastSeries = u"03-03 0.8, 03-04 0.8, 03-05 0.8"_s;
        QCOMPARE(balance(u"2026-03-03"_s, u"2026-03-06"_s), past);
        QCOMPARE(bench->days(bench->community(), u"2026-03-03"_s, u"2026-03-06"_s), pastSeries);
        bench->retire(flat);
        QCOMPARE(balance(u"2026-03-03"_s, u"2026-03-06"_s), past);
        QCOMPARE(bench->days(bench->community(), u"2026-03-03"_s, u"2026-03-06"_s), pastSeries);
        // From its last reading on the riser is what counts.
        QCOMPARE(balance(u"2026-03-06"_s, u"2026-03-09"_s),
                 u"03-06 1-0.8=0.2; 03-07 1-0.9=0.1; 03-08 1-0.9=0.1"_s);
        QCOMPARE(bench->days(bench->community(), u"2026-03-06"_s, u"2026-03-09"_s),
                 u"03-06 0.85, 03-07 0.9, 03-08 0.9"_s);
    }

    void registering_a_meter_does_not_change_the_past()
    {
        const QString riser = bench->addMeter(2);
        bench->sendDays(riser, u"2026-03-01"_s, 11, 0, 0.9);
        const QString flat = bench->addMeter(3, {{u"parent_dev_eui"_s, riser}});
        const QString whole = u"03-03 0.9, 03-04 0.9"_s;
        QCOMPARE(bench->days(bench->community(), u"2026-03-03"_s, u"2026-03-05"_s), whole);
        bench->sendDays(flat, u"2026-03-06"_s, 5, 0, 0.8);
        QCOMPARE(bench->days(bench->community(), u"2026-03-03"_s, u"2026-03-05"_s), whole);
        QCOMPARE(bench->days(bench->community(), u"2026-03-05"_s, u"2026-03-08"_s),
                 u"03-05 0.9, 03-06 0.8, 03-07 0.8"_s);
        // One in another community feeds from it all the same; it is not of this one.
        const auto other = backend->post("/customers", {{u"name"_s, u"Next door"_s}}, bench->key);
        QCOMPARE(backend
                     ->patch("/devices/" + flat.toLatin1(),
                             {{u"customer_id"_s, dataOf(other)[u"id"]}}, bench->key)
                     .status,
                 200);
        QCOMPARE(bench->days(bench->community(), u"2026-03-05"_s, u"2026-03-08"_s), u"03-05 0.9"_s);
    }

    void an_inlet_out_of_service_does_not_hide_the_balance()
    {
        const QString inlet = bench->addMeter(1, {{u"hierarchy_level"_s, 0}});
        const QString second = bench->addMeter(2, {{u"hierarchy_level"_s, 0}});
        const QString third = bench->addMeter(3, {{u"hierarchy_level"_s, 0}});
        const QString flat = bench->addMeter(4);
        bench->sendDays(inlet, u"2026-03-01"_s, 19, 0, 5, 12);
        bench->sendDays(second, u"2026-03-01"_s, 5, 0, 2, 12); // until the 5th
        bench->sendDays(third, u"2026-03-08"_s, 9, 0, 1, 12);  // from the 8th on
        bench->sendDays(flat, u"2026-03-01"_s, 19, 0, 4, 12);
        QCOMPARE(balance(u"2026-03-05"_s, u"2026-03-07"_s), u"03-05 7-4=3; 03-06 ?-4=?"_s);
        bench->retire(second);
        QCOMPARE(balance(u"2026-03-05"_s, u"2026-03-10"_s),
                 u"03-05 7-4=3; 03-06 5-4=1; 03-07 5-4=1; 03-08 ?-4=?; 03-09 6-4=2"_s);
    }

    void a_community_compares_with_the_meters_in_service_then_data()
    {
        QTest::addColumn<QString>("second");   // "first day, days, retired"
        QTest::addColumn<QString>("compared"); // period before, last year; -1: hidden
        QTest::newRow("none") << QString() << u"10 10"_s;
        QTest::newRow("always there") << u"2025-01-01 440"_s << u"15 15"_s;
        QTest::newRow("new in this period") << u"2026-03-05 10"_s << u"10 10"_s;
        QTest::newRow("new in the period before") << u"2026-02-24 20"_s << u"12.5 10"_s;
        QTest::newRow("silent since last year") << u"2025-03-05 30"_s << u"-1 13"_s;
        QTest::newRow("retired last year") << u"2025-01-01 20 retired"_s << u"10 10"_s;
        QTest::newRow("retired in last year's period")
            << u"2025-01-01 65 retired"_s << u"10 12.5"_s;
        QTest::newRow("never read") << u"2025-01-01 0"_s << u"10 10"_s;
    }
    void a_community_compares_with_the_meters_in_service_then()
    {
        QFETCH(QString, second);
        bench->sendDays(bench->addMeter(1), u"2025-01-01"_s, 440, 0, 1);
        if (!second.isEmpty()) {
            const QString eui = bench->addMeter(2);
            bench->sendDays(eui, second.section(u' ', 0, 0), second.section(u' ', 1, 1).toInt(), 0,
                            0.5);
            if (second.endsWith(u"retired"))
                bench->retire(eui);
        }
        QTEST(compared(bench->community()), "compared");
    }

    void a_period_compares_with_one_as_long_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("heard"); // days from 1 December on, a cubic metre each
        QTest::addColumn<double>("ofDevice");
        QTest::addColumn<double>("ofCommunity"); // of many meters each ends elsewhere
        QTest::newRow("February with all of January")
            << u"2026-02-01"_s << u"2026-03-01"_s << 109 << 31.0 << 31.0;
        QTest::newRow("ten days with the ten before")
            << u"2026-01-20"_s << u"2026-01-30"_s << 109 << 10.0 << 10.0;
        QTest::newRow("a month that is not over with as much of the one before")
            << u"2026-03-01"_s << u"2026-04-01"_s << 110 << 19.0 << 19.5;
        QTest::newRow("a silent meter with as much as was heard")
            << u"2026-02-01"_s << u"2026-03-01"_s << 73 << 10.0 << 31.0;
    }
    void a_period_compares_with_one_as_long()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(int, heard);
        const QString meter = bench->addMeter(1);
        bench->sendDays(meter, u"2025-12-01"_s, heard, 0, 1);
        const auto before = [&](const QString &subject) {
            return bench->consumption(subject, from, to)[u"comparison"][u"period_before_m3"]
                .toDouble(-1);
        };
        QTEST(before(u"devices/"_s + meter), "ofDevice");
        QTEST(before(bench->community()), "ofCommunity");
    }

    // Berlin had 23 hours on 29 March 2026.
    void a_day_of_23_hours_compares_with_the_whole_day_before()
    {
        const QString meter = bench->addMeter(1);
        backend->clock().advance(20 * duration::day);
        bench->sendDays(meter, u"2026-03-01"_s, 30, 0, 1, 23);
        const auto patched = backend->patch("/customers/" + bench->tenant.community.uuid.toLatin1(),
                                            {{u"time_zone"_s, u"Europe/Berlin"_s}}, bench->key);
        QCOMPARE(patched.status, 200);
        const QJsonObject comparison = bench
                                           ->consumption(u"devices/"_s + meter, u"2026-03-29"_s,
                                                         u"2026-03-30"_s)[u"comparison"]
                                           .toObject();
        QCOMPARE(comparison[u"period_before_m3"].toDouble(-1), 1.0);
    }

    void a_day_that_is_not_over_has_no_balance()
    {
        const QString inlet = bench->addMeter(1, {{u"hierarchy_level"_s, 0}});
        const QString flat = bench->addMeter(2);
        bench->sendDays(inlet, u"2026-03-17"_s, 3, 0, 2, 12); // not yet heard today, the 20th
        bench->send(inlet, u"2026-03-20T00:30:00Z"_s, 4.1);
        bench->sendDays(flat, u"2026-03-17"_s, 4, 0, 1, 12);
        QCOMPARE(balance(u"2026-03-19"_s, u"2026-03-21"_s), u"03-19 2-1=1"_s);
        QCOMPARE(balance(u"2026-03-20"_s, u"2026-03-21"_s), QString());
    }

    void a_swap_before_2000_is_refused_by_its_own_field()
    {
        const QString meter = bench->addMeter(1);
        const auto refused =
            bench->replace(meter, DevEui(0xb0ff).toString(), u"1800-01-01T00:00:00Z"_s, 105, 0);
        QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(refused), u"replaced_at"_s);
    }

    void a_meter_below_the_lowest_level_stays_on_it()
    {
        const QString low = bench->addMeter(1, {{u"hierarchy_level"_s, 10}});
        const QString below = bench->addMeter(2, {{u"parent_dev_eui"_s, low}});
        const auto device = backend->get("/devices/" + below.toLatin1(), bench->key);
        QCOMPARE(dataOf(device)[u"hierarchy_level"].toInt(), 10);
    }

    void a_move_makes_no_second_household()
    {
        QString first;
        for (int flat = 1; flat <= 5; ++flat) {
            const QString eui = bench->addMeter(flat);
            bench->sendDays(eui, u"2026-03-01"_s, 12, 0, flat);
            const QString resident = bench->addResident(u"Flat %1"_s.arg(flat));
            QCOMPARE(bench->assign(eui, resident, u"2026-01-01T00:00:00Z"_s).status, 200);
            if (flat == 1) {
                first = resident;
                const QString warm = bench->addMeter(9); // their second meter
                bench->sendDays(warm, u"2026-03-01"_s, 12, 0, 1);
                QCOMPARE(bench->assign(warm, resident, u"2026-01-01T00:00:00Z"_s).status, 200);
            }
            if (flat == 4) {
                QCOMPARE(
                    bench->handOver(eui, bench->addResident(u"New"_s), u"2026-03-05T00:00:00Z"_s)
                        .status,
                    200);
            }
            const QJsonObject comparison =
                bench
                    ->consumption(u"end-users/"_s + first, u"2026-03-01"_s,
                                  u"2026-03-11"_s)[u"comparison"]
                    .toObject();
            QCOMPARE(comparison[u"households"].toInt(), flat);
            QCOMPARE(comparison[u"community_average_m3"].isNull(), flat < 5);
            if (flat == 5) // 10 days of 1 + 1, 2, 3, 4 and 5
                QCOMPARE(comparison[u"community_average_m3"].toDouble(), 32.0);
        }
    }

    void between_two_stays_there_is_no_item()
    {
        const QString eui = bench->addMeter(1);
        bench->sendDays(eui, u"2026-01-01"_s, 60, 100, 1);
        const QString ana = bench->addResident(u"Ana"_s);
        const QString bo = bench->addResident(u"Bo"_s);
        QCOMPARE(bench->assign(eui, ana, u"2026-01-01T00:00:00Z"_s).status, 200);
        QCOMPARE(bench->handOver(eui, bo, u"2026-01-04T00:00:00Z"_s).status, 200);
        QCOMPARE(bench->handOver(eui, ana, u"2026-01-20T12:00:00Z"_s).status, 200);
        QCOMPARE(bench->days(u"end-users/"_s + ana, u"2026-01-02"_s, u"2026-01-23"_s),
                 u"01-02 1, 01-03 1, 01-20 0.5, 01-21 1, 01-22 1"_s);
        const QJsonObject month =
            bench->consumption(u"end-users/"_s + ana, u"2026-01-01"_s, u"2026-02-01"_s, u"month"_s);
        QCOMPARE(month[u"series"].toArray().size(), 1);
        QCOMPARE(month[u"series"][0][u"consumption_m3"].toDouble(), 14.5);
        QCOMPARE(month[u"total_m3"].toDouble(), 14.5);
    }

    void marks_of_all_meters_of_a_resident_are_told_in_the_order_of_time()
    {
        const QString ana = bench->addResident(u"Ana"_s);
        QStringList days{u"2026-03-06"_s, u"2026-03-04"_s};
        for (int meter = 1; meter <= 2; ++meter) {
            const QString eui = bench->addMeter(meter);
            const QDate restart = QDate::fromString(days[meter - 1], Qt::ISODate);
            bench->sendDays(eui, u"2026-03-01"_s,
                            static_cast<int>(QDate(2026, 3, 1).daysTo(restart)), 50, 1);
            bench->sendDays(eui, days[meter - 1], 6, 0.1, 0.1);
            QCOMPARE(bench->assign(eui, ana, u"2026-01-01T00:00:00Z"_s).status, 200);
        }
        const QJsonArray marks =
            bench->consumption(u"end-users/"_s + ana, u"2026-03-01"_s, u"2026-03-12"_s)[u"marks"]
                .toArray();
        QCOMPARE(textsOf(marks, u"kind"_s), (QStringList{u"restart"_s, u"restart"_s}));
        QCOMPARE(textsOf(marks, u"at"_s),
                 (QStringList{u"2026-03-04T00:00:00Z"_s, u"2026-03-06T00:00:00Z"_s}));
    }
};

QTEST_GUILESS_MAIN(CommunitiesTest)
#include "tst_communities.moc"
