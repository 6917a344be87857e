#include "backend/services/closingservice.h"
#include "tests/api/placesbench.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// The place of a meter through swaps, moves and what is entered late or wrong about them.
class PlacesTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    std::unique_ptr<PlacesBench> bench;
    QString old;  // 100 m³ on 1 January, 1 m³ a day, replaced on the 12th at noon at 111.5…
    QString next; // …by one that showed 0.2 and uses 1 m³ a day too
    QString ana;
    QString bo;

    void addSwapped()
    {
        old = bench->addMeter(1);
        next = bench->addMeter(2);
        bench->sendDays(old, u"2026-01-01"_s, 12, 100, 1);
        bench->sendDays(next, u"2026-01-13"_s, 8, 0.7, 1);
    }
    void swap()
    {
        QCOMPARE(bench->replace(old, next, u"2026-01-12T12:00:00Z"_s, 111.5, 0.2).status, 200);
    }
    double used(const QString &resident)
    {
        return bench->total(u"end-users/"_s + resident, u"2026-01-01"_s, u"2026-02-01"_s);
    }
    QString day(const QString &resident, const QString &name)
    {
        return dataOf(backend->get("/end-users/" + resident.toLatin1(), bench->key))[name]
            .toString();
    }
    void closeDays()
    {
        backend->write([](storage::Session &session, contract::Events &) {
            services::ClosingService service(session);
            for (auto piece = service.close({}); piece.isMore;)
                piece = service.close(piece.at);
            DeviceId last;
            const auto wrong = service.differences({}, 100'000, last);
            if (!wrong.isEmpty())
                qFatal("%s", qPrintable(wrong.join(u'\n')));
            return contract::noContent();
        });
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
        ana = bench->addResident(u"Ana"_s);
        bo = bench->addResident(u"Bo"_s);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void an_assignment_from_before_a_swap_is_of_both_meters()
    {
        addSwapped();
        swap();
        QCOMPARE(bench->assign(next, ana, u"2026-01-05T00:00:00Z"_s).status, 200);
        QCOMPARE(bench->stays(old), u"Ana 2026-01-05/2026-01-12T12"_s);
        QCOMPARE(bench->stays(next), u"Ana 2026-01-12T12/"_s);
        QCOMPARE(used(ana), 15.0); // 104 → 111.5 and 0.2 → 7.7
        // It ends as one, too.
        QCOMPARE(backend
                     ->call(contract::Method::Put, "/devices/" + next.toLatin1() + "/assign",
                            R"({"end_user_id":null,"from":"2026-01-08T00:00:00Z"})", bench->key)
                     .status,
                 200);
        QCOMPARE(bench->stays(old), u"Ana 2026-01-05/2026-01-08"_s);
        QCOMPARE(bench->stays(next), QString());
    }

    void a_handover_from_before_a_swap_is_of_the_meter_that_stood_there_data()
    {
        QTest::addColumn<QString>("at");
        QTest::addColumn<double>("reading");
        QTest::addColumn<QString>("ofOld");
        QTest::addColumn<QString>("ofNext");
        QTest::addColumn<int>("readsOld"); // whether its readings have one more
        QTest::newRow("days before")
            << u"2026-01-10T08:00:00Z"_s << 109.3
            << u"Ana 2026-01-01/2026-01-10T08, Bo 2026-01-10T08/2026-01-12T12"_s
            << u"Bo 2026-01-12T12/"_s << 1;
        QTest::newRow("at that moment")
            << u"2026-01-12T12:00:00Z"_s << 0.2 << u"Ana 2026-01-01/2026-01-12T12"_s
            << u"Bo 2026-01-12T12/"_s << 0;
        QTest::newRow("days after")
            << u"2026-01-15T08:00:00Z"_s << 2.8 << u"Ana 2026-01-01/2026-01-12T12"_s
            << u"Ana 2026-01-12T12/2026-01-15T08, Bo 2026-01-15T08/"_s << 0;
    }
    void a_handover_from_before_a_swap_is_of_the_meter_that_stood_there()
    {
        QFETCH(QString, at);
        QFETCH(double, reading);
        QFETCH(int, readsOld);
        addSwapped();
        QCOMPARE(bench->assign(old, ana, u"2026-01-01T00:00:00Z"_s).status, 200);
        swap();
        const auto readings = [this](const QString &eui) {
            return listOf(backend->get("/devices/" + eui.toLatin1() + "/readings", bench->key))
                .size();
        };
        const auto before = readings(old);
        const auto done = bench->handOver(next, bo, at, reading);
        QCOMPARE(summary(done), u"200"_s);
        QCOMPARE(dataOf(done)[u"end_user"][u"name"].toString(), u"Bo"_s);
        QTEST(bench->stays(old), "ofOld");
        QTEST(bench->stays(next), "ofNext");
        QCOMPARE(readings(old) - before, readsOld);
        QCOMPARE(used(ana) + used(bo), 19.0);
        QCOMPARE(summary(bench->handOver(old, ana, at)), u"404 DEVICE_NOT_FOUND"_s);
    }

    void a_handover_can_be_corrected_data()
    {
        QTest::addColumn<QStringList>("handovers"); // "who at"
        QTest::addColumn<QString>("stays");
        QTest::addColumn<QString>("moves"); // Ana's move-out, Bo's move-in
        const QString march = u"bo 2026-03-01T10:00:00Z"_s;
        QTest::newRow("as it was entered")
            << QStringList{march} << u"Ana 2026-01-01/2026-03-01T10, Bo 2026-03-01T10/"_s
            << u"2026-03-01 2026-03-01"_s;
        QTest::newRow("the same again")
            << QStringList{march, march} << u"Ana 2026-01-01/2026-03-01T10, Bo 2026-03-01T10/"_s
            << u"2026-03-01 2026-03-01"_s;
        QTest::newRow("earlier") << QStringList{march, u"bo 2026-02-15T10:00:00Z"_s}
                                 << u"Ana 2026-01-01/2026-02-15T10, Bo 2026-02-15T10/"_s
                                 << u"2026-02-15 2026-02-15"_s;
        QTest::newRow("never") << QStringList{march, u"ana 2026-03-01T10:00:00Z"_s}
                               << u"Ana 2026-01-01/"_s << u" "_s;
        QTest::newRow("later") << QStringList{march, u"ana 2026-03-01T10:00:00Z"_s,
                                              u"bo 2026-03-05T10:00:00Z"_s}
                               << u"Ana 2026-01-01/2026-03-05T10, Bo 2026-03-05T10/"_s
                               << u"2026-03-05 2026-03-05"_s;
        QTest::newRow("and back again") << QStringList{march, u"ana 2026-03-10T10:00:00Z"_s}
                                        << u"Ana 2026-01-01/2026-03-01T10, Bo "
                                           "2026-03-01T10/2026-03-10T10, Ana 2026-03-10T10/"_s
                                        << u" 2026-03-01"_s;
        QTest::newRow("nobody moved in after all")
            << QStringList{march, u"- 2026-03-01T10:00:00Z"_s} << u"Ana 2026-01-01/2026-03-01T10"_s
            << u"2026-03-01 "_s;
        QTest::newRow("an earlier move-out")
            << QStringList{u"- 2026-03-01T10:00:00Z"_s, u"- 2026-02-15T10:00:00Z"_s}
            << u"Ana 2026-01-01/2026-02-15T10"_s << u"2026-02-15 "_s;
    }
    void a_handover_can_be_corrected()
    {
        QFETCH(QStringList, handovers);
        const QString eui = bench->addMeter(1);
        bench->sendDays(eui, u"2026-01-01"_s, 5, 100, 1);
        QCOMPARE(bench->assign(eui, ana, u"2026-01-01T00:00:00Z"_s).status, 200);
        for (const QString &handover : handovers) {
            const QString who = handover.section(u' ', 0, 0);
            const auto done = bench->handOver(eui,
                                              who == u"ana"  ? ana
                                              : who == u"bo" ? bo
                                                             : QString(),
                                              handover.section(u' ', 1));
            QCOMPARE(summary(done), u"200"_s);
        }
        QTEST(bench->stays(eui), "stays");
        QTEST(QString(day(ana, u"move_out"_s) + u' ' + day(bo, u"move_in"_s)), "moves");
        const QString action =
            listOf(backend->get("/audit?limit=1", bench->key))[0][u"action"].toString();
        QCOMPARE(action,
                 handovers.back().startsWith(u'-') ? u"device.unassign"_s : u"device.assign"_s);
    }

    void a_handover_to_nobody_where_nobody_lives_is_refused()
    {
        const QString eui = bench->addMeter(1);
        QCOMPARE(bench->assign(eui, ana, u"2026-02-01T00:00:00Z"_s).status, 200);
        const auto refused = bench->handOver(eui, {}, u"2026-01-15T00:00:00Z"_s, 12);
        QCOMPARE(summary(refused), u"409 CONFLICT"_s);
        QCOMPARE(fieldOf(refused), u"end_user_id"_s);
        QCOMPARE(
            listOf(backend->get("/devices/" + eui.toLatin1() + "/readings", bench->key)).size(), 0);
        QCOMPARE(bench->stays(eui), u"Ana 2026-02-01/"_s);
    }

    void a_register_that_contradicts_its_neighbours_is_refused_data()
    {
        QTest::addColumn<QString>("at");
        QTest::addColumn<double>("reading");
        QTest::addColumn<QString>("answer");
        const QString between = u"2026-01-05T12:00:00Z"_s;
        const QString last = u"2026-01-12T12:00:00Z"_s;
        QTest::newRow("between them") << between << 104.4 << u"200"_s;
        QTest::newRow("a digit too few") << between << 10.44 << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("a digit too many") << between << 1044.0 << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("after the last") << last << 111.4 << u"200"_s;
        QTest::newRow("after the last, more than flows through")
            << last << 5000.0 << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("after the last, less") << last << 11.1 << u"400 VALIDATION_ERROR"_s;
    }
    void a_register_that_contradicts_its_neighbours_is_refused()
    {
        QFETCH(QString, at);
        QFETCH(double, reading);
        QFETCH(QString, answer);
        addSwapped();
        QCOMPARE(bench->assign(old, ana, u"2026-01-01T00:00:00Z"_s).status, 200);
        const auto moved = bench->handOver(old, bo, at, reading);
        QCOMPARE(summary(moved), answer);
        if (moved.status != 200) {
            QCOMPARE(fieldOf(moved), u"consumption_m3"_s);
            const QString message = bodyOf(moved)[u"message"].toString();
            QVERIFY2(message.contains(at < u"2026-01-06" ? u"104 m³"_s : u"111 m³"_s),
                     qPrintable(message));
            QCOMPARE(bench->stays(old), u"Ana 2026-01-01/"_s);
        }
        bench->send(old, u"2026-01-12T13:00:00Z"_s, 111.5); // still sends
        if (at < u"2026-01-06" || moved.status == 200)
            return;
        const auto swapped = bench->replace(old, next, at, reading, 0.2);
        QCOMPARE(summary(swapped), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(swapped), u"final_reading_m3"_s);
        const auto initial = bench->replace(old, next, at, 111.4, 700);
        QCOMPARE(fieldOf(initial), u"initial_reading_m3"_s);
    }

    void a_replaced_meter_comes_back_at_a_place_of_its_own()
    {
        addSwapped();
        QCOMPARE(bench->assign(old, ana, u"2026-01-01T00:00:00Z"_s).status, 200);
        closeDays();
        swap();
        QCOMPARE(bench->addMeter(1, {{u"device_name"_s, u"Meter elsewhere"_s}}), old);
        bench->sendDays(old, u"2026-01-20"_s, 6, 120, 2);
        for (const bool closed : {false, true}) {
            if (closed)
                closeDays();
            // What it counted before stays where it was.
            QCOMPARE(bench->total(u"devices/"_s + next, u"2026-01-01"_s, u"2026-02-01"_s), 19.0);
            QCOMPARE(bench->days(u"devices/"_s + next, u"2026-01-10"_s, u"2026-01-15"_s),
                     u"01-10 1, 01-11 1, 01-12 1, 01-13 1, 01-14 1"_s);
            QCOMPARE(bench->total(u"devices/"_s + old, u"2026-01-01"_s, u"2026-02-01"_s), 10.0);
            QCOMPARE(bench->total(bench->community(), u"2026-01-01"_s, u"2026-02-01"_s), 29.0);
            QCOMPARE(used(ana), 19.0);
            QCOMPARE(
                bench->consumption(u"devices/"_s + old, u"2026-01-01"_s, u"2026-02-01"_s)[u"marks"]
                    .toArray()
                    .size(),
                0);
        }
        // Who lives at the new place is not who lived at the old one.
        QCOMPARE(fieldOf(bench->assign(old, bo, u"2026-01-10T00:00:00Z"_s)), u"from"_s);
        QCOMPARE(fieldOf(bench->handOver(old, bo, u"2026-01-10T00:00:00Z"_s, 109)), u"at"_s);
        QCOMPARE(bench->assign(old, bo, u"2026-01-20T00:00:00Z"_s).status, 200);
        QCOMPARE(used(bo), 10.0);
        QCOMPARE(used(ana), 19.0);
        QCOMPARE(bench->stays(next), u"Ana 2026-01-12T12/"_s);
        const QString third = bench->addMeter(3);
        QCOMPARE(summary(bench->replace(old, third, u"2026-02-01T00:00:00Z"_s, 131, 0)),
                 u"409 CONFLICT"_s);
        QCOMPARE(summary(bench->replace(third, old, u"2026-02-01T00:00:00Z"_s, 131, 0)),
                 u"409 CONFLICT"_s);
        // The place it left goes on.
        QCOMPARE(summary(bench->replace(next, third, u"2026-02-01T00:00:00Z"_s, 8, 0)), u"200"_s);
        QCOMPARE(bench->total(u"devices/"_s + third, u"2026-01-01"_s, u"2026-02-01"_s), 19.3);
    }
};

QTEST_GUILESS_MAIN(PlacesTest)
#include "tst_places.moc"
