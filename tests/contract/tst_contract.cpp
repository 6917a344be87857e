#include "backend/contract/codecs.h"
#include "backend/contract/errorcodes.h"
#include "backend/contract/event.h"
#include "backend/contract/fields.h"
#include "backend/contract/message.h"

#include <QJsonDocument>
#include <QTest>

using namespace datakubo;
using namespace datakubo::contract;
using namespace Qt::Literals::StringLiterals;

namespace {

const Timestamp moment = *Timestamp::parse(u"2026-11-24T12:00:00.250Z");

Device fullDevice()
{
    Device device;
    device.uuid = u"6f9619ff-8b86-4011-b42d-00c04fc964ff"_s;
    device.eui = DevEui(0xa1b2c3d4e5f60001);
    device.name = u"Water Meter #1"_s;
    device.type = DeviceType::HotWaterMeter;
    device.status = DeviceStatus::Maintenance;
    device.isActive = false;
    device.hierarchyLevel = 0;
    device.parent = DevEui(7);
    device.serialNumber = u"S-1"_s;
    device.location = u"Cellar"_s;
    device.createdAt = moment;
    device.lastSeenAt = moment + 1;
    device.lastRecordedAt = moment + 2;
    device.lastVolume = Volume{123'456'001};
    device.battery = {3600, 77};
    device.signal = {-107, -125};
    device.customer = Reference{u"c"_s, u"Torre"_s};
    device.endUser = Reference{u"r"_s, u"Ana"_s};
    device.endUserUnit = u"1A"_s;
    return device;
}

Reading fullReading()
{
    Reading reading;
    reading.device = DeviceId{12};
    reading.recordedAt = moment;
    reading.receivedAt = moment + 1000;
    reading.volume = Volume{123'456'000};
    reading.battery = {3600, std::nullopt};
    reading.signal = {-1, 105};
    reading.source = ReadingSource::ChirpStackV4;
    reading.excluded = true;
    reading.timeDoubtful = true;
    reading.note = u"note"_s;
    return reading;
}

// Written, read as a client does (through text), and written again: the same.
template <typename T>
void roundTrip(const T &value, Result<T> (*read)(const QJsonObject &))
{
    const QJsonObject object = toJson(value);
    const QJsonObject sent =
        QJsonDocument::fromJson(QJsonDocument(object).toJson(QJsonDocument::Compact)).object();
    const auto back = read(sent);
    QVERIFY2(back, back ? "" : qPrintable(back.error().message));
    QCOMPARE(toJson(*back), object);
}

} // namespace

class ContractTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesGoThereAndBack()
    {
        roundTrip(fullDevice(), deviceFromJson);
        Device bare;
        bare.eui = DevEui(1);
        roundTrip(bare, deviceFromJson);
        roundTrip(fullReading(), readingFromJson);
        roundTrip(Reading(), readingFromJson);
        roundTrip(LastUplink{fullDevice(), fullReading(), Volume{1}}, lastUplinkFromJson);
        roundTrip(Assignment{{}, u"a"_s, u"r"_s, u"Ana"_s, moment, moment + 1}, assignmentFromJson);
        roundTrip(Assignment{{}, u"a"_s, u"r"_s, u"Ana"_s, moment, std::nullopt},
                  assignmentFromJson);
        roundTrip(
            UnregisteredDevice{
                {}, DevEui(9), u"n"_s, u"t"_s, u"c"_s, moment, moment + 1, 3, Volume{5}},
            unregisteredDeviceFromJson);
        roundTrip(UnregisteredDevice(), unregisteredDeviceFromJson);
        Community community;
        community.uuid = u"c"_s;
        community.name = u"Torre"_s;
        community.adminEmail = u"a@b.org"_s;
        community.tenantName = u"torre"_s;
        community.timeZone = u"Europe/Madrid"_s;
        community.address = u"Calle 1"_s;
        community.createdAt = moment;
        community.deviceCount = 1;
        community.residentCount = 2;
        community.openAlertCount = 3;
        roundTrip(community, communityFromJson);
        Resident resident;
        resident.uuid = u"r"_s;
        resident.communityUuid = u"c"_s;
        resident.name = u"Ana"_s;
        resident.email = u"a@b.org"_s;
        resident.unit = u"1A"_s;
        resident.moveIn = QDate(2024, 2, 29);
        resident.moveOut = QDate(2026, 12, 31);
        resident.householdSize = 4;
        resident.shareMillionths = 41'667;
        resident.createdAt = moment;
        roundTrip(resident, residentFromJson);
        roundTrip(Resident(), residentFromJson);
        UserAccount account;
        account.user.uuid = u"u-1"_s;
        account.user.email = u"a@b.org"_s;
        account.user.name = u"Ana"_s;
        account.user.role = Role::CommunityAdmin;
        account.user.createdAt = moment;
        account.customerUuids = {u"c-1"_s, u"c-2"_s};
        roundTrip(account, userAccountFromJson);
        account.endUserUuid = u"r-1"_s;
        roundTrip(account, userAccountFromJson);
        Job job;
        job.uuid = u"j-1"_s;
        job.kind = u"end_user_import"_s;
        job.state = JobState::Failed;
        job.done = 7;
        job.total = 9;
        job.createdAt = moment;
        job.finishedAt = moment + 1;
        job.errors = {{3, u"email"_s, u"is wrong"_s}, {0, {}, u"stopped"_s}};
        roundTrip(job, jobFromJson);
        roundTrip(Job(), jobFromJson);
        Organization organization;
        organization.uuid = u"o-1"_s;
        organization.name = u"Aguas"_s;
        organization.monthlyWebhookLimit = 5000;
        organization.webhookLimitPolicy = WebhookLimitPolicy::Count;
        organization.allowSignup = true;
        roundTrip(organization, organizationFromJson);
        roundTrip(Organization(), organizationFromJson);
        roundTrip(WebhookUsage{u"2026-11"_s, 3, 10, 1, Timestamp{1000}, {{u"2026-11-01"_s, 3}}},
                  webhookUsageFromJson);
        roundTrip(WebhookUsage(), webhookUsageFromJson);
        roundTrip(
            ApiKey{{}, {}, u"k"_s, u"n"_s, KeyScope::Ingest, u"dk_live_abcd"_s, moment, moment},
            apiKeyFromJson);
        roundTrip(BillingSummary{u"starter"_s, 42, 25, 17, {4900}, {1003}, {5903}, u"EUR"_s},
                  billingSummaryFromJson);
        roundTrip(Me{u"o"_s,
                     u"n"_s,
                     u"UTC"_s,
                     u"user"_s,
                     u"u"_s,
                     u"a@b.org"_s,
                     Role::CommunityAdmin,
                     {u"read"_s, u"manage"_s}},
                  meFromJson);
        roundTrip(TokenGrant{u"a"_s, u"r"_s, 3600}, tokenGrantFromJson);
        roundTrip(SignupGrant{u"o"_s, u"u"_s, u"dk_live_x"_s, {u"a"_s, u"r"_s, 3600}},
                  signupGrantFromJson);
        roundTrip(OverviewCounts{1, 2, 3, 4, 5, 6, 7, 8, 9}, overviewCountsFromJson);
        roundTrip(OverviewCounts(), overviewCountsFromJson);
    }

    void moneyIsWrittenInWholeCents()
    {
        for (qint64 minor = 0; minor < 100'000; ++minor) {
            BillingSummary bill;
            bill.totalCost = {minor};
            QCOMPARE(billingSummaryFromJson(toJson(bill))->totalCost.minor, minor);
        }
    }

    void eventsNameTheirKind()
    {
        const Event reading{{}, ReadingEvent{fullDevice(), fullReading(), Volume{1}}};
        const Event device{{}, DeviceEvent{fullDevice()}};
        const Event unregistered{{}, UnregisteredEvent{}};
        QCOMPARE(eventKind(reading), u"reading"_s);
        QCOMPARE(eventKind(device), u"device"_s);
        QCOMPARE(eventKind(unregistered), u"unregistered"_s);
        QCOMPARE(toJson(device), toJson(fullDevice()));
        QVERIFY(!toJson(reading).isEmpty());
    }

    void fields_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("json"); // of the field; empty: absent
        QTest::addColumn<QString>("read");    // "!" in front: the error code it fails with
        const auto row = [](const char *name, const QString &kind, const QByteArray &json,
                            const QString &read) { QTest::newRow(name) << kind << json << read; };
        const QString invalid = u"!VALIDATION_ERROR"_s;
        row("text is trimmed", u"text"_s, "\"  a b \"", u"a b"_s);
        row("text that is null is empty", u"text"_s, "null", {});
        row("text that is a number fails", u"text"_s, "1", invalid);
        row("text of eleven characters where ten are allowed fails", u"text"_s, "\"12345678901\"",
            invalid);
        row("an emoji counts as one character", u"text"_s, "\"😀😀😀😀😀😀😀😀😀😀\"",
            u"😀😀😀😀😀😀😀😀😀😀"_s);
        row("text with a line break fails", u"text"_s, "\"a\\nb\"", invalid);
        row("text with a DEL fails", u"text"_s, "\"a\\u007fb\"", invalid);
        row("text with a NUL fails", u"text"_s, "\"a\\u0000b\"", invalid);
        row("required text that is absent fails", u"required"_s, {}, invalid);
        row("required text of blanks fails", u"required"_s, "\" \"", invalid);
        row("a whole number", u"integer"_s, "17", u"17"_s);
        row("a whole number written as 17.0", u"integer"_s, "17.0", u"17"_s);
        row("half a number fails", u"integer"_s, "17.5", invalid);
        row("a number as text fails", u"integer"_s, "\"17\"", invalid);
        row("a number below the range fails", u"integer"_s, "-1", invalid);
        row("a number above the range fails", u"integer"_s, "1001", invalid);
        row("a number beyond 64 bits fails", u"integer"_s, "1e300", invalid);
        row("true is no number", u"integer"_s, "true", invalid);
        row("a number within its range", u"number"_s, "0.5", u"0.5"_s);
        row("a number outside its range fails", u"number"_s, "1.5", invalid);
        row("a truth", u"boolean"_s, "true", u"true"_s);
        row("a truth written as 1 fails", u"boolean"_s, "1", invalid);
        row("a time", u"time"_s, "\"2025-01-15T10:30:00+01:00\"", u"2025-01-15T09:30:00Z"_s);
        row("a time without a zone fails", u"time"_s, "\"2025-01-15T10:30:00\"", invalid);
        row("a time that is a number fails", u"time"_s, "1736937000", invalid);
        row("a day", u"date"_s, "\"2024-02-29\"", u"2024-02-29"_s);
        row("a day that does not exist fails", u"date"_s, "\"2025-02-29\"", invalid);
        row("a day in another order fails", u"date"_s, "\"29.02.2024\"", invalid);
        row("a volume", u"volume"_s, "123.456", u"123456000"_s);
        row("a volume as text fails", u"volume"_s, "\"123.456\"", invalid);
        row("a volume beyond nine billion fails", u"volume"_s, "1e10", invalid);
        row("an EUI in capitals", u"eui"_s, "\"A1B2C3D4E5F60001\"", u"a1b2c3d4e5f60001"_s);
        row("an EUI of fifteen digits fails", u"eui"_s, "\"a1b2c3d4e5f6000\"",
            u"!INVALID_DEVICE_ID"_s);
        row("an EUI that is a number fails", u"eui"_s, "1", u"!INVALID_DEVICE_ID"_s);
        row("an EUI that is absent", u"eui"_s, {}, {});
        row("a word", u"word"_s, "\"offline\"", u"offline"_s);
        row("a word nobody knows fails", u"word"_s, "\"broken\"", invalid);
        row("a word in capitals fails", u"word"_s, "\"OFFLINE\"", invalid);
        row("an empty word fails", u"word"_s, "\"\"", invalid);
        row("a blank word fails", u"word"_s, "\"  \"", invalid);
    }
    void fields()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, json);
        QFETCH(QString, read);
        const QString f = u"f"_s;
        const QJsonObject object = json.isEmpty()
                                       ? QJsonObject()
                                       : QJsonDocument::fromJson("{\"f\":" + json + '}').object();
        FieldReader reader(object);
        QString got;
        const auto take = [&got](const auto &value, auto text) {
            if (value)
                got = text(*value);
        };
        if (kind == u"text"_s)
            got = reader.text(f, 10);
        else if (kind == u"required"_s)
            got = reader.requiredText(f, 10);
        else if (kind == u"integer"_s)
            take(reader.integer(f, 0, 1000), [](qint64 v) { return QString::number(v); });
        else if (kind == u"number"_s)
            take(reader.number(f, 0, 1), [](double v) { return QString::number(v); });
        else if (kind == u"boolean"_s)
            take(reader.boolean(f), [](bool v) { return v ? u"true"_s : u"false"_s; });
        else if (kind == u"time"_s)
            take(reader.time(f), [](Timestamp v) { return v.toString(); });
        else if (kind == u"date"_s)
            got = reader.date(f).toString(Qt::ISODate);
        else if (kind == u"volume"_s)
            take(reader.volume(f), [](Volume v) { return QString::number(v.millilitres); });
        else if (kind == u"eui"_s)
            take(reader.eui(f), [](DevEui v) { return v.toString(); });
        else
            take(reader.word(f, parseDeviceStatus), [](DeviceStatus v) { return toText(v); });
        if (read.startsWith(u'!')) {
            QVERIFY(reader.failed());
            QCOMPARE(errorCodeText(reader.error().code), read.mid(1));
            QCOMPARE(reader.error().details[u"field"].toString(), f);
            QVERIFY(!reader.finish(1));
        } else {
            QVERIFY(!reader.failed());
            QCOMPARE(got, read);
        }
    }

    void theFirstWrongFieldIsTheOneNamed()
    {
        const QJsonObject object{{u"a"_s, 1}, {u"b"_s, 2}};
        FieldReader reader(object);
        reader.text(u"b"_s);
        reader.text(u"a"_s);
        QCOMPARE(reader.error().details[u"field"].toString(), u"b"_s);
    }

    void everyErrorCodeHasAStatusAndAText()
    {
        QStringList texts;
        for (int i = 0; i <= static_cast<int>(ErrorCode::StorageUnavailable); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            const QString text = errorCodeText(code);
            QVERIFY(httpStatus(code) >= 400 && httpStatus(code) < 600);
            QVERIFY(QRegularExpression(u"^[A-Z_]+$"_s).match(text).hasMatch());
            QVERIFY(!texts.contains(text));
            texts.append(text);
            QCOMPARE(parseErrorCode(text, 0), code);
            // As an answer and back.
            const Response response = failure({code, u"why"_s, {{u"field"_s, u"f"_s}}});
            QCOMPARE(response.status, httpStatus(code));
            const auto back = readData(response);
            QVERIFY(!back);
            QCOMPARE(back.error().code, code);
            QCOMPARE(back.error().message, u"why"_s);
            QCOMPARE(back.error().details[u"field"].toString(), u"f"_s);
        }
        QCOMPARE(parseErrorCode(u"NEW_CODE", 404), ErrorCode::NotFound);
        QCOMPARE(parseErrorCode(u"NEW_CODE", 418), ErrorCode::Internal);
    }

    void messages()
    {
        QCOMPARE(success(QJsonObject{{u"a"_s, 1}}, 201).body,
                 QByteArray(R"({"data":{"a":1},"status":"success"})"));
        QCOMPARE(
            failure({ErrorCode::DeviceNotFound, u"m"_s, {}}).body,
            QByteArray(
                R"({"details":{},"error_code":"DEVICE_NOT_FOUND","message":"m","status":"error"})"));
        QCOMPARE(failure({ErrorCode::StorageUnavailable, u"m"_s, {{u"retry_after_s"_s, 5}}})
                     .header("retry-after"),
                 QByteArray("5"));
        QCOMPARE(noContent().status, 204);
        QVERIFY(readData(noContent()));
        const Response page = successPage({1, 2}, {10, 2, 4, u"next"_s});
        const Pagination paging = readPagination(page);
        QCOMPARE(paging.total, 10);
        QCOMPARE(paging.limit, 2);
        QCOMPARE(paging.offset, 4);
        QCOMPARE(paging.nextCursor, u"next"_s);
        QVERIFY(bool(successPage({}, {}).body.contains(R"("next_cursor":null)")));
        Response odd;
        odd.body = "<html>";
        QCOMPARE(readData(odd).error().code, ErrorCode::Internal);
        for (const Method method : {Method::Get, Method::Head, Method::Post, Method::Put,
                                    Method::Patch, Method::Delete, Method::Options})
            QCOMPARE(parseMethod(toText(method)), method);
        QCOMPARE(parseMethod("TRACE"), Method::Other);
        QCOMPARE(parseMethod("get"), Method::Other);
        Request request;
        request.query = "a=b+c%2Bd&e";
        QCOMPARE(request.queryItems().queryItemValue(u"a"_s, QUrl::FullyDecoded), u"b c+d"_s);
    }
};

QTEST_APPLESS_MAIN(ContractTest)
#include "tst_contract.moc"
