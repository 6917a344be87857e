#include "backend/domain/listing.h"
#include "backend/domain/reading.h"
#include "backend/domain/subscription.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"
#include "backend/domain/words.h"

#include <QTest>
#include <QTimeZone>

#include <cmath>
#include <limits>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

class ValuesTest : public QObject
{
    Q_OBJECT

    template <typename Enum>
    static void roundTrip(std::optional<Enum> (*parse)(QStringView),
                          std::initializer_list<Enum> all)
    {
        QStringList texts;
        for (const Enum value : all) {
            QCOMPARE(parse(toText(value)), std::optional(value));
            QVERIFY(!parse(toText(value).toUpper()));
            QVERIFY(!texts.contains(toText(value)));
            texts.append(toText(value));
        }
        for (const QString &wrong : {u""_s, u" "_s, u"x"_s})
            QVERIFY(!parse(wrong));
    }

private Q_SLOTS:
    void timesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written"); // empty: refused
        const auto row = [](const char *name, const QString &text, const QString &written) {
            QTest::newRow(name) << text << written;
        };
        row("UTC", u"2025-01-15T10:30:00Z"_s, u"2025-01-15T10:30:00Z"_s);
        row("small letters", u"2025-01-15t10:30:00z"_s, u"2025-01-15T10:30:00Z"_s);
        row("a blank instead of the T", u"2025-01-15 10:30:00Z"_s, u"2025-01-15T10:30:00Z"_s);
        row("one fraction digit", u"2025-01-15T10:30:00.5Z"_s, u"2025-01-15T10:30:00.500Z"_s);
        row("two fraction digits", u"2025-01-15T10:30:00.05Z"_s, u"2025-01-15T10:30:00.050Z"_s);
        row("three fraction digits", u"2025-01-15T10:30:00.123Z"_s, u"2025-01-15T10:30:00.123Z"_s);
        row("nine digits are cut, not rounded", u"2025-01-15T10:30:00.123999999Z"_s,
            u"2025-01-15T10:30:00.123Z"_s);
        row("nine zeros", u"2025-01-15T10:30:00.000000000Z"_s, u"2025-01-15T10:30:00Z"_s);
        row("ten digits are refused", u"2025-01-15T10:30:00.0123456789Z"_s, {});
        row("a dot without digits is refused", u"2025-01-15T10:30:00.Z"_s, {});
        row("east of Greenwich", u"2025-01-15T10:30:00+05:30"_s, u"2025-01-15T05:00:00Z"_s);
        row("west of Greenwich", u"2025-01-15T23:30:00-03:30"_s, u"2025-01-16T03:00:00Z"_s);
        row("minus zero", u"2025-01-15T10:30:00-00:00"_s, u"2025-01-15T10:30:00Z"_s);
        row("an offset over the year's end", u"2025-01-01T00:30:00+01:00"_s,
            u"2024-12-31T23:30:00Z"_s);
        row("an offset of 24 hours is refused", u"2025-01-15T10:30:00+24:00"_s, {});
        row("an offset without a colon is refused", u"2025-01-15T10:30:00+0100"_s, {});
        row("without a zone is refused", u"2025-01-15T10:30:00"_s, {});
        row("the leap day", u"2024-02-29T00:00:00Z"_s, u"2024-02-29T00:00:00Z"_s);
        row("no leap day in 2025", u"2025-02-29T00:00:00Z"_s, {});
        row("no leap day in 2100", u"2100-02-29T00:00:00Z"_s, {});
        row("the leap day of 2000", u"2000-02-29T00:00:00Z"_s, u"2000-02-29T00:00:00Z"_s);
        row("the thirteenth month", u"2025-13-01T00:00:00Z"_s, {});
        row("the 31st of April", u"2025-04-31T00:00:00Z"_s, {});
        row("a leap second is the second before", u"2016-12-31T23:59:60Z"_s,
            u"2016-12-31T23:59:59Z"_s);
        row("second 61", u"2016-12-31T23:59:61Z"_s, {});
        row("hour 24", u"2025-01-15T24:00:00Z"_s, {});
        row("minute 60", u"2025-01-15T10:60:00Z"_s, {});
        row("year 1, Go's zero time", u"0001-01-01T00:00:00Z"_s, u"0001-01-01T00:00:00Z"_s);
        row("year 0 is refused", u"0000-01-01T00:00:00Z"_s, {});
        row("before 1970 with a fraction", u"1969-12-31T23:59:59.250Z"_s,
            u"1969-12-31T23:59:59.250Z"_s);
        row("year 9999", u"9999-12-31T23:59:59.999Z"_s, u"9999-12-31T23:59:59.999Z"_s);
        row("a day alone is refused", u"2025-01-15"_s, {});
        row("something behind it is refused", u"2025-01-15T10:30:00Z "_s, {});
        row("Arabic digits are refused", u"٢025-01-15T10:30:00Z"_s, {});
        row("empty is refused", {}, {});
    }
    void timesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, written);
        const auto time = Timestamp::parse(text);
        QCOMPARE(time ? time->toString() : QString(), written);
        if (time)
            QCOMPARE(Timestamp::parse(time->toString()), time);
    }

    void monthsInAZoneWithSummerTime()
    {
        const QTimeZone madrid("Europe/Madrid");
        const auto march = CalendarMonth::of(*Timestamp::parse(u"2026-03-31T22:30:00Z"), madrid);
        QCOMPARE(march.toString(), u"2026-04"_s); // 00:30 in Madrid
        QCOMPARE(march.begin.toString(), u"2026-03-31T22:00:00Z"_s);
        QCOMPARE(march.end.toString(), u"2026-04-30T22:00:00Z"_s);
        const auto october = CalendarMonth::parse(u"2026-10", madrid);
        QVERIFY(october);
        QCOMPARE(october->begin.toString(), u"2026-09-30T22:00:00Z"_s);
        QCOMPARE(october->end.toString(), u"2026-10-31T23:00:00Z"_s);
        QCOMPARE(october->end - october->begin, 31 * duration::day + duration::hour);
        QCOMPARE(CalendarMonth::of(october->end, madrid).toString(), u"2026-11"_s);
        QCOMPARE(CalendarMonth::of(october->end - 1, madrid).toString(), u"2026-10"_s);
        const auto december = CalendarMonth::parse(u"2026-12", madrid);
        QCOMPARE(december->end.toString(), u"2026-12-31T23:00:00Z"_s);
        for (const QString &wrong : {u"2026-13"_s, u"2026-00"_s, u"2026-1"_s, u"2026-011"_s,
                                     u"1999-12"_s, u"2026/11"_s, u""_s})
            QVERIFY2(!CalendarMonth::parse(wrong, madrid), qPrintable(wrong));
        // Where midnight does not exist on the first: the month begins with the day.
        const QTimeZone asuncion("America/Asuncion");
        const auto of = CalendarMonth::parse(u"2017-10", asuncion); // clocks went to 01:00
        QVERIFY(of && of->begin.ms != 0);
        QCOMPARE(CalendarMonth::of(of->begin, asuncion).toString(), u"2017-10"_s);
        QCOMPARE(CalendarMonth::of(of->begin - 1, asuncion).toString(), u"2017-09"_s);
    }

    void volumesAreRounded_data()
    {
        QTest::addColumn<double>("m3");
        QTest::addColumn<qint64>("millilitres"); // -1: refused
        QTest::newRow("the contract's example") << 123.456 << qint64{123'456'000};
        QTest::newRow("a value no double holds exactly") << 0.1 << qint64{100'000};
        QTest::newRow("half a millilitre goes away from zero") << 0.0000005 << qint64{1};
        QTest::newRow("less than half goes to zero") << 0.0000004 << qint64{0};
        QTest::newRow("a negative half goes away from zero") << -0.0000025 << qint64{-3};
        QTest::newRow("the largest with every millilitre")
            << 8'000'000'000.999999 << qint64{8'000'000'000'999'999};
        QTest::newRow("more than nine billion is refused") << 9'000'000'001.0 << qint64{-1};
        QTest::newRow("infinity is refused")
            << std::numeric_limits<double>::infinity() << qint64{-1};
        QTest::newRow("not a number is refused") << std::nan("") << qint64{-1};
        QTest::newRow("the largest double is refused")
            << std::numeric_limits<double>::max() << qint64{-1};
    }
    void volumesAreRounded()
    {
        QFETCH(double, m3);
        QFETCH(qint64, millilitres);
        const auto volume = Volume::fromCubicMetres(m3);
        QCOMPARE(volume ? volume->millilitres : -1, millilitres);
        if (volume)
            QCOMPARE(Volume::fromCubicMetres(volume->toCubicMetres()), volume);
    }
    void everyMillilitreSurvivesTheDouble()
    {
        for (const qint64 base :
             {0LL, 123'456'789LL, 99'999'999'000'000LL, 8'000'000'000'000'000LL}) {
            for (qint64 ml = base; ml < base + 1000; ++ml)
                QCOMPARE(Volume::fromCubicMetres(Volume{ml}.toCubicMetres())->millilitres, ml);
        }
    }
    void otherUnitsAndText()
    {
        QCOMPARE(Volume::fromLitres(1234.5)->millilitres, 1'234'500);
        QCOMPARE(Volume::fromUsGallons(1)->millilitres, 3'785);
        QCOMPARE(Volume::fromUsGallons(1000)->millilitres, 3'785'412);
        QCOMPARE(Volume::parseCubicMetres(u"123.456")->millilitres, 123'456'000);
        QCOMPARE(Volume::parseCubicMetres(u"-0.000001")->millilitres, -1);
        for (const QString &wrong :
             {u"1,5"_s, u"nan"_s, u"inf"_s, u"1 m3"_s, u""_s, u"0x10"_s, u"1e400"_s})
            QVERIFY2(!Volume::parseCubicMetres(wrong), qPrintable(wrong));
    }

    void bills_data()
    {
        QTest::addColumn<qint64>("devices");
        QTest::addColumn<qint64>("overage");
        QTest::addColumn<qint64>("total"); // cents
        QTest::newRow("none") << qint64{0} << qint64{0} << qint64{4900};
        QTest::newRow("as many as included") << qint64{25} << qint64{0} << qint64{4900};
        QTest::newRow("one more") << qint64{26} << qint64{1} << qint64{4959};
        QTest::newRow("the reference's example") << qint64{42} << qint64{17} << qint64{5903};
        QTest::newRow("a million") << qint64{1'000'025} << qint64{1'000'000} << qint64{59'004'900};
    }
    void bills()
    {
        QFETCH(qint64, devices);
        QFETCH(qint64, overage);
        QFETCH(qint64, total);
        const auto bill =
            billingFor({u"starter"_s, {4900}, 25, {59}, std::nullopt}, devices, u"EUR"_s);
        QCOMPARE(bill.overageDevices, overage);
        QCOMPARE(bill.totalCost.minor, total);
        QCOMPARE(bill.overageCost.minor, overage * 59);
        QCOMPARE(bill.activeDevices, devices);
    }

    void tiersAreRead_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("ok");
        QTest::newRow("one tier") << QByteArray(
            R"([{"name":"a","base":"1.00","included_devices":1,"per_extra_device":"0.10"}])")
                                  << true;
        QTest::newRow("money as a number") << QByteArray(
            R"([{"name":"a","base":1.00,"included_devices":1,"per_extra_device":"0.10"}])")
                                           << false;
        QTest::newRow("money with one decimal") << QByteArray(
            R"([{"name":"a","base":"1.0","included_devices":1,"per_extra_device":"0.10"}])")
                                                << false;
        QTest::newRow("negative money") << QByteArray(
            R"([{"name":"a","base":"-1.00","included_devices":1,"per_extra_device":"0.10"}])")
                                        << false;
        QTest::newRow("a tier without a name")
            << QByteArray(R"([{"base":"1.00","included_devices":1,"per_extra_device":"0.10"}])")
            << false;
        QTest::newRow("no tiers") << QByteArray("[]") << false;
        QTest::newRow("no JSON") << QByteArray("{") << false;
    }
    void tiersAreRead()
    {
        QFETCH(QByteArray, json);
        QFETCH(bool, ok);
        QCOMPARE(parseTiers(json).has_value(), ok);
    }

    void readingIdsSpellDeviceAndTime()
    {
        for (const qint64 device : {1LL, 77LL, 4'000'000'000LL}) {
            for (const QString &time : {u"2026-11-24T12:00:00.123Z"_s, u"1970-01-01T00:00:00Z"_s,
                                        u"2000-02-29T23:59:59Z"_s}) {
                Reading reading;
                reading.device = DeviceId{device};
                reading.recordedAt = *Timestamp::parse(time);
                QVERIFY(!QUuid::fromString(reading.uuid()).isNull());
                const auto key = ReadingKey::parse(reading.uuid());
                QVERIFY(key);
                QCOMPARE(key->device, reading.device);
                QCOMPARE(key->recordedAt, reading.recordedAt);
            }
        }
        for (const QString &wrong : {u""_s, u"x"_s, u"6ba7b810-9dad-11d1-80b4-00c04fd430c8"_s})
            QVERIFY2(!ReadingKey::parse(wrong), qPrintable(wrong));
    }

    void wordsGoThereAndBack()
    {
        roundTrip<DeviceStatus>(parseDeviceStatus, {DeviceStatus::Online, DeviceStatus::Offline,
                                                    DeviceStatus::Maintenance});
        roundTrip<DeviceType>(parseDeviceType, {DeviceType::WaterMeter, DeviceType::HotWaterMeter});
        roundTrip<Role>(parseRole, {Role::Admin, Role::CommunityAdmin, Role::Resident});
        roundTrip<KeyScope>(parseKeyScope, {KeyScope::Full, KeyScope::Ingest});
        roundTrip<ReadingSource>(parseReadingSource,
                                 {ReadingSource::ChirpStackV4, ReadingSource::ChirpStackV3,
                                  ReadingSource::TtsV3, ReadingSource::Custom,
                                  ReadingSource::Manual, ReadingSource::Import});
        roundTrip<IngestOutcome>(parseIngestOutcome,
                                 {IngestOutcome::Stored, IngestOutcome::Duplicate,
                                  IngestOutcome::Unregistered, IngestOutcome::Skipped,
                                  IngestOutcome::Quarantined, IngestOutcome::Rejected,
                                  IngestOutcome::Held});
        roundTrip<MeterFlag>(parseMeterFlag,
                             {MeterFlag::Leak, MeterFlag::Burst, MeterFlag::ReverseFlow,
                              MeterFlag::Tamper, MeterFlag::BatteryLow});
    }

    void cursorsGoThereAndBack()
    {
        for (const Cursor &cursor :
             {Cursor{u"-device_name"_s, u"ñ\"{}"_s, 7, 100'000},
              Cursor{u"created_at"_s, qint64{1'764'000'000'123}, 9'000'000'000, 1}}) {
            const QString text = cursor.encode();
            QCOMPARE(QUrl::toPercentEncoding(text), text.toLatin1());
            const auto read = Cursor::decode(text);
            QVERIFY(read);
            QCOMPARE(read->sort, cursor.sort);
            QCOMPARE(read->value.toString(), cursor.value.toString());
            QCOMPARE(read->id, cursor.id);
            QCOMPARE(read->total, cursor.total);
        }
        for (const QString &wrong : {u""_s, u"AAAA"_s, u"W10"_s, u"%"_s, u"ñ"_s})
            QVERIFY2(!Cursor::decode(wrong), qPrintable(wrong));
    }
};

QTEST_APPLESS_MAIN(ValuesTest)
#include "tst_values.moc"
