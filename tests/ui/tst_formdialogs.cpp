#include "tests/ui/sampleoffice.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/apikeydialog.h"
#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/communitydialog.h"
#include "ui/dialogs/handoverdialog.h"
#include "ui/dialogs/importdialog.h"
#include "ui/dialogs/registerdialog.h"
#include "ui/dialogs/residentdialog.h"
#include "ui/dialogs/swapdialog.h"
#include "ui/firststart.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/translations.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

// What every form has to do well: focus, sentences one can read, the keyboard.
class FormDialogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ui::installTranslations(*qApp, QLocale());
        m_format.setTimeZone(u"Europe/Berlin"_s);
    }

    void init()
    {
        m_transport = std::make_unique<test::FakeTransport>();
        m_office = std::make_unique<test::SampleOffice>(*m_transport, 24);
        m_client = std::make_unique<ui::ApiClient>(*m_transport);
        m_communities = std::make_unique<ui::CommunityList>(*m_client);
    }
    void cleanup() { delete m_dialog; }

    void aLongSentenceMakesTheDialogGrowUntilItIsSeen_data()
    {
        QTest::addColumn<QString>("field");
        QTest::newRow("below the fields") << u""_s;
        QTest::newRow("at a field") << u"admin_email"_s;
    }
    void aLongSentenceMakesTheDialogGrowUntilItIsSeen()
    {
        QFETCH(QString, field);
        const QString words =
            u"a sentence that is much too long for one line of this dialog, so long that it takes "
            "three of them at the least and is nowhere cut, however small the dialog was before"_s;
        Error error{ErrorCode::Validation, words, {}};
        if (!field.isEmpty())
            error.details[u"field"] = field;
        m_transport->on(Method::Post, "/customers", contract::failure(error));
        open(new ui::CommunityDialog(*m_client, nullptr));
        type(u"name"_s, u"Parkstr. 12"_s);
        press(u"communityDialogPrimary"_s);
        auto *label =
            find<QLabel>(field.isEmpty() ? u"communityDialogError"_s : field + u"Error"_s);
        QTRY_VERIFY(label->isVisible());
        QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()),
                     qPrintable(QString::number(label->height())));
        QVERIFY(label->heightForWidth(label->width()) > 2 * label->fontMetrics().height());
        // Nor did it take the room from the fields.
        QVERIFY(find<QLineEdit>(u"address"_s)->height()
                >= find<QLineEdit>(u"address"_s)->sizeHint().height());
    }

    void theFirstFieldHasTheFocus_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("name");
        QTest::newRow("community") << 0 << u"name"_s;
        QTest::newRow("resident") << 1 << u"name"_s;
        QTest::newRow("key") << 2 << u"name"_s;
        QTest::newRow("move out and in") << 3 << u"at"_s;
        QTest::newRow("sheet") << 4 << u"chooseImportFile"_s;
        QTest::newRow("register") << 5 << u"dev_eui"_s;
        QTest::newRow("assign") << 6 << u"residentSearch"_s;
    }
    void theFirstFieldHasTheFocus()
    {
        QFETCH(int, which);
        QFETCH(QString, name);
        QDialog *dialog = nullptr;
        switch (which) {
        case 0: dialog = new ui::CommunityDialog(*m_client, nullptr); break;
        case 1: dialog = new ui::ResidentDialog(*m_client, m_office->community(0), nullptr); break;
        case 2: dialog = new ui::ApiKeyDialog(*m_client, nullptr); break;
        case 3:
            dialog = new ui::HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
            break;
        case 4:
            dialog = new ui::ImportDialog(*m_client, {ui::SheetTarget::Kind::Devices, {}},
                                          u"Devices"_s, nullptr);
            break;
        case 5: dialog = new ui::RegisterDialog(*m_client, *m_communities, {}, nullptr); break;
        default: dialog = new ui::AssignDialog(*m_client, m_format, m_office->device(2), nullptr);
        }
        open(dialog);
        QTRY_VERIFY(dialog->focusWidget());
        QCOMPARE(dialog->focusWidget()->objectName(), name);
    }

    void aNewKeyIsNotLostByEnterOrEscape()
    {
        makeKey();
        auto *secret = find<QLineEdit>(u"newApiKeyValue"_s);
        QTRY_VERIFY(secret->isVisible());
        QTRY_COMPARE(m_dialog->focusWidget()->objectName(), u"newApiKeyCopy"_s);
        const QPointer<QDialog> alive = m_dialog;
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        auto *question = m_dialog->findChild<QMessageBox *>(u"keyNotCopied"_s);
        QVERIFY(question && alive);
        question->close();
        QGuiApplication::clipboard()->setText(u"something else"_s);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QVERIFY(alive && alive->isVisible());
        QCOMPARE(QGuiApplication::clipboard()->text(), u"dk_live_secret"_s);
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QTRY_VERIFY(!alive);
    }

    void aKeyThatIsNotCopiedIsClosedOnlyAfterTheQuestion()
    {
        makeKey();
        QTRY_VERIFY(find<QLineEdit>(u"newApiKeyValue"_s)->isVisible());
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        const QPointer<QDialog> alive = m_dialog;
        press(u"closeWithoutKey"_s);
        QTRY_VERIFY(!alive);
    }

    void aRefusedAssignmentKeepsTheFocusAndSaysALocalDate()
    {
        m_transport->on(
            Method::Put, "/devices/a1b2c3d4e5f60003/assign",
            contract::failure(Error::field(
                u"from"_s, u"The device is assigned since 2026-11-05T09:30:00.000Z; the change "
                           "must not be earlier"_s)));
        open(new ui::AssignDialog(*m_client, m_format, m_office->device(2), nullptr));
        auto *table = find<QTableView>(u"residentTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 12);
        table->selectRow(3);
        press(u"assignDialogPrimary"_s);
        auto *error = find<QLabel>(u"fromError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY2(error->text().contains(u"since 5 November 2026 10:30"_s),
                 qPrintable(error->text()));
        QVERIFY2(!error->text().contains(u"2026-11"_s), qPrintable(error->text()));
        QCOMPARE(m_dialog->focusWidget()->objectName(), u"assignFrom"_s);
    }

    void enterChoosesTheOnlyResidentAndDownGoesIntoTheList()
    {
        open(new ui::AssignDialog(*m_client, m_format, m_office->device(2), nullptr));
        auto *table = find<QTableView>(u"residentTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 12);
        auto *search = find<QLineEdit>(u"residentSearch"_s);
        QTest::keyClick(search, Qt::Key_Down);
        QCOMPARE(m_dialog->focusWidget(), table);
        QCOMPARE(table->currentIndex().row(), 0);
        QVERIFY(table->selectionModel()->hasSelection());
        search->setFocus();
        QTest::keyClicks(search, u"okafor"_s);
        QTest::keyClick(search, Qt::Key_Return);
        // Nothing was sent with the resident that was chosen before.
        QVERIFY(!m_transport->newest(Method::Put, "/devices/a1b2c3d4e5f60003/assign"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_VERIFY(table->selectionModel()->hasSelection());
        QVERIFY(!m_transport->newest(Method::Put, "/devices/a1b2c3d4e5f60003/assign"));
        QSignalSpy assigned(m_dialog.data(), SIGNAL(assigned(QString)));
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(assigned.count(), 1);
        const auto *sent = m_transport->newest(Method::Put, "/devices/a1b2c3d4e5f60003/assign");
        QCOMPARE(QJsonDocument::fromJson(sent->body).object()[u"end_user_id"].toString(), u"r0"_s);
    }

    void thePrincipalMeterIsRegisteredAsOne()
    {
        open(new ui::RegisterDialog(*m_client, *m_communities, {}, nullptr));
        type(u"dev_eui"_s, u"A1B2C3D4E5F60099"_s);
        type(u"device_name"_s, u"Cellar"_s);
        auto *principal = find<QCheckBox>(u"isPrincipal"_s);
        QVERIFY(!principal->isChecked());
        principal->click();
        press(u"registerDialogPrimary"_s);
        QTRY_VERIFY(m_transport->newest(Method::Post, "/devices/register"));
        const QJsonObject body =
            QJsonDocument::fromJson(m_transport->newest(Method::Post, "/devices/register")->body)
                .object();
        QVERIFY(body.contains(u"hierarchy_level"));
        QCOMPARE(body[u"hierarchy_level"].toInt(), 0);
    }

    void aRegisteredEuiGetsNoTickBesideItsError()
    {
        m_transport->on(Method::Post, "/devices/register",
                        contract::failure({ErrorCode::DeviceAlreadyRegistered, u"taken"_s, {}}));
        open(new ui::RegisterDialog(*m_client, *m_communities, {}, nullptr));
        type(u"dev_eui"_s, u"a1b2c3d4e5f60001"_s);
        type(u"device_name"_s, u"Meter"_s);
        auto *hint = find<QLabel>(u"dev_euiHint"_s);
        QVERIFY(hint->isVisible());
        press(u"registerDialogPrimary"_s);
        QTRY_VERIFY(find<QLabel>(u"dev_euiError"_s)->isVisible());
        QVERIFY(!hint->isVisible());
        type(u"dev_eui"_s, u"a1b2c3d4e5f60002"_s);
        QVERIFY(hint->isVisible());
        QVERIFY(!find<QLabel>(u"dev_euiError"_s)->isVisible());
    }

    void aButtonThatIsOffSaysWhatIsMissing()
    {
        open(new ui::RegisterDialog(*m_client, *m_communities, {}, nullptr));
        auto *missing = find<QLabel>(u"registerDialogMissing"_s);
        QCOMPARE(missing->text(), u"Still needed: the DevEUI"_s);
        QCOMPARE(find<QPushButton>(u"registerDialogPrimary"_s)->toolTip(), missing->text());
        type(u"dev_eui"_s, u"a1b2c3d4e5f60002"_s);
        QCOMPARE(missing->text(), u"Still needed: a name"_s);
        type(u"device_name"_s, u"Meter"_s);
        QVERIFY(missing->text().isEmpty());
        QVERIFY(find<QPushButton>(u"registerDialogPrimary"_s)->toolTip().isEmpty());
    }

    void theFirstStartSaysWhatIsWrongWithTheEmail()
    {
        ui::FirstStart first(*m_client, {u"http://127.0.0.1:8480"_s, {}, {}, {}},
                             ui::FirstStart::DemoData::Hidden);
        first.show();
        auto *hint = first.findChild<QLabel *>(u"emailHint"_s);
        QVERIFY(hint->text().isEmpty());
        auto *email = first.findChild<QLineEdit *>(u"emailField"_s);
        QTest::keyClicks(email, u"anna"_s);
        QCOMPARE(hint->text(), u"An e-mail address, for instance anna@example.com"_s);
        QTest::keyClicks(email, u"@brandt.example"_s);
        QVERIFY(hint->text().isEmpty());
    }

    void whatWasLeftOutIsListedBelowHowMuchWasTakenIn()
    {
        const QJsonArray results{QJsonObject{{u"line"_s, 2}, {u"result"_s, u"registered"_s}},
                                 QJsonObject{{u"line"_s, 3}, {u"result"_s, u"registered"_s}},
                                 QJsonObject{{u"line"_s, 4},
                                             {u"result"_s, u"rejected"_s},
                                             {u"field"_s, u"dev_eui"_s},
                                             {u"message"_s, u"Not hexadecimal"_s}}};
        m_transport->on(Method::Post, "/devices/bulk-register",
                        contract::success(QJsonObject{{u"results"_s, results}}));
        QTemporaryDir folder;
        QFile file(folder.filePath(u"devices.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("dev_eui,device_name,device_type\n");
        file.close();
        auto *dialog = new ui::ImportDialog(*m_client, {ui::SheetTarget::Kind::Devices, {}},
                                            u"Devices"_s, nullptr);
        open(dialog);
        dialog->setFile(file.fileName());
        QSignalSpy imported(dialog, &ui::ImportDialog::imported);
        press(u"importDialogPrimary"_s);
        QTRY_COMPARE(imported.count(), 1);
        auto *result = find<QLabel>(u"importResult"_s);
        auto *list = find<QPlainTextEdit>(u"importPreview"_s);
        QCOMPARE(result->text(), u"2 of 3 lines taken in. Left out:"_s);
        QCOMPARE(list->toPlainText(), u"Line 4, column dev_eui: Not hexadecimal"_s);
        QTRY_VERIFY(list->isVisible() && result->geometry().bottom() < list->geometry().top());
    }

private:
    void open(QDialog *dialog)
    {
        m_dialog = dialog;
        dialog->open();
        dialog->activateWindow();
    }
    void makeKey()
    {
        m_transport->on(Method::Post, "/api-keys",
                        contract::success(QJsonObject{{u"id"_s, u"k"_s},
                                                      {u"name"_s, u"TTN"_s},
                                                      {u"scope"_s, u"ingest"_s},
                                                      {u"api_key"_s, u"dk_live_secret"_s}},
                                          201));
        open(new ui::ApiKeyDialog(*m_client, nullptr));
        type(u"name"_s, u"TTN"_s);
        QTest::keyClick(find<QLineEdit>(u"name"_s), Qt::Key_Return);
    }
    template <typename T>
    T *find(const QString &name) const
    {
        auto *found = m_dialog->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    void type(const QString &field, const QString &text) const
    {
        auto *edit = find<QLineEdit>(field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void press(const QString &name) const
    {
        QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton);
    }

    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<test::SampleOffice> m_office;
    std::unique_ptr<ui::ApiClient> m_client;
    std::unique_ptr<ui::CommunityList> m_communities;
    ui::Format m_format{QLocale(QLocale::English, QLocale::UnitedKingdom)};
    QPointer<QDialog> m_dialog;
};

QTEST_MAIN(FormDialogsTest)
#include "tst_formdialogs.moc"
