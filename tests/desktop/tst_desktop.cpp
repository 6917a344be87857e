#include "app/backend.h"
#include "app/desktop/localtransport.h"
#include "ui/charts/consumptionchart.h"
#include "ui/client/apiclient.h"
#include "ui/firststart.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

// The whole way in one process: the real window over LocalTransport, the real backend on a folder,
// webhooks through a real socket.
class DesktopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void firstStartMakesTheOrganizationAndShowsTheKeyOnce();
    void aWebhookIsInTheWindowAMomentLater();
    void aDeviceIsRegisteredInTheDialogAndListed();
    void whatAMeterUsedIsDrawnAndAReadingIsExcluded();
    void whatAPageShowsIsSavedAsAFile_data();
    void whatAPageShowsIsSavedAsAFile();
    void closingTheWindowWithCallsInFlightIsSafe();

private:
    template <typename T>
    T *child(const char *name) const
    {
        return m_window->findChild<T *>(QLatin1String(name));
    }
    void signUp();
    void registerDevice();
    int post(const QString &eui, double volume, const QDateTime &at = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<app::LocalTransport> m_transport;
    std::unique_ptr<ui::ApiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
    QString m_apiKey;
};

void DesktopTest::initTestCase()
{
    ui::installTranslations(*QCoreApplication::instance(), QLocale::c());
}

void DesktopTest::init()
{
    m_apiKey.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings =
        std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_theme = std::make_unique<ui::Theme>(*qApp, *m_settings);
    app::Options options;
    options.dataDir = m_folder->path();
    options.port = 0;
    m_backend = std::make_unique<app::Backend>(options);
    const auto opened = m_backend->open();
    QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
    QVERIFY(m_backend->listen().has_value());
    m_transport = std::make_unique<app::LocalTransport>(m_backend->dispatcher());
    m_client = std::make_unique<ui::ApiClient>(*m_transport);
    const ui::ServerInfo info{m_backend->url(), u"SQLite"_s, m_folder->path(), u"test"_s};
    m_window = std::make_unique<ui::MainWindow>(*m_client, info, *m_theme, *m_settings);
    connect(m_window.get(), &ui::MainWindow::organizationMissing, m_window.get(), [this, info] {
        auto *first =
            new ui::FirstStart(*m_client, info, ui::FirstStart::DemoData::Hidden, m_window.get());
        connect(first, &ui::FirstStart::signedUp, this,
                [this](const QString &key) { m_apiKey = key; });
        connect(first, &QDialog::accepted, m_window.get(), &ui::MainWindow::start);
        first->open();
    });
    m_window->show();
    m_window->start();
}

void DesktopTest::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_backend->stop();
    m_transport.reset();
    m_backend.reset();
}

void DesktopTest::signUp()
{
    QTRY_VERIFY(m_window->findChild<ui::FirstStart *>());
    auto *first = m_window->findChild<ui::FirstStart *>();
    first->findChild<QLineEdit *>(u"organizationField"_s)->setText(u"Hausverwaltung Brandt"_s);
    first->findChild<QLineEdit *>(u"emailField"_s)->setText(u"office@example.com"_s);
    first->findChild<QLineEdit *>(u"passwordField"_s)->setText(u"a long password"_s);
    auto *create = first->findChild<QPushButton *>(u"createOrganization"_s);
    QTRY_VERIFY(create->isEnabled());
    QTest::mouseClick(create, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_apiKey.isEmpty(), 20'000);
    auto *finish = first->findChild<QPushButton *>(u"firstStartDone"_s);
    QVERIFY(finish);
    QTest::mouseClick(finish, Qt::LeftButton);
}

int DesktopTest::post(const QString &eui, double volume, const QDateTime &at)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(m_backend->url() + u"/api/v1/ingest/water-consumption"_s));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("X-API-Key", m_apiKey.toLatin1());
    QJsonObject body{{u"dev_eui"_s, eui}, {u"consumption_m3"_s, volume}};
    if (at.isValid())
        body[u"timestamp"] = at.toUTC().toString(Qt::ISODate);
    QNetworkReply *reply = network.post(request, QJsonDocument(body).toJson());
    QSignalSpy finished(reply, &QNetworkReply::finished);
    finished.wait(20'000);
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void DesktopTest::firstStartMakesTheOrganizationAndShowsTheKeyOnce()
{
    signUp();
    QVERIFY(m_apiKey.startsWith(u"dk_live_"_s));
    QCOMPARE(m_apiKey.size(), 48);
    QTRY_VERIFY(!m_window->findChildren<QLabel *>().isEmpty());
}

void DesktopTest::aWebhookIsInTheWindowAMomentLater()
{
    signUp();
    QTest::mouseClick(child<QAbstractButton>("goUnregistered"), Qt::LeftButton);
    QCOMPARE(post(u"A1B2C3D4E5F60001"_s, 12.5), 200);
    auto *table = child<QTableView>("unregisteredTable");
    QVERIFY(table);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, 20'000);
}

void DesktopTest::registerDevice()
{
    QTest::mouseClick(child<QAbstractButton>("goDevices"), Qt::LeftButton);
    QTRY_VERIFY(child<QAbstractButton>("registerDevice")->isEnabled());
    child<QAbstractButton>("registerDevice")->click();
    QTRY_VERIFY(child<QDialog>("registerDialog"));
    auto *dialog = child<QDialog>("registerDialog");
    dialog->findChild<QLineEdit *>(u"dev_eui"_s)->setText(u"A1B2C3D4E5F60001"_s);
    dialog->findChild<QLineEdit *>(u"device_name"_s)->setText(u"Water Meter 1A"_s);
    auto *accept = dialog->findChild<QPushButton *>(u"registerDialogPrimary"_s);
    QVERIFY(accept);
    QTRY_VERIFY(accept->isEnabled());
    QTest::mouseClick(accept, Qt::LeftButton);
    auto *table = child<QTableView>("devicesTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, 20'000);
}

void DesktopTest::aDeviceIsRegisteredInTheDialogAndListed()
{
    signUp();
    registerDevice();
    auto *table = child<QTableView>("devicesTable");
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), u"Water Meter 1A"_s);
}

void DesktopTest::whatAMeterUsedIsDrawnAndAReadingIsExcluded()
{
    signUp();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int day = 6; day >= 0; --day)
        QCOMPARE(post(u"A1B2C3D4E5F60001"_s, 431.2 + 0.4 * (6 - day), now.addDays(-day)), 200);
    registerDevice();
    auto *detail = child<ui::ConsumptionChart>("detailChart");
    QTRY_VERIFY_WITH_TIMEOUT(detail->content().bars.size() >= 6, 20'000);
    QTest::mouseClick(child<QAbstractButton>("openInConsumption"), Qt::LeftButton);
    child<QAction>("preset0")->trigger();
    auto *chart = child<ui::ConsumptionChart>("consumptionChart");
    QTRY_VERIFY_WITH_TIMEOUT(chart->isVisible() && chart->content().bars.size() >= 6, 20'000);
    QVERIFY(!chart->content().registerLines.empty());

    QTest::mouseClick(child<QWidget>("consumptionFigure0"), Qt::LeftButton);
    auto *readings = child<QTableView>("readingList");
    QTRY_COMPARE_WITH_TIMEOUT(readings->model()->rowCount(), 7, 20'000);
    readings->selectRow(0);
    child<QAbstractButton>("excludeReading")->click();
    child<QLineEdit>("reason")->setText(u"misread"_s);
    child<QAbstractButton>("excludeDialogPrimary")->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        readings->model()->rowCount() == 7
            && readings->model()->index(0, 0).data(Qt::FontRole).value<QFont>().strikeOut(),
        20'000);
    QTRY_COMPARE(chart->content().marks.size(), size_t(1));
    child<QDialog>("readingsDialog")->close();

    child<QAbstractButton>("goChanges")->click();
    auto *changes = child<QTableView>("changesTable");
    QTRY_VERIFY_WITH_TIMEOUT(changes->model()->rowCount() > 1, 20'000);
    QCOMPARE(changes->model()->index(0, 2).data().toString(), u"Excluded a reading"_s);
}

void DesktopTest::whatAPageShowsIsSavedAsAFile_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QByteArray>("begins");
    const QByteArray zip("PK\3\4");
    const auto csv = [](const char *firstColumns) {
        return "\xEF\xBB\xBF" + QByteArray(firstColumns);
    };
    QTest::newRow("devices, as a workbook") << u"goDevices"_s << u"exportDevicesWorkbook"_s << zip;
    QTest::newRow("devices, as text")
        << u"goDevices"_s << u"exportDevicesCsv"_s << csv("dev_eui,device_name,");
    QTest::newRow("what is unregistered")
        << u"goUnregistered"_s << u"exportUnregisteredCsv"_s << csv("dev_eui,device_name,");
    QTest::newRow("residents") << u"goCommunities"_s << u"exportCommunitiesCsv"_s
                               << csv("id,customer_id,name,");
    QTest::newRow("webhooks") << u"goWebhooks"_s << u"exportWebhooksCsv"_s
                              << csv("id,received_at,");
    QTest::newRow("changes") << u"goChanges"_s << u"exportChangesCsv"_s << csv("at,actor,action,");
}

void DesktopTest::whatAPageShowsIsSavedAsAFile()
{
    QFETCH(QString, page);
    QFETCH(QString, entry);
    QFETCH(QByteArray, begins);
    signUp();
    registerDevice();
    QTest::mouseClick(m_window->findChild<QAbstractButton *>(page), Qt::LeftButton);
    const QString path =
        m_folder->filePath(u"list."_s + (begins.startsWith("PK") ? u"xlsx"_s : u"csv"_s));
    m_window->findChild<QAction *>(entry)->trigger();
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    dialog->selectFile(path);
    static_cast<QDialog *>(dialog)->accept();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(path), 20'000);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY2(content.startsWith(begins), content.left(80).constData());
}

void DesktopTest::closingTheWindowWithCallsInFlightIsSafe()
{
    signUp();
    for (const char *page : {"goOverview", "goDevices", "goUnregistered", "goConsumption",
                             "goBilling", "goChanges", "goSettings"})
        child<QAbstractButton>(page)->click();
    m_window.reset(); // answers are still on their way
    QCOMPARE(post(u"A1B2C3D4E5F60002"_s, 1.0), 200);
}

QTEST_MAIN(DesktopTest)
#include "tst_desktop.moc"
