#include "tests/ui/officewindow.h"
#include "ui/translations.h"
#include "ui/widgets/celldelegate.h"

#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QTableView>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

// The page of devices: what is highlighted is what the actions go to.
class DevicesPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ui::installTranslations(*qApp, QLocale());
    }

    void init()
    {
        m_office = std::make_unique<test::OfficeWindow>();
        m_office->window.start();
        m_office->click(u"goDevices"_s);
        m_table = m_office->find<QTableView>(u"devicesTable"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), 428);
    }
    void cleanup() { m_office.reset(); }

    void theActionsGoToTheRowThatIsHighlightedAfterAnotherSearch()
    {
        searchOnly(u"Water Meter 2B"_s);
        clickRow(0);
        QCOMPARE(m_office->text(u"detailName"_s), u"Water Meter 2B"_s);
        searchOnly(u"Water Meter 6C"_s);
        QTRY_VERIFY(isNothingChosen());
        clickRow(0);
        QCOMPARE(m_office->text(u"detailName"_s), u"Water Meter 6C"_s);
        QVERIFY(m_office->text(u"devicesPageSubtitle"_s).endsWith(u"1 selected"_s));
        m_office->click(u"assignDevice"_s);
        QCOMPARE(m_office->find<QDialog>(u"assignDialog"_s)->windowTitle(),
                 u"Assign Water Meter 6C"_s);
        m_office->find<QDialog>(u"assignDialog"_s)->close();
    }

    void aDeviceThatTheStatusFilterTakesAwayIsNotChosenAnyMore()
    {
        clickRow(0);
        QCOMPARE(m_office->text(u"detailName"_s), u"Water Meter 1A"_s);
        m_office->click(u"statusFilter2"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), 39);
        QTRY_VERIFY(isNothingChosen());
        clickRow(0);
        QCOMPARE(m_office->text(u"detailName"_s), u"Water Meter 1D"_s);
    }

    void aDeviceThatStaysInTheListStaysChosen()
    {
        clickRow(5);
        QCOMPARE(m_office->text(u"detailName"_s), u"Water Meter 2B"_s);
        searchOnly(u"Water Meter 2B"_s);
        QTRY_COMPARE(m_table->currentIndex().row(), 0);
        QVERIFY(m_table->selectionModel()->hasSelection());
        QCOMPARE(m_office->text(u"detailName"_s), u"Water Meter 2B"_s);
        QVERIFY(m_office->find<QPushButton>(u"assignDevice"_s)->isEnabled());
    }

    void aColumnThatCannotBeSortedDoesNotTakeTheArrow()
    {
        QHeaderView *header = m_table->horizontalHeader();
        QCOMPARE(header->sortIndicatorSection(), 0);
        for (const int column : {2, 4}) { // Resident, Register
            clickHeader(column);
            QCOMPARE(header->sortIndicatorSection(), 0);
            QCOMPARE(header->sortIndicatorOrder(), Qt::AscendingOrder);
        }
        clickHeader(3);
        QCOMPARE(header->sortIndicatorSection(), 3);
        QTRY_VERIFY(
            m_office->transport.newest(Method::Get, "/devices")->query.contains("sort=status"));
        clickHeader(4);
        QCOMPARE(header->sortIndicatorSection(), 3);
    }

    void aMeterIsMadeThePrincipalOneAndBack()
    {
        Device changed = m_office->office.device(0);
        m_office->transport.on(
            Method::Patch, "/devices/*", [&changed](const contract::Request &request) {
                changed.hierarchyLevel =
                    QJsonDocument::fromJson(request.body).object()[u"hierarchy_level"].toInt(-1);
                return contract::success(contract::toJson(changed));
            });
        clickRow(0);
        auto *principal = m_office->find<QAction>(u"detailPrincipal"_s);
        QVERIFY(principal->isCheckable() && !principal->isChecked());
        principal->trigger();
        QTRY_COMPARE(changed.hierarchyLevel, 0);
        QTRY_VERIFY(m_office->text(u"factUnit"_s).contains(u"principal meter"_s));
        QVERIFY(principal->isChecked());
        principal->trigger();
        QTRY_COMPARE(changed.hierarchyLevel, 1);
        QTRY_VERIFY(!principal->isChecked());
    }

    void figuresAreNotCutHoweverLargeTheyAre()
    {
        clickRow(0);
        auto *readings = m_office->find<QTableView>(u"readingsTable"_s);
        QTRY_COMPARE(readings->model()->rowCount(), 30);
        verifyRoom(*readings, {1, 2});
        m_office->click(u"goOverview"_s);
        auto *uplinks = m_office->find<QTableView>(u"lastUplinks"_s);
        QTRY_COMPARE(uplinks->model()->rowCount(), 9);
        contract::Events events = m_office->office.uplinkOf(20);
        auto &reading = std::get<contract::ReadingEvent>(events.front().content);
        reading.reading.volume = Volume{49'314'512'000};
        reading.sinceLast = Volume{-7'612'345'000};
        m_office->transport.happen(events);
        verifyRoom(*uplinks, {3, 4});
    }

    void theSmallestWindowShowsTheNamesAndTheWholePane()
    {
        m_office->window.resize(m_office->window.minimumSize());
        clickRow(2);
        QVERIFY2(m_table->columnWidth(0) >= 110,
                 qPrintable(QString::number(m_table->columnWidth(0))));
        auto *page = m_office->find<QWidget>(u"devicesPage"_s);
        QVERIFY2(page->minimumSizeHint().width() <= page->width(),
                 qPrintable(QString::number(page->minimumSizeHint().width())));
        for (const QString &name :
             {u"toggleMaintenance"_s, u"detailAssign"_s, u"detailMore"_s, u"statusFilter3"_s}) {
            const auto *button = m_office->find<QPushButton>(name);
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(name));
        }
        // Nothing lies over anything: the facts are above the chart, and that above the readings.
        const auto bottom = [&](const QString &name) {
            const auto *widget = m_office->find<QWidget>(name);
            return widget->mapTo(&m_office->window, QPoint(0, widget->height())).y();
        };
        const auto top = [&](const QString &name) {
            const auto *widget = m_office->find<QWidget>(name);
            return widget->mapTo(&m_office->window, QPoint(0, 0)).y();
        };
        QTRY_VERIFY(bottom(u"factLocation"_s) <= top(u"openInConsumption"_s));
        QVERIFY(bottom(u"detailChart"_s) <= top(u"detailTab"_s));
        QVERIFY(m_office->find<QWidget>(u"readingsTable"_s)->height() >= 100);
    }

private:
    void searchOnly(const QString &name)
    {
        m_office->search(u"deviceFilter"_s, name);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QTRY_COMPARE(m_table->model()->index(0, 0).data().toString(), name);
    }
    void clickRow(int row)
    {
        const QModelIndex index = m_table->model()->index(row, 0);
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                          m_table->visualRect(index).center());
    }
    void clickHeader(int column)
    {
        QHeaderView *header = m_table->horizontalHeader();
        QTest::mouseClick(
            header->viewport(), Qt::LeftButton, {},
            QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                   header->height() / 2));
    }
    bool isNothingChosen() const
    {
        return !m_table->selectionModel()->hasSelection()
               && m_office->find<QWidget>(u"noDevice"_s)->isVisible()
               && !m_office->find<QPushButton>(u"assignDevice"_s)->isEnabled();
    }
    static void verifyRoom(const QTableView &table, std::initializer_list<int> columns)
    {
        for (int row = 0; row < table.model()->rowCount(); ++row) {
            for (const int column : columns) {
                const QModelIndex index = table.model()->index(row, column);
                const QString unit = index.data(ui::UnitRole).toString();
                const QFontMetrics metrics = table.fontMetrics();
                const int needed = metrics.horizontalAdvance(index.data().toString())
                                   + (unit.isEmpty() ? 0 : metrics.horizontalAdvance(u' ' + unit))
                                   + 20; // ten on either side
                QVERIFY2(table.columnWidth(column) > needed, qPrintable(index.data().toString()));
            }
        }
    }

    std::unique_ptr<test::OfficeWindow> m_office;
    QTableView *m_table = nullptr;
};

QTEST_MAIN(DevicesPageTest)
#include "tst_devicespage.moc"
