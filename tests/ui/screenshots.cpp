// Shows every page with made-up data, light and dark, and saves what it looks like. Not a test:
//     ui_screenshots FOLDER [FONT FAMILY]
#include "tests/ui/sampleoffice.h"
#include "ui/charts/consumptionchart.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/formdialog.h"
#include "ui/dialogs/importdialog.h"
#include "ui/firststart.h"
#include "ui/mainwindow.h"
#include "ui/pages/consumptionpage.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

const ui::ServerInfo server{u"http://192.168.10.20:8480"_s, u"SQLite · 182 MB"_s,
                            u"/home/brandt/.local/share/DataKubo"_s, u"0.1.0"_s};

void save(QWidget &widget, const QString &folder, const QString &name, bool dark)
{
    QTest::qWait(120); // lets the answers come and the layouts settle
    widget.grab().save(folder + u'/' + name + (dark ? u"-dark.png"_s : u".png"_s));
}

void press(QWidget &window, const QString &name)
{
    auto *found = window.findChild<QAbstractButton *>(name);
    if (!found)
        qFatal("no button %s", qPrintable(name));
    found->click();
}

void saveConsumption(ui::MainWindow &window, const test::SampleOffice &office,
                     const QString &folder, bool dark)
{
    auto *page = window.findChild<ui::ConsumptionPage *>(u"consumptionPage"_s);
    auto *chart = window.findChild<ui::ConsumptionChart *>(u"consumptionChart"_s);
    const auto hover = [chart](size_t bar) {
        QTest::qWait(80);
        if (bar < chart->content().bars.size())
            QTest::mouseMove(chart, chart->placeOf(bar));
    };
    press(window, u"goConsumption"_s);
    hover(17);
    save(window, folder, u"consumption"_s, dark);
    auto *search = window.findChild<QLineEdit *>(u"subjectSearch"_s);
    window.activateWindow();
    search->setFocus();
    QTest::keyClicks(search, u"1"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QTest::qWait(100);
    for (QWidget *found : QApplication::topLevelWidgets()) {
        if (found->objectName() == u"subjectsFound"_s && found->isVisible()) {
            save(*found, folder, u"subjects"_s, dark);
            found->hide();
        }
    }
    const Device device = office.device(2);
    QTest::mouseClick(window.findChild<QWidget *>(u"consumptionFigure1"_s), Qt::LeftButton);
    QTest::qWait(80);
    auto *meters = window.findChild<QDialog *>(u"readingsDialog"_s);
    save(*meters, folder, u"readings-meters"_s, dark);
    meters->close();
    QTest::qWait(20);
    page->chooseSubject({ui::ConsumptionSubject::Kind::Device, device.eui.toString(), device.name});
    page->refresh();
    hover(11);
    press(window, u"consumptionChartRegister"_s);
    save(window, folder, u"consumption-device-day"_s, dark);
    press(window, u"consumptionChartRegister"_s);
    window.findChild<QAction *>(u"presetCustom"_s)->trigger();
    auto *custom = window.findChild<QWidget *>(u"consumptionRangeCustom"_s);
    save(*custom, folder, u"range"_s, dark);
    custom->hide();
    window.findChild<QAction *>(u"preset0"_s)->trigger();
    press(window, u"consumptionInterval0"_s);
    hover(11);
    save(window, folder, u"consumption-device-hour"_s, dark);
    window.findChild<QAction *>(u"preset4"_s)->trigger();
    QTest::qWait(80);
    save(window, folder, u"consumption-year-of-hours"_s, dark);
    press(window, u"consumptionInterval2"_s);
    hover(7);
    save(window, folder, u"consumption-month"_s, dark);
    QTest::mouseClick(window.findChild<QWidget *>(u"consumptionFigure0"_s), Qt::LeftButton);
    QTest::qWait(80);
    auto *readings = window.findChild<QDialog *>(u"readingsDialog"_s);
    auto *table = readings->findChild<QTableView *>(u"readingList"_s);
    table->selectRow(3);
    save(*readings, folder, u"readings"_s, dark);
    readings->close();
    window.resize(window.minimumSize());
    save(window, folder, u"consumption-small"_s, dark);
    window.resize(1280, 800);
    if (!dark) {
        const std::pair<ui::ChartFile, QString> files[] = {{ui::ChartFile::Png, u"export.png"_s},
                                                           {ui::ChartFile::Svg, u"export.svg"_s},
                                                           {ui::ChartFile::Pdf, u"export.pdf"_s}};
        for (const auto &[kind, name] : files)
            page->save(kind, folder + u'/' + name);
    }
}

void saveSheet(ui::MainWindow &window, test::FakeTransport &transport, const QString &folder,
               bool dark)
{
    QFile file(folder + u"/readings.csv"_s);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("%s", qPrintable(file.errorString()));
    file.write("dev_eui;recorded_at;consumption_m3\n");
    file.close();
    const QStringList columns{u"dev_eui"_s, u"recorded_at"_s, u"consumption_m3"_s};
    QJsonArray rows;
    for (int day = 1; day <= 5; ++day) {
        rows.append(QJsonObject{{columns[0], u"a1b2c3d4e5f60001"_s},
                                {columns[1], u"2026-11-0%1T06:00:00Z"_s.arg(day)},
                                {columns[2], 431.2 + day * 0.3}});
    }
    transport.on(contract::Method::Post, "/readings/import",
                 contract::success(QJsonObject{{u"columns"_s, QJsonArray::fromStringList(columns)},
                                               {u"delimiter"_s, u";"_s},
                                               {u"decimal"_s, u"comma"_s},
                                               {u"date_format"_s, u"DD.MM.YYYY"_s},
                                               {u"rows"_s, rows},
                                               {u"total_rows"_s, 8760}}));
    window.findChild<QAction *>(u"importReadings"_s)->trigger();
    auto *dialog = window.findChild<ui::ImportDialog *>(u"importDialog"_s);
    dialog->setFile(file.fileName());
    save(*dialog, folder, u"sheet"_s, dark);
    dialog->close();
}

void savePeople(ui::MainWindow &window, const QString &folder, bool dark)
{
    auto *table = window.findChild<QTableView *>(u"residentsTable"_s);
    table->setCurrentIndex(table->model()->index(2, 0));
    auto *more = window.findChild<QPushButton *>(u"residentMore"_s)->menu();
    more->popup(window.mapToGlobal(QPoint(900, 300)));
    save(*more, folder, u"resident-more"_s, dark);
    more->close();
    const std::tuple<QString, QString, QString> dialogs[] = {
        {u"editCommunity"_s, u"communityDialog"_s, u"edit-community"_s},
        {u"editResident"_s, u"residentDialog"_s, u"edit-resident"_s},
        {u"deleteCommunity"_s, u"deleteDialog"_s, u"delete-community"_s},
        {u"deleteResident"_s, u"deleteDialog"_s, u"delete-resident"_s}};
    for (const auto &[action, name, file] : dialogs) {
        window.findChild<QAction *>(action)->trigger();
        auto *dialog = window.findChild<QDialog *>(name);
        if (auto *known = dialog->findChild<QCheckBox *>(u"move_inKnown"_s))
            known->click();
        if (name == u"deleteDialog")
            press(*dialog, u"deleteDialogPrimary"_s);
        save(*dialog, folder, file, dark);
        delete dialog;
    }
}

void savePages(const QString &folder, ui::Theme &theme, QSettings &settings, bool dark)
{
    test::FakeTransport transport;
    test::SampleOffice office(transport, 428);
    ui::ApiClient client(transport);
    ui::MainWindow window(client, server, theme, settings);
    window.resize(1280, 800);
    window.show();
    window.start();
    QTest::qWait(50);
    transport.on(
        contract::Method::Delete, "/customers/*",
        contract::failure({ErrorCode::Conflict,
                           u"24 devices stand in this community: move or retire them first"_s,
                           {}}));
    transport.on(contract::Method::Delete, "/end-users/*",
                 contract::failure({ErrorCode::Conflict,
                                    u"Devices were assigned to A. Ferrari: the history stays; "
                                    "enter the day of moving out instead"_s,
                                    {}}));
    for (int i = 0; i < 7; ++i)
        transport.happen(office.uplinkOf(i));
    saveConsumption(window, office, folder, dark);
    const QString pages[] = {u"Overview"_s, u"Devices"_s, u"Unregistered"_s, u"Communities"_s,
                             u"Webhooks"_s, u"Billing"_s, u"Changes"_s,      u"Settings"_s};
    for (const QString &page : pages) {
        press(window, u"go"_s + page);
        QTest::qWait(80);
        if (page == u"Devices") {
            auto *table = window.findChild<QTableView *>(u"devicesTable"_s);
            table->setCurrentIndex(table->model()->index(2, 0));
        }
        if (page == u"Webhooks") {
            auto *table = window.findChild<QTableView *>(u"webhooksTable"_s);
            table->setCurrentIndex(table->model()->index(0, 0));
            QTest::qWait(80);
        }
        save(window, folder, page.toLower(), dark);
        window.resize(window.minimumSize());
        save(window, folder, page.toLower() + u"-small"_s, dark);
        window.resize(1280, 800);
        if (page == u"Devices") {
            press(window, u"registerDevice"_s);
            auto *dialog = window.findChild<QDialog *>(u"registerDialog"_s);
            dialog->findChild<QLineEdit *>(u"dev_eui"_s)->setText(u"A1B2C3D4E5F6000"_s);
            save(*dialog, folder, u"register"_s, dark);
            dialog->close();
            press(window, u"assignDevice"_s);
            save(*window.findChild<QDialog *>(u"assignDialog"_s), folder, u"assign"_s, dark);
            window.findChild<QDialog *>(u"assignDialog"_s)->close();
            window.findChild<QAction *>(u"detailReplace"_s)->trigger();
            auto *swap = window.findChild<QDialog *>(u"swapDialog"_s);
            swap->findChild<QLineEdit *>(u"new_dev_eui"_s)->setText(u"A1B2C3D4E5F60099"_s);
            swap->findChild<QLineEdit *>(u"initial_reading_m3"_s)->setText(u"0,000"_s);
            save(*swap, folder, u"swap"_s, dark);
            swap->close();
            window.findChild<QAction *>(u"detailHandOver"_s)->trigger();
            auto *handover = window.findChild<QDialog *>(u"handoverDialog"_s);
            save(*handover, folder, u"handover"_s, dark);
            handover->close();
            saveSheet(window, transport, folder, dark);
        }
        if (page == u"Communities")
            savePeople(window, folder, dark);
    }
}

// A building whose meters are all of flats, in the smallest window.
void saveWithoutPrincipal(const QString &folder, ui::Theme &theme, QSettings &settings, bool dark)
{
    test::FakeTransport transport;
    test::SampleOffice office(transport, 24);
    Balance balance;
    balance.leafMeters = 24;
    transport.on(contract::Method::Get, "/customers/c0/balance",
                 contract::success(contract::toJson(balance)));
    ui::ApiClient client(transport);
    ui::MainWindow window(client, server, theme, settings);
    window.resize(window.minimumSize());
    window.show();
    window.start();
    QTest::qWait(80);
    press(window, u"goConsumption"_s);
    save(window, folder, u"consumption-no-principal"_s, dark);
}

void saveEmpty(const QString &folder, ui::Theme &theme, QSettings &settings, bool dark)
{
    test::FakeTransport transport;
    test::SampleOffice office(transport, 0);
    office.setEmpty();
    contract::SignupGrant grant;
    grant.apiKey = u"dk_live_9fQ2mXbT7LrY0aZk3NcVw8DsHj5EuGp1iO4tRq6S"_s;
    transport.on(contract::Method::Post, "/auth/signup",
                 contract::success(contract::toJson(grant), 201));
    ui::ApiClient client(transport);
    ui::MainWindow window(client, server, theme, settings);
    window.resize(1280, 800);
    window.show();
    window.start();
    QTest::qWait(100);
    save(window, folder, u"empty"_s, dark);
    press(window, u"goDevices"_s);
    save(window, folder, u"empty-devices"_s, dark);

    ui::FirstStart first(client, server, ui::FirstStart::DemoData::Offered);
    first.show();
    first.findChild<QLineEdit *>(u"organizationField"_s)->setText(u"Hausverwaltung Brandt"_s);
    first.findChild<QLineEdit *>(u"emailField"_s)->setText(u"anna@brandt.example"_s);
    first.findChild<QLineEdit *>(u"passwordField"_s)->setText(u"secret7"_s);
    save(first, folder, u"first"_s, dark);
    first.findChild<QLineEdit *>(u"passwordField"_s)->setText(u"secret7 secret8"_s);
    press(first, u"createOrganization"_s);
    save(first, folder, u"first-key"_s, dark);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc < 2)
        qFatal("usage: ui_screenshots FOLDER [FONT FAMILY]");
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    if (argc > 2)
        QApplication::setFont(QFont(QString::fromLocal8Bit(argv[2])));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    ui::installTranslations(application, QLocale());
    QTemporaryDir scratch;
    QSettings settings(scratch.filePath(u"window.ini"_s), QSettings::IniFormat);
    ui::Theme theme(application, settings);
    for (const ui::ThemeMode mode : {ui::ThemeMode::Light, ui::ThemeMode::Dark}) {
        theme.setMode(mode);
        savePages(folder, theme, settings, mode == ui::ThemeMode::Dark);
        saveWithoutPrincipal(folder, theme, settings, mode == ui::ThemeMode::Dark);
        saveEmpty(folder, theme, settings, mode == ui::ThemeMode::Dark);
    }
    return 0;
}
