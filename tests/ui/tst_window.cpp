#include "tests/ui/sampleconsumption.h"
#include "tests/ui/sampleoffice.h"
#include "ui/charts/consumptionchart.h"
#include "ui/mainwindow.h"
#include "ui/shell/sidebar.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"
#include "ui/widgets/toast.h"

#include <QClipboard>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

class WindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ui::installTranslations(*qApp, QLocale());
        m_settings =
            std::make_unique<QSettings>(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        m_theme = std::make_unique<ui::Theme>(*qApp, *m_settings);
    }

    void init()
    {
        m_transport = std::make_unique<test::FakeTransport>();
        m_office = std::make_unique<test::SampleOffice>(*m_transport, 428);
        m_client = std::make_unique<ui::ApiClient>(*m_transport);
        m_window = std::make_unique<ui::MainWindow>(
            *m_client,
            ui::ServerInfo{u"http://127.0.0.1:8480"_s, u"SQLite"_s, u"/data"_s, u"0.1.0"_s},
            *m_theme, *m_settings);
        m_window->show();
    }
    void cleanup()
    {
        m_window.reset();
        m_client.reset();
        m_transport.reset();
    }

    void theOverviewShowsTheCounts()
    {
        m_window->start();
        QTRY_COMPARE(text(u"figureOnlineValue"_s), u"413"_s);
        QCOMPARE(text(u"organizationName"_s), u"Hausverwaltung Brandt"_s);
        // Three of the counts, two registers.
        QTRY_COMPARE(text(u"overviewPageSubtitle"_s), u"5 things need attention"_s);
        QCOMPARE(find<ui::NavigationButton>(u"goUnregistered"_s)->badge(), u"3"_s);
        QVERIFY(!find<QWidget>(u"connectSteps"_s)->isVisible());
        QTRY_VERIFY(find<QComboBox>(u"topCommunity"_s)->isVisible());
        auto *table = find<QTableView>(u"lastUplinks"_s);
        QCOMPARE(table->model()->rowCount(), 9);
        m_transport->happen(m_office->uplinkOf(20));
        QCOMPARE(table->model()->index(0, 1).data().toString(), m_office->device(20).name);
        QCOMPARE(text(u"webhookRate"_s), u"1 webhooks/min"_s);
    }

    void aMissingOrganizationIsReported()
    {
        m_transport->on(Method::Get, "/auth/me",
                        contract::failure({ErrorCode::InvalidApiKey, {}, {}}));
        QSignalSpy missing(m_window.get(), &ui::MainWindow::organizationMissing);
        m_window->start();
        QTRY_COMPARE(missing.count(), 1);
    }

    void aBackendThatIsGoneSaysSoAndRetries()
    {
        const Error gone{ErrorCode::StorageUnavailable, {}, {}};
        m_transport->on(Method::Get, "/overview", contract::failure(gone));
        m_window->start();
        QTRY_VERIFY(find<QWidget>(u"overviewStackFailed"_s)->isVisible());
        QCOMPARE(text(u"overviewStackFailedSentence"_s), u"No connection"_s);
        QVERIFY(find<QPushButton>(u"serverUrl"_s)->text().startsWith(u"No answer"));
        m_transport->on(
            Method::Get, "/overview",
            contract::success(QJsonObject{{u"counts"_s, contract::toJson(m_office->counts())},
                                          {u"last_uplinks"_s, QJsonArray()}}));
        click(u"overviewStackFailedAction"_s);
        QTRY_COMPARE(text(u"figureOnlineValue"_s), u"413"_s);
        QVERIFY(find<QPushButton>(u"serverUrl"_s)->text().startsWith(u"Receiving on"));
    }

    void aRefusedWebhookIsExplainedWhileWaitingForTheFirst()
    {
        m_office->setEmpty();
        WebhookRecord refused;
        refused.id = {1};
        refused.outcome = IngestOutcome::Rejected;
        refused.reason = u"dev_eui is missing"_s;
        m_transport->on(
            Method::Get, "/ingest/log",
            contract::successPage(QJsonArray{contract::toJson(refused)}, {1, 1, 0, {}}));
        m_window->start();
        QTRY_COMPARE(text(u"waitingForUplink"_s),
                     u"A webhook came and was refused: dev_eui is missing"_s);
        QVERIFY(find<QWidget>(u"onlyThisComputer"_s)->isVisible());
        click(u"showWebhooks"_s);
        QTRY_VERIFY(find<QWidget>(u"webhooksPage"_s)->isVisible());
    }

    void theWebhooksAreFilteredLookedIntoAndAppliedAgain()
    {
        m_window->start();
        click(u"goWebhooks"_s);
        auto *table = find<QTableView>(u"webhooksTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 428);
        auto *outcome = find<QComboBox>(u"outcomeFilter"_s);
        outcome->setCurrentIndex(outcome->findData(u"skipped"_s));
        QTRY_VERIFY(table->model()->rowCount() < 428);
        QVERIFY(m_transport->newest(Method::Get, "/ingest/log")->query.contains("result=skipped"));
        table->setCurrentIndex(table->model()->index(0, 0));
        QTRY_VERIFY(
            find<QPlainTextEdit>(u"webhookBody"_s)->toPlainText().contains(u"\"main\": 12870"_s));
        QVERIFY(text(u"webhookReason"_s).startsWith(u"Decoded, but"));
        WebhookRecord applied;
        applied.id = {10'000};
        applied.outcome = IngestOutcome::Stored;
        m_transport->on(Method::Post, "/ingest/log/10000/replay",
                        contract::success(contract::toJson(applied)));
        click(u"replayWebhook"_s);
        QTRY_COMPARE(table->model()->index(0, 1).data().toString(), u"Stored"_s);
    }

    void everyWebhookWithoutAReadingIsAppliedAgainInSteps()
    {
        int calls = 0;
        m_transport->on(Method::Post, "/ingest/log/replay", [&](const contract::Request &) {
            ++calls;
            return contract::success(
                QJsonObject{{u"replayed"_s, calls == 1 ? 500 : 12},
                            {u"stored"_s, 3},
                            {u"next_cursor"_s, calls == 1 ? QJsonValue(u"77"_s) : QJsonValue()}});
        });
        m_window->start();
        click(u"goWebhooks"_s);
        click(u"replayAllWebhooks"_s);
        QTRY_COMPARE(calls, 2);
        QVERIFY(
            m_transport->newest(Method::Post, "/ingest/log/replay")->query.contains("cursor=77"));
        QTRY_COMPARE(find<ui::Toast>(u"toast"_s)->text(),
                     u"512 applied again, 6 of them brought a reading."_s);
    }

    void anEmptyOfficeShowsTheStepsAndMakesAKey()
    {
        m_office->setEmpty();
        m_transport->on(Method::Post, "/api-keys",
                        contract::success(
                            QJsonObject{{u"id"_s, u"k"_s}, {u"api_key"_s, u"dk_live_new"_s}}, 201));
        m_window->start();
        QTRY_VERIFY(find<QWidget>(u"connectSteps"_s)->isVisible());
        QVERIFY(!find<QComboBox>(u"topCommunity"_s)->isVisible());
        QCOMPARE(find<QLineEdit>(u"webhookUrlValue"_s)->text(),
                 u"http://127.0.0.1:8480/api/v1/ingest/water-consumption"_s);
        click(u"makeKey"_s);
        QTRY_COMPARE(find<QLineEdit>(u"webhookKeyValue"_s)->text(), u"dk_live_new"_s);
        const QJsonObject body =
            QJsonDocument::fromJson(m_transport->newest(Method::Post, "/api-keys")->body).object();
        QCOMPARE(body[u"scope"].toString(), u"ingest"_s);
        click(u"createFirstCommunity"_s);
        QTRY_VERIFY(m_window->findChild<QDialog *>(u"communityDialog"_s));
    }

    void theSearchAboveGoesToTheDevices()
    {
        m_window->start();
        auto *search = find<QLineEdit>(u"topSearch"_s);
        QTest::keyClicks(search, u"Meter 7"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(find<QWidget>(u"devicesPage"_s)->isVisible());
        QCOMPARE(find<QLineEdit>(u"deviceFilter"_s)->text(), u"Meter 7"_s);
        auto *table = find<QTableView>(u"devicesTable"_s);
        QTRY_VERIFY(table->model()->rowCount() > 0 && table->model()->rowCount() < 428);
        QVERIFY(m_transport->newest(Method::Get, "/devices")->query.contains("search=Meter%207"));
    }

    void filtersGoIntoTheQueryAndCanBeCleared()
    {
        m_window->start();
        click(u"goDevices"_s);
        auto *table = find<QTableView>(u"devicesTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 428);
        click(u"statusFilter2"_s);
        QTRY_COMPARE(table->model()->rowCount(), 39);
        QVERIFY(m_transport->newest(Method::Get, "/devices")->query.contains("status=offline"));
        auto *filter = find<QLineEdit>(u"deviceFilter"_s);
        QTest::keyClicks(filter, u"no such"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_COMPARE(text(u"devicesStackEmptySentence"_s), u"No device matches"_s);
        QTRY_VERIFY(find<QWidget>(u"devicesStackEmpty"_s)->isVisible());
        click(u"devicesStackEmptyAction"_s);
        QTRY_COMPARE(table->model()->rowCount(), 428);
    }

    void aChosenDeviceShowsItsFactsAndFollowsTheEvents()
    {
        m_window->start();
        click(u"goDevices"_s);
        auto *table = find<QTableView>(u"devicesTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 428);
        QVERIFY(!find<QPushButton>(u"assignDevice"_s)->isEnabled());
        const QModelIndex third = table->model()->index(2, 0);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(third).center());
        QCOMPARE(text(u"detailName"_s), u"Water Meter 1C"_s);
        QCOMPARE(text(u"factRegister"_s), u"66.542 m³"_s);
        QVERIFY(find<QPushButton>(u"assignDevice"_s)->isEnabled());
        QTRY_COMPARE(find<QTableView>(u"readingsTable"_s)->model()->rowCount(), 30);
        m_transport->happen(m_office->uplinkOf(2));
        QCOMPARE(text(u"factRegister"_s), u"999.123 m³"_s);

        click(u"toggleMaintenance"_s);
        QTRY_COMPARE(find<QPushButton>(u"toggleMaintenance"_s)->text(), u"End maintenance"_s);
        const auto *request = m_transport->newest(Method::Put, "/devices/a1b2c3d4e5f60003/status");
        QVERIFY(request && request->body.contains("maintenance"));
    }

    void aDeviceLeadsToItsConsumption()
    {
        m_window->start();
        click(u"goDevices"_s);
        auto *table = find<QTableView>(u"devicesTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 428);
        QTRY_VERIFY(!table->model()->index(2, 0).data().toString().isEmpty());
        table->setCurrentIndex(table->model()->index(2, 0));
        auto *chart = find<ui::ConsumptionChart>(u"detailChart"_s);
        QTRY_VERIFY(!chart->content().isEmpty());
        find<QAction>(u"detailReplace"_s)->trigger();
        auto *swap = find<QDialog>(u"swapDialog"_s);
        QCOMPARE(swap->windowTitle(), u"Replace Water Meter 1C"_s);
        swap->close();
        find<QAction>(u"detailHandOver"_s)->trigger();
        find<QDialog>(u"handoverDialog"_s)->close();
        click(u"openInConsumption"_s);
        QTRY_VERIFY(find<QWidget>(u"consumptionPage"_s)->isVisible());
        QTRY_COMPARE(text(u"consumptionPageSubtitle"_s), u"Water Meter 1C · one meter"_s);
    }

    void theTopCommunityIsTheOneWhoseConsumptionIsShown()
    {
        m_window->start();
        click(u"goConsumption"_s);
        QTRY_VERIFY(text(u"consumptionPageSubtitle"_s).startsWith(u"Parkstr. 12"_s));
        auto *top = find<QComboBox>(u"topCommunity"_s);
        top->setCurrentIndex(3);
        QTRY_VERIFY(text(u"consumptionPageSubtitle"_s).startsWith(top->currentText()));
    }

    void whoChangedWhatIsListed()
    {
        m_window->start();
        click(u"goChanges"_s);
        auto *table = find<QTableView>(u"changesTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 4);
        QCOMPARE(table->model()->index(0, 2).data().toString(), u"Excluded a reading"_s);
        // One nobody has translated yet.
        QCOMPARE(table->model()->index(3, 2).data().toString(), u"dial.turn"_s);
    }

    void registeringTellsAndSelects()
    {
        m_window->start();
        click(u"goDevices"_s);
        QTRY_COMPARE(find<QTableView>(u"devicesTable"_s)->model()->rowCount(), 428);
        click(u"registerDevice"_s);
        auto *dialog = m_window->findChild<QDialog *>(u"registerDialog"_s);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"dev_eui"_s), u"A1B2C3D4E5F60004"_s);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"device_name"_s), u"Meter 4"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"registerDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_COMPARE(find<ui::Toast>(u"toast"_s)->text(), u"Meter 4 is registered."_s);
        QTRY_COMPARE(text(u"detailEui"_s), u"a1b2c3d4e5f60004"_s);
    }

    void aRetiredDeviceThatStillSendsIsRegisteredAgainFromTheOverview()
    {
        AttentionItem item = test::sampleQuestions(*m_office).front();
        item.mark.kind = RegisterMarkKind::RetiredDevice;
        m_transport->on(Method::Get, "/attention",
                        contract::success(QJsonArray{contract::toJson(item)}));
        m_window->start();
        QTRY_VERIFY(m_window->findChild<QPushButton *>(u"answerRegister0"_s));
        click(u"answerRegister0"_s);
        auto *dialog = m_window->findChild<QDialog *>(u"registerDialog"_s);
        QVERIFY(dialog);
        QTRY_VERIFY(find<QTableView>(u"devicesTable"_s)->isVisible());
        QCOMPARE(dialog->findChild<QLineEdit *>(u"dev_eui"_s)->text(), item.eui.toString());
        QCOMPARE(dialog->findChild<QLineEdit *>(u"device_name"_s)->text(), item.deviceName);
        QVERIFY(dialog->findChild<QPushButton *>(u"registerDialogPrimary"_s)->isEnabled());
        dialog->close();
    }

    void waitingDevicesAreRegisteredIntoACommunity()
    {
        m_transport->on(Method::Post, "/customers/c1/register-unregistered-devices",
                        contract::success(QJsonObject{{u"registered_count"_s, 2},
                                                      {u"registered"_s, QJsonArray()},
                                                      {u"skipped"_s, QJsonArray()}}));
        m_window->start();
        click(u"goUnregistered"_s);
        auto *table = find<QTableView>(u"unregisteredTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 3);
        auto *go = find<QPushButton>(u"registerSelected"_s);
        QVERIFY(!go->isEnabled());
        auto *into = find<QComboBox>(u"registerInto"_s);
        QTRY_COMPARE(into->count(), 7);
        into->setCurrentIndex(2);
        QVERIFY(go->isEnabled());
        table->selectRow(0);
        table->selectionModel()->select(table->model()->index(1, 0),
                                        QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QCOMPARE(go->accessibleName(), u"Register 2"_s);
        QTest::mouseClick(go, Qt::LeftButton);
        QTRY_COMPARE(find<ui::Toast>(u"toast"_s)->text(), u"2 devices registered."_s);
        const auto *request =
            m_transport->newest(Method::Post, "/customers/c1/register-unregistered-devices");
        QCOMPARE(QJsonDocument::fromJson(request->body).object()[u"dev_euis"].toArray().size(), 2);
    }

    void theBillSaysWhatTheApiSays()
    {
        m_window->start();
        click(u"goBilling"_s);
        QTRY_COMPARE(text(u"billTotal"_s), u"59.03 €"_s);
        QCOMPARE(text(u"billBaseCost"_s), u"49.00 €"_s);
        QCOMPARE(text(u"billBeyond"_s), u"17 devices beyond"_s);
        QCOMPARE(text(u"billBeyondCost"_s), u"10.03 €"_s);
    }

    void aKeyIsRevokedOnlyAfterAQuestion()
    {
        m_transport->on(Method::Delete, "/api-keys/k1", contract::noContent());
        m_window->start();
        click(u"goSettings"_s);
        auto *table = find<QTableView>(u"apiKeysTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QVERIFY(!find<QPushButton>(u"revokeKey"_s)->isEnabled());
        table->selectRow(0);
        click(u"revokeKey"_s);
        QVERIFY(!m_transport->newest(Method::Delete, "/api-keys/k1"));
        click(u"revokeConfirm"_s);
        QTRY_VERIFY(m_transport->newest(Method::Delete, "/api-keys/k1"));
    }

    void theAddressIsCopied()
    {
        click(u"serverUrl"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:8480"_s);
    }

    void closingWithCallsInFlightIsSafe()
    {
        m_transport->hold();
        m_window->start();
        for (const QString &page :
             {u"goDevices"_s, u"goUnregistered"_s, u"goCommunities"_s, u"goConsumption"_s,
              u"goBilling"_s, u"goChanges"_s, u"goSettings"_s})
            click(page);
        m_window->close();
        m_window.reset();
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
    }

    void everythingOneTouchesHasAName()
    {
        m_window->start();
        for (const QString &page :
             {u"goDevices"_s, u"goUnregistered"_s, u"goCommunities"_s, u"goConsumption"_s,
              u"goBilling"_s, u"goChanges"_s, u"goSettings"_s})
            click(page);
        const QList<QWidget *> all = m_window->findChildren<QWidget *>();
        for (const QWidget *widget : all) {
            const bool isOurs = qobject_cast<const QAbstractButton *>(widget)
                                || qobject_cast<const QComboBox *>(widget)
                                || qobject_cast<const QLineEdit *>(widget)
                                || qobject_cast<const QTableView *>(widget);
            // Line edits and tables bring parts of their own.
            const bool isPart =
                widget->objectName().startsWith(u"qt_") || qobject_cast<const QToolButton *>(widget)
                || QByteArray(widget->metaObject()->className()) == "QTableCornerButton";
            if (!isOurs || isPart)
                continue;
            const QString who = QString::fromLatin1(widget->metaObject()->className()) + u' '
                                + widget->objectName();
            QVERIFY2(!widget->objectName().isEmpty(), qPrintable(who));
            QVERIFY2(!widget->accessibleName().isEmpty()
                         || widget->objectName().endsWith(u"Action"),
                     qPrintable(who));
        }
    }

private:
    template <typename T>
    T *find(const QString &name) const
    {
        auto *found = m_window->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    void click(const QString &name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<test::SampleOffice> m_office;
    std::unique_ptr<ui::ApiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
