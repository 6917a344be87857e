#include "tests/ui/sampleoffice.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/apikeydialog.h"
#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/communitydialog.h"
#include "ui/dialogs/importdialog.h"
#include "ui/dialogs/registerdialog.h"
#include "ui/firststart.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/translations.h"
#include "ui/widgets/copyfield.h"

#include <QCheckBox>
#include <QClipboard>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;
using State = ui::EuiCheck::State;

class DialogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::installTranslations(*qApp, QLocale::c()); }

    void init()
    {
        m_transport = std::make_unique<test::FakeTransport>();
        m_office = std::make_unique<test::SampleOffice>(*m_transport, 24);
        m_client = std::make_unique<ui::ApiClient>(*m_transport);
        m_communities = std::make_unique<ui::CommunityList>(*m_client);
    }

    void euisAreCheckedWhileTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing yet is no reproach") << u""_s << int(State::Empty) << u""_s;
        QTest::newRow("only blanks is nothing") << u"  "_s << int(State::Empty) << u""_s;
        QTest::newRow("fifteen digits are counted")
            << u"a1b2c3d4e5f6000"_s << int(State::Incomplete) << u"15 of 16 digits"_s;
        QTest::newRow("sixteen are good") << u"a1b2c3d4e5f60001"_s << int(State::Good) << u""_s;
        QTest::newRow("either case is good") << u"A1B2C3D4e5f60001"_s << int(State::Good) << u""_s;
        QTest::newRow("dashes of a label are overlooked")
            << u"A1-B2-C3-D4-E5-F6-00-01"_s << int(State::Good) << u""_s;
        QTest::newRow("colons and blanks too")
            << u" a1:b2:c3:d4 e5:f6:00:01 "_s << int(State::Good) << u""_s;
        QTest::newRow("a letter past f is named at once")
            << u"a1g"_s << int(State::Wrong) << u"“g” is not one of 0 to 9 and a to f."_s;
        QTest::newRow("a letter O for a zero is named")
            << u"a1b2c3d4e5f6O001"_s << int(State::Wrong)
            << u"“o” is not one of 0 to 9 and a to f."_s;
        QTest::newRow("one too many")
            << u"a1b2c3d4e5f600012"_s << int(State::Wrong) << u"1 digit too many."_s;
        QTest::newRow("two too many")
            << u"a1b2c3d4e5f6000123"_s << int(State::Wrong) << u"2 digits too many."_s;
        QTest::newRow("full-width digits are wrong")
            << u"１"_s << int(State::Wrong) << u"“１” is not one of 0 to 9 and a to f."_s;
    }
    void euisAreCheckedWhileTyped()
    {
        QFETCH(QString, typed);
        const ui::EuiCheck check = ui::EuiCheck::of(typed);
        QTEST(int(check.state), "state");
        QTEST(check.sentence, "sentence");
        QCOMPARE(check.eui.has_value(), check.state == State::Good);
        if (check.eui)
            QCOMPARE(check.eui->toString(), u"a1b2c3d4e5f60001"_s);
    }

    void registeringSendsWhatWasTyped()
    {
        auto *dialog = openRegister();
        auto *primary = dialog->findChild<QPushButton *>(u"registerDialogPrimary"_s);
        QVERIFY(!primary->isEnabled());
        type(*dialog, u"dev_eui"_s, u"A1B2C3D4E5F60099"_s);
        QVERIFY(!primary->isEnabled());
        type(*dialog, u"device_name"_s, u"Meter 99"_s);
        QVERIFY(primary->isEnabled());
        type(*dialog, u"parent_dev_eui"_s, u"a1"_s);
        QVERIFY(!primary->isEnabled());
        type(*dialog, u"parent_dev_eui"_s, u""_s);
        QSignalSpy registered(dialog, &ui::RegisterDialog::registered);
        const QPointer<QDialog> alive = dialog;
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(registered.count(), 1);
        const QJsonObject body =
            QJsonDocument::fromJson(m_transport->newest(Method::Post, "/devices/register")->body)
                .object();
        QCOMPARE(body, (QJsonObject{{u"dev_eui"_s, u"a1b2c3d4e5f60099"_s},
                                    {u"device_name"_s, u"Meter 99"_s},
                                    {u"device_type"_s, u"water_meter"_s}}));
        QTRY_VERIFY(!alive);
    }

    void aDuplicateIsSaidAtTheField()
    {
        m_transport->on(Method::Post, "/devices/register",
                        contract::failure({ErrorCode::DeviceAlreadyRegistered, u"taken"_s, {}}));
        auto *dialog = openRegister();
        type(*dialog, u"dev_eui"_s, u"a1b2c3d4e5f60001"_s);
        type(*dialog, u"device_name"_s, u"Meter"_s);
        auto *primary = dialog->findChild<QPushButton *>(u"registerDialogPrimary"_s);
        QTest::mouseClick(primary, Qt::LeftButton);
        QVERIFY2(!primary->isEnabled(), "one call at a time");
        auto *error = dialog->findChild<QLabel *>(u"dev_euiError"_s);
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), u"This device is registered already."_s);
        QVERIFY(primary->isEnabled());
        dialog->close();
    }

    void closingWithACallInFlightIsSafe()
    {
        m_transport->hold();
        auto *dialog = openRegister();
        type(*dialog, u"dev_eui"_s, u"a1b2c3d4e5f60001"_s);
        type(*dialog, u"device_name"_s, u"Meter"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"registerDialogPrimary"_s),
                          Qt::LeftButton);
        const QPointer<QDialog> alive = dialog;
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"registerDialogCancel"_s),
                          Qt::LeftButton);
        QTRY_VERIFY(!alive);
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
    }

    void assigningShowsWhoHasItAndSendsTheResident()
    {
        m_format.setTimeZone(u"Asia/Tokyo"_s);
        auto *dialog = new ui::AssignDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        QCOMPARE(dialog->findChild<QLabel *>(u"assignedNow"_s)->text(),
                 u"A. Ferrari has it now."_s);
        auto *table = dialog->findChild<QTableView *>(u"residentTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 12);
        auto *search = dialog->findChild<QLineEdit *>(u"residentSearch"_s);
        QTest::keyClicks(search, u"okafor"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        auto *primary = dialog->findChild<QPushButton *>(u"assignDialogPrimary"_s);
        QTRY_VERIFY(primary->isEnabled());
        QSignalSpy assigned(dialog, &ui::AssignDialog::assigned);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(assigned.count(), 1);
        const auto *request = m_transport->newest(Method::Put, "/devices/a1b2c3d4e5f60003/assign");
        QVERIFY(request);
        const QJsonObject body = QJsonDocument::fromJson(request->body).object();
        QCOMPARE(body[u"end_user_id"].toString(), u"r0"_s);
        const auto from = Timestamp::parse(body[u"from"].toString());
        QVERIFY(from && std::abs(*from - ui::Format::now()) < 2 * duration::minute);
    }

    void aRefusedAssignmentSaysWhy()
    {
        m_transport->on(Method::Put, "/devices/a1b2c3d4e5f60003/assign",
                        contract::failure({ErrorCode::EndUserNotFound, {}, {}}));
        auto *dialog = new ui::AssignDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        auto *table = dialog->findChild<QTableView *>(u"residentTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 12);
        table->selectRow(3);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"assignDialogPrimary"_s),
                          Qt::LeftButton);
        auto *error = dialog->findChild<QLabel *>(u"assignDialogError"_s);
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), u"This resident is not there any more."_s);
        dialog->close();
    }

    void unassigning()
    {
        auto *dialog = new ui::AssignDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        QSignalSpy assigned(dialog, &ui::AssignDialog::assigned);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"unassign"_s), Qt::LeftButton);
        QTRY_COMPARE(assigned.count(), 1);
        QVERIFY(m_transport->newest(Method::Delete, "/devices/a1b2c3d4e5f60003/assign"));
    }

    void aNewKeyIsShownOnce()
    {
        m_transport->on(Method::Post, "/api-keys",
                        contract::success(QJsonObject{{u"id"_s, u"k"_s},
                                                      {u"name"_s, u"TTN"_s},
                                                      {u"scope"_s, u"ingest"_s},
                                                      {u"api_key"_s, u"dk_live_secret"_s}},
                                          201));
        auto *dialog = new ui::ApiKeyDialog(*m_client, nullptr);
        dialog->open();
        type(*dialog, u"name"_s, u"TTN"_s);
        auto *primary = dialog->findChild<QPushButton *>(u"apiKeyDialogPrimary"_s);
        QTest::mouseClick(primary, Qt::LeftButton);
        auto *secret = dialog->findChild<QLineEdit *>(u"newApiKeyValue"_s);
        QTRY_VERIFY(secret->isVisible());
        QCOMPARE(secret->text(), u"dk_live_secret"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"newApiKeyCopy"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"dk_live_secret"_s);
        const QPointer<QDialog> alive = dialog;
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_VERIFY(!alive);
    }

    void aTakenTenantNameIsSaidAtTheField()
    {
        m_transport->on(Method::Post, "/customers",
                        contract::failure({ErrorCode::Conflict, {}, {}}));
        auto *dialog = new ui::CommunityDialog(*m_client, nullptr);
        dialog->open();
        type(*dialog, u"name"_s, u"Parkstr. 12"_s);
        type(*dialog, u"tenant_name"_s, u"parkstr"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"communityDialogPrimary"_s),
                          Qt::LeftButton);
        auto *error = dialog->findChild<QLabel *>(u"tenant_nameError"_s);
        QTRY_VERIFY(error->isVisible());
        dialog->close();
    }

    void residentsAreImportedFromASheetAndWrongLinesAreNamed()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"residents.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name;unit\nAna;1A\n;2B\n");
        file.close();
        Job job;
        job.uuid = u"j1"_s;
        job.kind = u"end_user_import"_s;
        job.state = JobState::Running;
        job.total = 2;
        m_transport->on(Method::Post, "/end-users/import",
                        contract::success(QJsonObject{{u"job_id"_s, u"j1"_s}}, 202));
        m_transport->on(Method::Get, "/jobs/j1", [&job](const contract::Request &) {
            const auto answer = contract::success(contract::toJson(job));
            job.state = JobState::Done;
            job.done = 2;
            job.errors = {{3, u"name"_s, u"name is required"_s}};
            return answer;
        });
        auto *dialog = new ui::ImportDialog(
            *m_client, {ui::SheetTarget::Kind::Residents, m_office->community(0).uuid},
            u"Residents"_s, nullptr);
        dialog->open();
        auto *import = dialog->findChild<QPushButton *>(u"importDialogPrimary"_s);
        QVERIFY(!import->isEnabled());
        dialog->setFile(file.fileName());
        QVERIFY(import->isEnabled());
        QSignalSpy imported(dialog, &ui::ImportDialog::imported);
        QTest::mouseClick(import, Qt::LeftButton);
        QTRY_COMPARE(imported.count(), 1);
        const auto *sent = m_transport->newest(Method::Post, "/end-users/import");
        QVERIFY(sent);
        QCOMPARE(sent->header("content-type"), QByteArray("text/csv"));
        QCOMPARE(sent->body, QByteArray("name;unit\nAna;1A\n;2B\n"));
        QCOMPARE(dialog->findChild<QPlainTextEdit *>(u"importPreview"_s)->toPlainText(),
                 u"Line 3, column name: name is required"_s);
        QTest::mouseClick(import, Qt::LeftButton);
        QCOMPARE(dialog->result(), int(QDialog::Accepted));
    }

    void aSheetIsShownAsItIsUnderstoodBeforeItIsImported()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"readings.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("dev_eui;recorded_at;consumption_m3\n00000000000000a1;02.01.2026;12,5\n");
        file.close();
        const QJsonObject preview{
            {u"columns"_s, QJsonArray{u"dev_eui"_s, u"recorded_at"_s, u"consumption_m3"_s}},
            {u"delimiter"_s, u";"_s},
            {u"decimal"_s, u"comma"_s},
            {u"date_format"_s, u"DD.MM.YYYY"_s},
            {u"rows"_s, QJsonArray{QJsonObject{{u"dev_eui"_s, u"00000000000000a1"_s},
                                               {u"recorded_at"_s, u"2026-01-01T23:00:00Z"_s},
                                               {u"consumption_m3"_s, 12.5}}}},
            {u"errors"_s,
             QJsonArray{QJsonObject{
                 {u"line"_s, 7}, {u"field"_s, u"dev_eui"_s}, {u"message"_s, u"No device"_s}}}},
            {u"total_rows"_s, 2}};
        m_transport->on(Method::Post, "/readings/import", contract::success(preview));
        auto *dialog = new ui::ImportDialog(*m_client, {ui::SheetTarget::Kind::Readings, {}},
                                            u"Readings"_s, nullptr);
        dialog->open();
        dialog->setFile(file.fileName());
        auto *result = dialog->findChild<QLabel *>(u"importResult"_s);
        QTRY_VERIFY(result->isVisible());
        QCOMPARE(result->text(),
                 u"2 rows · separated by semicolons · decimal comma · days as DD.MM.YYYY\n"
                 "Not all of it can be taken in. Line 7, column dev_eui: No device"_s);
        QVERIFY(dialog->findChild<QPlainTextEdit *>(u"importPreview"_s)
                    ->toPlainText()
                    .contains(u"00000000000000a1  2026-01-01T23:00:00Z  12.5"));
        QCOMPARE(m_transport->newest(Method::Post, "/readings/import")->query,
                 QByteArray("preview=true"));
        dialog->close();
    }

    void devicesOfASheetAreRegisteredAtOnce()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"devices.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("dev_eui,device_name,device_type\n");
        file.close();
        const QJsonArray results{QJsonObject{{u"line"_s, 2}, {u"result"_s, u"registered"_s}},
                                 QJsonObject{{u"line"_s, 3},
                                             {u"result"_s, u"rejected"_s},
                                             {u"field"_s, u"dev_eui"_s},
                                             {u"message"_s, u"Not hexadecimal"_s}}};
        m_transport->on(Method::Post, "/devices/bulk-register",
                        contract::success(QJsonObject{{u"results"_s, results}}));
        auto *dialog = new ui::ImportDialog(*m_client, {ui::SheetTarget::Kind::Devices, {}},
                                            u"Devices"_s, nullptr);
        dialog->open();
        dialog->setFile(file.fileName());
        QSignalSpy imported(dialog, &ui::ImportDialog::imported);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"importDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_COMPARE(imported.count(), 1);
        QCOMPARE(dialog->findChild<QLabel *>(u"importResult"_s)->text(),
                 u"1 of 2 lines taken in. Left out:"_s);
        QCOMPARE(dialog->findChild<QPlainTextEdit *>(u"importPreview"_s)->toPlainText(),
                 u"Line 3, column dev_eui: Not hexadecimal"_s);
        dialog->close();
    }

    void aRunningImportIsCancelledFirst()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"residents.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name\nAna\n");
        file.close();
        Job job;
        job.state = JobState::Running;
        m_transport->on(Method::Post, "/end-users/import",
                        contract::success(QJsonObject{{u"job_id"_s, u"j2"_s}}, 202));
        m_transport->on(Method::Get, "/jobs/j2", [&job](const contract::Request &) {
            return contract::success(contract::toJson(job));
        });
        m_transport->on(Method::Delete, "/jobs/j2", [&job](const contract::Request &) {
            job.state = JobState::Cancelled;
            return contract::noContent();
        });
        auto *dialog = new ui::ImportDialog(
            *m_client, {ui::SheetTarget::Kind::Residents, m_office->community(0).uuid},
            u"Residents"_s, nullptr);
        dialog->open();
        dialog->setFile(file.fileName());
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"importDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_VERIFY(m_transport->newest(Method::Get, "/jobs/j2"));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"importDialogCancel"_s),
                          Qt::LeftButton);
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"importResult"_s)->isVisible());
        QVERIFY(dialog->findChild<QLabel *>(u"importResult"_s)->text().startsWith(u"Stopped"));
        dialog->close();
    }

    void theFirstStartChecksAndShowsTheKey()
    {
        contract::SignupGrant grant;
        grant.apiKey = u"dk_live_first"_s;
        m_transport->on(Method::Post, "/auth/signup",
                        contract::success(contract::toJson(grant), 201));
        ui::FirstStart first(*m_client, {u"http://127.0.0.1:8480"_s, {}, {}, {}},
                             ui::FirstStart::DemoData::Hidden);
        first.show();
        auto *create = first.findChild<QPushButton *>(u"createOrganization"_s);
        auto *hint = first.findChild<QLabel *>(u"passwordHint"_s);
        QVERIFY(!first.findChild<QCheckBox *>(u"demoData"_s)->isVisible());
        type(first, u"organizationField"_s, u"Hausverwaltung Brandt"_s);
        type(first, u"emailField"_s, u"anna@brandt.example"_s);
        type(first, u"passwordField"_s, u"123456789"_s);
        QVERIFY(!create->isEnabled());
        QCOMPARE(hint->text(), u"1 more character"_s);
        type(first, u"passwordField"_s, u"1234567890"_s);
        QVERIFY(create->isEnabled());
        type(first, u"emailField"_s, u"anna"_s);
        QVERIFY(!create->isEnabled());
        type(first, u"emailField"_s, u"anna@brandt.example"_s);
        QSignalSpy signedUp(&first, &ui::FirstStart::signedUp);
        QTest::mouseClick(create, Qt::LeftButton);
        QTRY_COMPARE(signedUp.count(), 1);
        QCOMPARE(first.findChild<QLineEdit *>(u"firstApiKeyValue"_s)->text(), u"dk_live_first"_s);
        QCOMPARE(first.findChild<QLineEdit *>(u"firstWebhookUrlValue"_s)->text(),
                 u"http://127.0.0.1:8480/api/v1/ingest/water-consumption"_s);
        QTest::mouseClick(first.findChild<QPushButton *>(u"firstStartDone"_s), Qt::LeftButton);
        QCOMPARE(first.result(), int(QDialog::Accepted));
    }

    void whatDoesNotFitEndsInAnEllipsis_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("isCut");
        QTest::newRow("too narrow") << 240 << true;
        QTest::newRow("wide enough") << 900 << false;
    }
    void whatDoesNotFitEndsInAnEllipsis()
    {
        QFETCH(int, width);
        QFETCH(bool, isCut);
        const QString url = u"http://192.168.10.20:8480/api/v1/ingest/water-consumption"_s;
        ui::CopyField field(u"Webhook URL"_s, u"url"_s);
        field.setValue(url);
        field.resize(width, 36);
        field.show();
        const auto *ellipsis = field.findChild<QLabel *>(u"urlEllipsis"_s);
        auto *edit = field.findChild<QLineEdit *>(u"urlValue"_s);
        QTRY_COMPARE(ellipsis->isVisible(), isCut);
        QCOMPARE(edit->toolTip(), isCut ? url : QString());
        QCOMPARE(field.value(), url);
        edit->setCursorPosition(5);
        QVERIFY2(!ellipsis->isVisible(), "nothing lies over what somebody looks at");
    }

private:
    ui::RegisterDialog *openRegister()
    {
        auto *dialog = new ui::RegisterDialog(*m_client, *m_communities, {}, nullptr);
        dialog->open();
        return dialog;
    }

    static void type(QWidget &parent, const QString &field, const QString &text)
    {
        auto *edit = parent.findChild<QLineEdit *>(field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }

    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<test::SampleOffice> m_office;
    std::unique_ptr<ui::ApiClient> m_client;
    std::unique_ptr<ui::CommunityList> m_communities;
    ui::Format m_format{QLocale(QLocale::English)};
};

QTEST_MAIN(DialogsTest)
#include "tst_dialogs.moc"
