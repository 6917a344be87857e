#include "tests/ui/officewindow.h"
#include "ui/translations.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>
#include <QTableView>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

// The page of communities and their residents, over an office that remembers what is done to it.
class CommunitiesPageTest : public QObject
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
        m_office = std::make_unique<test::OfficeWindow>(24);
        m_communities = {m_office->office.community(0), m_office->office.community(1)};
        m_residents = {m_office->office.resident(0), m_office->office.resident(1),
                       m_office->office.resident(2)};
        remember("/customers", m_communities);
        remember("/end-users", m_residents);
        m_office->window.start();
        m_office->click(u"goCommunities"_s);
        m_office->window.activateWindow();
        m_communityTable = m_office->find<QTableView>(u"communitiesTable"_s);
        m_residentTable = m_office->find<QTableView>(u"residentsTable"_s);
        QTRY_COMPARE(namesIn(*m_communityTable), (QStringList{u"Parkstr. 12"_s, u"Lindenhof"_s}));
        QTRY_COMPARE(m_residentTable->model()->rowCount(), 3);
    }
    void cleanup() { m_office.reset(); }

    void aCommunityThatIsRenamedIsRenamedInTheList()
    {
        clickRow(*m_communityTable, 1);
        m_office->trigger(u"editCommunity"_s);
        type(u"communityDialog"_s, u"Lindenhof East"_s);
        QTRY_COMPARE(namesIn(*m_communityTable),
                     (QStringList{u"Parkstr. 12"_s, u"Lindenhof East"_s}));
        QTRY_COMPARE(m_office->text(u"communityName"_s), u"Lindenhof East"_s);
        QCOMPARE(said(), u"Lindenhof East is saved."_s);
        QCOMPARE(m_office->find<QComboBox>(u"topCommunity"_s)->itemText(2), u"Lindenhof East"_s);
    }

    void aResidentWhoIsCorrectedStaysChosen()
    {
        clickRow(*m_residentTable, 1);
        m_office->trigger(u"editResident"_s);
        type(u"residentDialog"_s, u"J. Lindqvist-Berg"_s);
        QTRY_COMPARE(namesIn(*m_residentTable).value(1), u"J. Lindqvist-Berg"_s);
        QCOMPARE(m_residentTable->currentIndex().row(), 1);
        QVERIFY(m_residentTable->selectionModel()->isRowSelected(1));
        QCOMPARE(said(), u"J. Lindqvist-Berg is saved."_s);
    }

    void aResidentWhoIsDeletedIsGoneFromTheList()
    {
        clickRow(*m_residentTable, 1);
        m_office->trigger(u"deleteResident"_s);
        m_office->click(u"deleteDialogPrimary"_s);
        QTRY_COMPARE(namesIn(*m_residentTable), (QStringList{u"M. Okafor"_s, u"A. Ferrari"_s}));
        QCOMPARE(said(), u"J. Lindqvist is deleted."_s);
        QVERIFY(!m_residentTable->selectionModel()->hasSelection());
        QVERIFY(!m_office->find<QAction>(u"deleteResident"_s)->isEnabled());
    }

    void afterACommunityIsDeletedAnotherIsShown()
    {
        clickRow(*m_communityTable, 1);
        m_office->trigger(u"deleteCommunity"_s);
        m_office->click(u"deleteDialogPrimary"_s);
        QTRY_COMPARE(namesIn(*m_communityTable), QStringList{u"Parkstr. 12"_s});
        QTRY_COMPARE(m_office->text(u"communityName"_s), u"Parkstr. 12"_s);
        QCOMPARE(said(), u"Lindenhof is deleted."_s);
    }

    void afterTheLastCommunityIsDeletedThePageIsEmpty()
    {
        for (const qsizetype left : {1, 0}) {
            clickRow(*m_communityTable, 0);
            m_office->trigger(u"deleteCommunity"_s);
            m_office->click(u"deleteDialogPrimary"_s);
            QTRY_COMPARE(namesIn(*m_communityTable).size(), left);
        }
        QTRY_VERIFY(!m_communityTable->isVisible());
        m_office->trigger(u"importResidents"_s);
        QVERIFY(!m_office->window.findChild<QDialog *>(u"importDialog"_s));
    }

    void noPageIsLeftFilteredByACommunityThatIsGone()
    {
        m_office->find<QComboBox>(u"topCommunity"_s)->setCurrentIndex(2);
        QTRY_VERIFY(lastDeviceQuery().contains("customer_id=c1"));
        QTRY_COMPARE(m_office->text(u"communityName"_s), u"Lindenhof"_s);
        m_office->trigger(u"deleteCommunity"_s);
        m_office->click(u"deleteDialogPrimary"_s);
        QTRY_COMPARE(m_office->find<QComboBox>(u"topCommunity"_s)->count(), 2);
        QCOMPARE(m_office->find<QComboBox>(u"topCommunity"_s)->currentIndex(), 0);
        QTRY_VERIFY(!lastDeviceQuery().contains("customer_id"));
        m_office->click(u"goConsumption"_s);
        QTRY_VERIFY(m_office->transport.newest(Method::Get, "/customers/c0/consumption"));
    }

    void withoutAResidentNothingCanBeDoneToOne()
    {
        for (const QString &name : {u"editResident"_s, u"deleteResident"_s}) {
            auto *action = m_office->find<QAction>(name);
            QVERIFY(!action->isEnabled());
            QCOMPARE(action->toolTip(), u"Choose a resident in the list first."_s);
        }
        QVERIFY(m_office->find<QAction>(u"importResidents"_s)->isEnabled());
        clickRow(*m_residentTable, 0);
        QVERIFY(m_office->find<QAction>(u"editResident"_s)->isEnabled());
    }

    void theKeysOpenTheDialogs_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("dialog");
        QTest::addColumn<QString>("title");
        QTest::newRow("edit a community") << u"communitiesTable"_s << int(Qt::Key_F2)
                                          << u"communityDialog"_s << u"Edit Lindenhof"_s;
        QTest::newRow("delete a community") << u"communitiesTable"_s << int(Qt::Key_Delete)
                                            << u"deleteDialog"_s << u"Delete Lindenhof"_s;
        QTest::newRow("edit a resident") << u"residentsTable"_s << int(Qt::Key_F2)
                                         << u"residentDialog"_s << u"Edit J. Lindqvist"_s;
        QTest::newRow("Return edits one, too") << u"residentsTable"_s << int(Qt::Key_Return)
                                               << u"residentDialog"_s << u"Edit J. Lindqvist"_s;
        QTest::newRow("delete a resident") << u"residentsTable"_s << int(Qt::Key_Delete)
                                           << u"deleteDialog"_s << u"Delete J. Lindqvist"_s;
    }
    void theKeysOpenTheDialogs()
    {
        QFETCH(QString, table);
        QFETCH(int, key);
        QFETCH(QString, dialog);
        QFETCH(QString, title);
        auto *list = m_office->find<QTableView>(table);
        clickRow(*list, 1);
        QTRY_VERIFY(list->hasFocus());
        QTest::keyClick(list, Qt::Key(key));
        auto *opened = m_office->window.findChild<QDialog *>(dialog);
        QVERIFY(opened);
        QCOMPARE(opened->windowTitle(), title);
    }

    void theMenuOfARowOffersTheSame_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("communities")
            << u"communitiesTable"_s << QStringList{u"editCommunity"_s, u"deleteCommunity"_s};
        QTest::newRow("residents")
            << u"residentsTable"_s << QStringList{u"editResident"_s, u"deleteResident"_s};
    }
    void theMenuOfARowOffersTheSame()
    {
        QFETCH(QString, table);
        QFETCH(QStringList, names);
        auto *list = m_office->find<QTableView>(table);
        clickRow(*list, 1);
        QStringList offered;
        QTimer::singleShot(0, list, [&offered] {
            for (const QAction *action : QApplication::activePopupWidget()->actions())
                offered << action->objectName();
            QApplication::activePopupWidget()->close();
        });
        const QPoint place = list->visualRect(list->model()->index(1, 0)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place,
                                list->viewport()->mapToGlobal(place));
        QApplication::sendEvent(list->viewport(), &event);
        QCOMPARE(offered, names);
    }

    void theSmallestWindowShowsTheNamesOfTheCommunities()
    {
        m_office->window.resize(m_office->window.minimumSize());
        QTRY_VERIFY2(m_communityTable->columnWidth(0) >= 110,
                     qPrintable(QString::number(m_communityTable->columnWidth(0))));
        for (const QString &name : {u"showCommunityDevices"_s, u"communityMore"_s,
                                    u"createResident"_s, u"residentMore"_s}) {
            const auto *button = m_office->find<QPushButton>(name);
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(name));
        }
    }

private:
    // Lists, changes the name of and deletes what is in `all`.
    template <typename T>
    void remember(const QByteArray &path, std::vector<T> &all)
    {
        const auto named = [&all](const contract::Request &request) {
            return std::ranges::find_if(
                all, [id = request.path.mid(request.path.lastIndexOf('/') + 1)](const T &one) {
                    return one.uuid == QLatin1StringView(id);
                });
        };
        m_office->transport.on(Method::Get, path, [&all](const contract::Request &) {
            QJsonArray items;
            for (const T &one : all)
                items.append(contract::toJson(one));
            return contract::successPage(items, {static_cast<qint64>(all.size()), 1000, 0, {}});
        });
        m_office->transport.on(
            Method::Patch, path + "/*", [named](const contract::Request &request) {
                named(request)->name = QJsonDocument::fromJson(request.body)[u"name"].toString();
                return contract::success(contract::toJson(*named(request)));
            });
        m_office->transport.on(Method::Delete, path + "/*",
                               [&all, named](const contract::Request &request) {
                                   all.erase(named(request));
                                   return contract::noContent();
                               });
    }
    void type(const QString &dialog, const QString &name) const
    {
        auto *opened = m_office->find<QDialog>(dialog);
        auto *edit = opened->findChild<QLineEdit *>(u"name"_s);
        edit->clear();
        QTest::keyClicks(edit, name);
        m_office->click(dialog + u"Primary"_s);
    }
    static void clickRow(QTableView &table, int row)
    {
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(table.model()->index(row, 0)).center());
    }
    static QStringList namesIn(const QTableView &table)
    {
        QStringList names;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            names << table.model()->index(row, 0).data().toString();
        return names;
    }
    QString said() const { return m_office->find<QWidget>(u"toast"_s)->accessibleName(); }
    QByteArray lastDeviceQuery() const
    {
        const auto *asked = m_office->transport.newest(Method::Get, "/devices");
        return asked ? asked->query : QByteArray();
    }

    std::vector<Community> m_communities;
    std::vector<Resident> m_residents;
    std::unique_ptr<test::OfficeWindow> m_office;
    QTableView *m_communityTable = nullptr;
    QTableView *m_residentTable = nullptr;
};

QTEST_MAIN(CommunitiesPageTest)
#include "tst_communitiespage.moc"
