#include "ui/format.h"
#include "ui/models/changesmodel.h"
#include "ui/models/changewords.h"
#include "ui/translations.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;

// The log of changes, as a person reads it.
class ChangesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        installTranslations(*qApp, QLocale(QLocale::English));
        m_format.setTimeZone(u"Europe/Berlin"_s);
    }

    void everyValueIsSaidAsAPersonSaysIt_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QJsonObject>("details");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const QString &action, const QJsonObject &details,
                            const QString &said) {
            QTest::newRow(name) << action << details << said;
        };
        row("an assignment, in the zone of the organization", u"device.assign"_s,
            {{u"end_user_before"_s, QString()},
             {u"end_user"_s, u"Y. Haddad"_s},
             {u"from"_s, u"2025-10-18T02:20:34Z"_s}},
            u"Resident: Y. Haddad · From: 18 Okt. 2025 04:20"_s);
        row("the end of one", u"device.unassign"_s,
            {{u"end_user_before"_s, u"Y. Haddad"_s}, {u"from"_s, u"2025-12-18T02:20:34Z"_s}},
            u"Resident: Y. Haddad → – · From: 18 Dez. 2025 03:20"_s);
        row("a swap, with its registers", u"device.replace"_s,
            {{u"new_dev_eui"_s, u"a1b2c3d4e5f60099"_s},
             {u"replaced_at"_s, u"2025-10-18T02:20:34Z"_s},
             {u"final_reading_m3"_s, 1431.2},
             {u"initial_reading_m3"_s, 0}},
            u"New DevEUI: a1b2c3d4e5f60099 · Replaced at: 18 Okt. 2025 04:20 · "
            "Last register, old: 1.431,200 m³ · First register, new: 0,000 m³"_s);
        row("a resident of whom little is known", u"end_user.create"_s,
            {{u"name"_s, u"Park"_s},
             {u"email"_s, QString()},
             {u"unit"_s, u"3B"_s},
             {u"move_in"_s, u"2025-10-01"_s},
             {u"move_out"_s, QString()},
             {u"household_size"_s, 0},
             {u"share_millionths"_s, 0},
             {u"customer_id"_s, u"bf921e29"_s}},
            u"Unit: 3B · Moved in: 1 Okt. 2025"_s);
        row("one of whom more is known now", u"end_user.edit"_s,
            {{u"household_size_before"_s, 0},
             {u"household_size"_s, 3},
             {u"share_millionths_before"_s, 12'000'000},
             {u"share_millionths"_s, 12'500'000},
             {u"email_before"_s, u"y@example.com"_s},
             {u"email"_s, QString()}},
            u"E-mail: y@example.com → – · Persons: 3 · Share: 12 → 12,5"_s);
        row("a community", u"customer.edit"_s,
            {{u"name_before"_s, u"Parkstr."_s},
             {u"name"_s, u"Park"_s},
             {u"admin_email"_s, u"a@example.com"_s},
             {u"tenant_name"_s, u"park"_s},
             {u"time_zone"_s, u"Europe/Madrid"_s},
             {u"address"_s, u"Parkstr. 12"_s}},
            u"Name: Parkstr. → Park · Contact e-mail: a@example.com · Tenant name: park · "
            "Address: Parkstr. 12 · Time zone: Europe/Madrid"_s);
        row("a reading", u"reading.exclude"_s,
            {{u"recorded_at"_s, u"2025-10-18T02:20:34Z"_s},
             {u"consumption_m3"_s, 999},
             {u"note_before"_s, u"Handover"_s},
             {u"reason"_s, u"typo"_s}},
            u"Read at: 18 Okt. 2025 04:20 · Register: 999,000 m³ · Reason: typo · "
            "Note before: Handover"_s);
        row("an answer", u"reading.answer"_s,
            {{u"register_before"_s, QJsonValue()}, {u"register"_s, u"from_zero"_s}},
            u"Answer: restarted at zero"_s);
        row("an answer that is taken back", u"reading.answer"_s,
            {{u"register_before"_s, u"as_read"_s}, {u"register"_s, QJsonValue()}},
            u"Answer: the register is right → –"_s);
        row("imported readings", u"reading.import"_s,
            {{u"first_line"_s, 2}, {u"last_line"_s, 2001}, {u"devices"_s, 24}},
            u"First line: 2 · Last line: 2.001 · Devices: 24"_s);
        row("a device", u"device.edit"_s,
            {{u"device_name_before"_s, u"1A"_s},
             {u"device_name"_s, u"1B"_s},
             {u"device_type_before"_s, u"water_meter"_s},
             {u"device_type"_s, u"hot_water_meter"_s},
             {u"customer"_s, u"Parkstr. 12"_s},
             {u"parent_dev_eui"_s, u"a1b2c3d4e5f60001"_s},
             {u"hierarchy_level_before"_s, 1},
             {u"hierarchy_level"_s, 0},
             {u"serial_number"_s, u"AXI-1"_s},
             {u"location"_s, u"Riser 3"_s}},
            u"Name: 1A → 1B · Type: Water meter → Hot water meter · Community: Parkstr. 12 · "
            "Counts as: flat's meter → principal meter · Parent meter: a1b2c3d4e5f60001 · "
            "Serial number: AXI-1 · Location: Riser 3"_s);
        row("a status", u"device.set_status"_s,
            {{u"status_before"_s, u"online"_s}, {u"status"_s, u"maintenance"_s}},
            u"Status: Online → Maintenance"_s);
        row("a user", u"user.edit"_s,
            {{u"role_before"_s, u"admin"_s},
             {u"role"_s, u"community_admin"_s},
             {u"password"_s, u"changed"_s}},
            u"Role: administrator → administrator of communities · Password: changed"_s);
        row("a key", u"api_key.create"_s, {{u"scope"_s, u"ingest"_s}}, u"Allows: Webhooks only"_s);
        row("a mapping, whose unit is no flat", u"mapping.create"_s,
            {{u"unit"_s, u"l"_s}, {u"factor"_s, 0.1}}, u"Unit: litres · Factor: 0,1"_s);
        row("the organization", u"organization.edit"_s,
            {{u"monthly_webhook_limit_before"_s, QJsonValue()},
             {u"monthly_webhook_limit"_s, 1'000'000},
             {u"webhook_limit_policy_before"_s, u"enforce"_s},
             {u"webhook_limit_policy"_s, u"count"_s},
             {u"offline_after_hours_before"_s, 1},
             {u"offline_after_hours"_s, 48},
             {u"allow_signup_before"_s, true},
             {u"allow_signup"_s, false},
             {u"locale"_s, u"de-DE"_s},
             {u"currency"_s, u"EUR"_s}},
            u"Currency: EUR · Language: Deutsch · Webhooks a month: 1.000.000 · "
            "Beyond the limit: held until the month turns → counted like the others · "
            "Offline after: 1 hour → 48 hours · Others may sign up: yes → no"_s);
        row("what is in no table yet", u"dial.turn"_s,
            {{u"dial_color"_s, u"red"_s},
             {u"lost_m3"_s, 1.5},
             {u"turned_at_before"_s, u"2025-10-18T02:20:34Z"_s},
             {u"dial_id"_s, u"bf921e29"_s}},
            u"Dial color: red · Lost: 1,500 m³ · Turned at: 18 Okt. 2025 04:20 → –"_s);
    }
    void everyValueIsSaidAsAPersonSaysIt()
    {
        QFETCH(QString, action);
        QFETCH(QJsonObject, details);
        AuditEntry entry;
        entry.action = action;
        entry.subject = u"Park"_s;
        entry.details = details;
        if (action == u"customer.edit")
            entry.subject = u"Parkstr."_s;
        QTEST(changeTexts(entry, m_format).join(u" · "_s), "said");
    }

    void aDeviceIsCalledByItsName()
    {
        ChangesModel changes(m_format);
        QAbstractItemModelTester tester(&changes,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        AuditEntry entry;
        entry.action = u"device.register"_s;
        entry.subject = u"a1b2c3d4e5f60001"_s;
        entry.subjectName = u"Flat 1A cold"_s;
        entry.details = {{u"device_name"_s, u"Flat 1A cold"_s}};
        AuditEntry gone = entry;
        gone.action = u"reading.import"_s;
        gone.subjectName.clear();
        changes.setRows({entry, gone});
        const auto text = [&changes](int row, int column) {
            return changes.index(row, column).data().toString();
        };
        QCOMPARE(text(0, ChangesModel::Action), u"Registered a device"_s);
        QCOMPARE(text(0, ChangesModel::Subject), u"Flat 1A cold"_s);
        QCOMPARE(changes.index(0, ChangesModel::Subject).data(Qt::ToolTipRole).toString(),
                 u"a1b2c3d4e5f60001"_s);
        QCOMPARE(text(0, ChangesModel::Details), QString());
        QCOMPARE(text(1, ChangesModel::Action), u"Imported readings"_s);
        QCOMPARE(text(1, ChangesModel::Subject), u"a1b2c3d4e5f60001"_s);
    }

private:
    Format m_format{QLocale(QLocale::German, QLocale::Germany)};
};

QTEST_MAIN(ChangesTest)
#include "tst_changes.moc"
