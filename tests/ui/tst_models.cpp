#include "backend/contract/consumptioncodecs.h"
#include "tests/ui/sampleoffice.h"
#include "ui/format.h"
#include "ui/models/consumptionmodels.h"
#include "ui/models/devicesmodel.h"
#include "ui/models/figuremodels.h"
#include "ui/models/listmodels.h"
#include "ui/models/readingmodels.h"
#include "ui/models/webhooksmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

namespace {
constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
}

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortListsKeepTheRules()
    {
        const ui::Format format{QLocale(QLocale::English)};
        test::FakeTransport transport;
        const test::SampleOffice office(transport);

        ui::LastUplinksModel uplinks(format);
        QAbstractItemModelTester uplinksTester(&uplinks, fatal);
        uplinks.setRows(office.uplinks());
        for (int i = 0; i < 5; ++i)
            uplinks.addEvents(office.uplinkOf(i));
        QCOMPARE(uplinks.rowCount(), ui::LastUplinksModel::maximumRows);
        QCOMPARE(uplinks.index(0, ui::LastUplinksModel::Register).data().toString(), u"999.123"_s);
        QCOMPARE(uplinks.index(0, ui::LastUplinksModel::DeviceName).data().toString(),
                 office.device(4).name);

        ui::ReadingsModel readings(format);
        QAbstractItemModelTester readingsTester(&readings, fatal);
        Reading newer;
        newer.volume = Volume{66'542'000};
        Reading older;
        older.volume = Volume{66'530'000};
        readings.setRows({newer, older});
        QCOMPARE(readings.index(0, ui::ReadingsModel::Added).data().toString(), u"+0.012"_s);
        QCOMPARE(readings.index(1, ui::ReadingsModel::Added).data().toString(), ui::Format::none());

        ui::ResidentsModel residents;
        QAbstractItemModelTester residentsTester(&residents, fatal);
        residents.setRows({office.resident(0), office.resident(1)});
        ui::ApiKeysModel keys(format);
        QAbstractItemModelTester keysTester(&keys, fatal);
        keys.setRows({ApiKey{}});
        ui::UnregisteredModel unregistered(format);
        QAbstractItemModelTester unregisteredTester(&unregistered, fatal);
        unregistered.setRows({UnregisteredDevice{}});
        ui::AssignmentsModel assignments(format);
        QAbstractItemModelTester assignmentsTester(&assignments, fatal);
        assignments.setRows({Assignment{}});
        ui::CommunitiesModel communities(format);
        QAbstractItemModelTester communitiesTester(&communities, fatal);
        communities.setRows({office.community(0)});
        communities.setRows({});
        ui::WebhooksModel webhooks(format);
        QAbstractItemModelTester webhooksTester(&webhooks, fatal);
        webhooks.setRows({WebhookRecord{}});
        webhooks.addRows({WebhookRecord{}, WebhookRecord{}});
        webhooks.setRow(1, WebhookRecord{});
        QCOMPARE(webhooks.rowCount(), 3);
    }

    void aDifferenceHasItsUnit_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("unit");
        QTest::newRow("since the one before that counts") << 0 << u"+0.012"_s << u"m³"_s;
        QTest::newRow("of one that is excluded") << 1 << ui::Format::none() << QString();
        QTest::newRow("of the oldest") << 2 << ui::Format::none() << QString();
    }
    void aDifferenceHasItsUnit()
    {
        QFETCH(int, row);
        const ui::Format format{QLocale(QLocale::English)};
        std::vector<Reading> readings(3);
        readings[0].volume = Volume{66'542'000};
        readings[1].excluded = true;
        readings[2].volume = Volume{66'530'000};
        ui::ReadingsModel few(format);
        few.setRows(readings);
        QTEST(few.index(row, ui::ReadingsModel::Added).data().toString(), "text");
        QTEST(few.index(row, ui::ReadingsModel::Added).data(ui::UnitRole).toString(), "unit");
        ui::ReadingListModel many(format);
        many.setRows(readings);
        QTEST(many.index(row, ui::ReadingListModel::Added).data().toString(), "text");
        QTEST(many.index(row, ui::ReadingListModel::Added).data(ui::UnitRole).toString(), "unit");
    }

    void greyRegistersSayWhyTheyAreGrey_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<bool>("isGrey");
        QTest::newRow("read at the beginning") << int(ui::MeterVolumesModel::Opening) << false;
        QTest::newRow("worked out at the end") << int(ui::MeterVolumesModel::Closing) << true;
    }
    void greyRegistersSayWhyTheyAreGrey()
    {
        QFETCH(int, column);
        QFETCH(bool, isGrey);
        Office o(24);
        o.transport.on(Method::Get, "/devices/*", [](const contract::Request &) {
            ConsumptionReport report;
            ConsumptionItem item;
            item.opening = Volume{431'200'000};
            item.closing = Volume{432'200'000};
            item.closingIsInterpolated = true;
            report.series.items = {item};
            return contract::success(contract::toJson(report));
        });
        ui::MeterVolumesModel meters(o.client, o.format);
        meters.load({}, u"2026-11-01"_s, u"2026-12-01"_s);
        QTRY_VERIFY(meters.rowCount() == 24
                    && meters.row(0).state == ui::MeterVolume::State::Known);
        const QModelIndex cell = meters.index(0, column);
        QCOMPARE(cell.data(ui::UnitRole).toString(), u"m³"_s);
        QCOMPARE(cell.data(ui::MutedRole).toBool(), isGrey);
        QCOMPARE(cell.data(Qt::ToolTipRole)
                     .toString()
                     .startsWith(u"Not read at that moment, but worked out"_s),
                 isGrey);
        QVERIFY(meters.headerData(column, Qt::Horizontal, Qt::ToolTipRole)
                    .toString()
                    .startsWith(u"Grey: "_s));
    }

    void devicesComeByThePage()
    {
        Office o(428);
        QAbstractItemModelTester tester(&o.model, fatal);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 428);
        QCOMPARE(o.name(0), u"Water Meter 1A"_s);
        QCOMPARE(o.transport.last().query.contains("limit=200&offset=0"), true);
        QCOMPARE(o.name(427), u"…"_s);
        QTRY_COMPARE(o.name(427), o.office.device(427).name);
        QVERIFY(o.transport.last().query.contains("offset=400"));
    }

    void memoryIsBoundedHoweverLongTheList()
    {
        Office o(100'000);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 100'000);
        const size_t bound = size_t(ui::DevicesModel::pageSize) * ui::DevicesModel::maximumPages;
        for (int row = 0; row < 100'000; row += 1'100) {
            o.name(row);
            QTRY_COMPARE(o.name(row), o.office.device(row).name);
            QVERIFY(o.model.rowsHeld() <= bound);
        }
        QCOMPARE(o.model.rowsHeld(), bound);
        QCOMPARE(o.name(0), u"…"_s); // was thrown away, and comes back
        QTRY_COMPARE(o.name(0), u"Water Meter 1A"_s);
    }

    void onePaintAsksOncePerPage()
    {
        Office o(1'000);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 1'000);
        o.transport.forget();
        o.transport.hold();
        for (int row = 200; row < 500; ++row)
            o.name(row);
        QTRY_COMPARE(o.transport.waiting(), size_t(2));
        for (int row = 200; row < 500; ++row)
            o.name(row);
        QCoreApplication::processEvents();
        QCOMPARE(o.transport.waiting(), size_t(2));
        o.transport.release();
        QTRY_COMPARE(o.name(499), o.office.device(499).name);
    }

    void answersOfAnEarlierFilterAreDropped()
    {
        Office o(30);
        o.transport.hold();
        o.model.setQuery({});
        ui::DeviceQuery offline;
        offline.status = DeviceStatus::Offline;
        o.model.setQuery(offline);
        QCOMPARE(o.transport.waiting(), size_t(2));
        o.transport.answer(1); // the newer one first
        QCOMPARE(o.model.rowCount(), 3);
        o.transport.answer(0);
        QCOMPARE(o.model.rowCount(), 3);
        QCOMPARE(o.model.device(0)->status, DeviceStatus::Offline);
    }

    void sortingGoesIntoTheQuery()
    {
        Office o(5);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 5);
        o.model.sort(ui::DevicesModel::LastSeen, Qt::DescendingOrder);
        QVERIFY(o.transport.last().query.contains("sort=-last_seen_at"));
        o.model.sort(ui::DevicesModel::Eui, Qt::AscendingOrder);
        QVERIFY(o.transport.last().query.contains("sort=dev_eui"));
        const size_t before = o.transport.requests().size();
        o.model.sort(ui::DevicesModel::Register, Qt::AscendingOrder); // no such key
        QCOMPARE(o.transport.requests().size(), before);
    }

    void eventsChangeTheRowsThatAreHere()
    {
        Office o(10);
        QAbstractItemModelTester tester(&o.model, fatal);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 10);
        QSignalSpy changed(&o.model, &QAbstractItemModel::dataChanged);
        o.transport.happen(o.office.uplinkOf(3));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 3);
        QCOMPARE(o.model.index(3, ui::DevicesModel::Register).data().toString(), u"999.123"_s);
        QCOMPARE(o.model.index(3, ui::DevicesModel::Status).data().toString(), u"Online"_s);
    }

    void aFailedPageIsNotAskedForAgainByItself()
    {
        Office o(428);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 428);
        o.transport.on(Method::Get, "/devices",
                       contract::failure({ErrorCode::StorageUnavailable, {}, {}}));
        QSignalSpy failed(&o.model, &ui::DevicesModel::failed);
        o.name(300);
        QTRY_COMPARE(failed.count(), 1);
        o.transport.forget();
        o.name(300);
        QCoreApplication::processEvents();
        QCOMPARE(o.transport.requests().size(), size_t(0));
        o.model.retry();
        o.name(300);
        QTRY_COMPARE(failed.count(), 2);
    }

    void aShorterAnswerTakesRowsAway()
    {
        Office o(428);
        QAbstractItemModelTester tester(&o.model, fatal);
        o.model.setQuery({});
        QTRY_COMPARE(o.model.rowCount(), 428);
        ui::DeviceQuery search;
        search.search = u"Meter 1"_s;
        o.model.setQuery(search);
        QTRY_VERIFY(o.model.rowCount() < 428 && o.model.rowCount() > 0);
        search.search = u"nothing like it"_s;
        o.model.setQuery(search);
        QTRY_COMPARE(o.model.rowCount(), 0);
    }

private:
    struct Office {
        explicit Office(int devices)
            : office(transport, devices), client(transport), model(client, format)
        {
        }
        QString name(int row) const { return model.index(row, 0).data().toString(); }

        test::FakeTransport transport;
        test::SampleOffice office;
        ui::ApiClient client;
        ui::Format format{QLocale(QLocale::English)};
        ui::DevicesModel model;
    };
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "tst_models.moc"
