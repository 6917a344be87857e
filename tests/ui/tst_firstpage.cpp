#include "tests/ui/officewindow.h"
#include "ui/shell/sidebar.h"
#include "ui/translations.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonObject>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleOptionComboBox>
#include <QTableView>
#include <QTimer>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

// The window around the pages: the first start, the first page, the search at the top.
class FirstPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ui::installTranslations(*qApp, QLocale());
    }
    void init() { m_office = std::make_unique<test::OfficeWindow>(); }
    void cleanup() { m_office.reset(); }

    void nothingIsReachedBeforeThereIsAnOrganization()
    {
        contract::Me me;
        me.organizationName = u"Brandt"_s;
        me.timeZone = u"Europe/Berlin"_s;
        m_office->transport.on(Method::Get, "/auth/me",
                               contract::failure({ErrorCode::InvalidApiKey, {}, {}}));
        QSignalSpy missing(&m_office->window, &ui::MainWindow::organizationMissing);
        m_office->window.start();
        QTRY_COMPARE(missing.count(), 1);
        for (const QString &name : {u"goDevices"_s, u"goSettings"_s})
            QVERIFY(!m_office->find<ui::NavigationButton>(name)->isEnabled());
        QVERIFY(!m_office->find<QLineEdit>(u"topSearch"_s)->isEnabled());
        m_office->transport.on(Method::Get, "/auth/me", contract::success(contract::toJson(me)));
        m_office->window.start();
        QTRY_VERIFY(m_office->find<ui::NavigationButton>(u"goDevices"_s)->isEnabled());
        QVERIFY(m_office->find<QLineEdit>(u"topSearch"_s)->isEnabled());
    }

    void whatHasSentButIsNotRegisteredIsConnected()
    {
        OverviewCounts counts;
        counts.unregistered = 4;
        counts.communities = 1;
        m_office->transport.on(
            Method::Get, "/overview",
            contract::success(QJsonObject{{u"counts"_s, contract::toJson(counts)},
                                          {u"last_uplinks"_s, QJsonArray()}}));
        m_office->window.start();
        QTRY_COMPARE(m_office->text(u"overviewPageSubtitle"_s),
                     u"Meters send; register them to use their readings"_s);
    }

    void theAttentionListIsAskedAnewEveryMinute()
    {
        m_office->window.start();
        QTRY_VERIFY(m_office->transport.newest(Method::Get, "/attention"));
        auto *timer = m_office->find<QTimer>(u"attentionRefresh"_s);
        QVERIFY(timer->isActive());
        QCOMPARE(timer->interval(), 60'000);
        m_office->transport.forget();
        timer->setInterval(1);
        QTRY_VERIFY(m_office->transport.newest(Method::Get, "/attention"));
        // Nobody looks.
        m_office->click(u"goBilling"_s);
        QVERIFY(!timer->isActive());
    }

    void aNameWithoutAMeterLeadsToTheResidents()
    {
        m_office->window.start();
        m_office->search(u"topSearch"_s, u"Okafor"_s);
        QTRY_VERIFY(m_office->find<QWidget>(u"devicesStackEmpty"_s)->isVisible());
        QVERIFY2(m_office->text(u"devicesStackEmptySecond"_s).contains(u"Communities"_s),
                 qPrintable(m_office->text(u"devicesStackEmptySecond"_s)));
    }

    void noTextForAManagerSaysUplink()
    {
        m_office->window.start();
        QTRY_VERIFY(m_office->find<QWidget>(u"figureWebhooks"_s)->isVisible());
        m_office->transport.happen(m_office->office.uplinkOf(3));
        for (const auto *label : m_office->window.findChildren<QLabel *>()) {
            // What the console of a network server has is called as it is there.
            if (!label->text().contains(u"Integrations"_s))
                QVERIFY2(!label->text().contains(u"uplink"_s, Qt::CaseInsensitive),
                         qPrintable(label->text()));
        }
    }

    void anAnswerStandsUnderItsQuestion()
    {
        m_office->window.start();
        QTRY_VERIFY(m_office->window.findChild<QLabel *>(u"questionText0"_s));
        auto *answer = m_office->find<QPushButton>(u"answerAnew0"_s);
        QTRY_VERIFY(answer->isVisible());
        QStyleOptionButton option;
        option.initFrom(answer);
        const QRect text =
            answer->style()->subElementRect(QStyle::SE_PushButtonContents, &option, answer);
        QCOMPARE(
            answer->mapTo(&m_office->window, text.topLeft()).x(),
            m_office->find<QLabel>(u"questionText0"_s)->mapTo(&m_office->window, QPoint()).x());
        const QImage before = answer->grab().toImage();
        m_office->window.activateWindow();
        answer->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(answer->hasFocus());
        QVERIFY2(answer->grab().toImage() != before, "the focus is seen");
    }

    void allCommunitiesIsReadInTheSmallestWindow()
    {
        m_office->window.resize(m_office->window.minimumSize());
        m_office->window.start();
        m_office->click(u"goDevices"_s);
        const auto *box = m_office->find<QComboBox>(u"communityFilter"_s);
        QTRY_VERIFY(box->isVisible());
        QStyleOptionComboBox option;
        option.initFrom(box);
        const QRect room = box->style()->subControlRect(QStyle::CC_ComboBox, &option,
                                                        QStyle::SC_ComboBoxEditField, box);
        QTRY_VERIFY2(box->fontMetrics().horizontalAdvance(u"All communities"_s) + 2 <= room.width(),
                     qPrintable(QString::number(room.width())));
    }

    void aShortListOfFoundMetersHasNoScrollBar_data()
    {
        QTest::addColumn<QString>("searched");
        QTest::newRow("one") << u"Meter 107C"_s;
        QTest::newRow("as many as are shown") << u"1"_s;
    }
    void aShortListOfFoundMetersHasNoScrollBar()
    {
        QFETCH(QString, searched);
        m_office->window.start();
        m_office->click(u"goConsumption"_s);
        m_office->window.activateWindow();
        auto *field = m_office->find<QLineEdit>(u"subjectSearch"_s);
        QTRY_VERIFY(field->isVisible());
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        m_office->search(u"subjectSearch"_s, searched);
        QAbstractItemView *list = nullptr;
        const auto found = [&list] {
            for (QWidget *window : QApplication::topLevelWidgets()) {
                if (window->objectName() == u"subjectsFound"_s && window->isVisible())
                    list = qobject_cast<QAbstractItemView *>(window);
            }
            return list;
        };
        QTRY_VERIFY(found());
        QVERIFY(list->model()->rowCount() > 0);
        QTRY_COMPARE(list->verticalScrollBar()->maximum(), 0);
        list->hide();
    }

    void theSignalHasItsUnits()
    {
        m_office->window.start();
        m_office->click(u"goDevices"_s);
        auto *table = m_office->find<QTableView>(u"devicesTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 428);
        table->setCurrentIndex(table->model()->index(2, 0));
        QTRY_VERIFY2(m_office->text(u"factSignal"_s).endsWith(u" dBm, SNR 7 dB"_s),
                     qPrintable(m_office->text(u"factSignal"_s)));
    }

    void aButtonThatIsOffSaysWhy()
    {
        m_office->window.start();
        QTRY_VERIFY(m_office->find<QComboBox>(u"topCommunity"_s)->isVisible());
        m_office->click(u"goUnregistered"_s);
        m_office->click(u"goSettings"_s);
        for (const QString &name : {u"assignDevice"_s, u"registerSelected"_s, u"revokeKey"_s}) {
            const auto *button = m_office->find<QPushButton>(name);
            QVERIFY2(!button->isEnabled() && !button->toolTip().isEmpty(), qPrintable(name));
            QCOMPARE(button->accessibleDescription(), button->toolTip());
        }
        auto *keys = m_office->find<QTableView>(u"apiKeysTable"_s);
        QTRY_COMPARE(keys->model()->rowCount(), 3);
        keys->selectRow(0);
        QVERIFY(m_office->find<QPushButton>(u"revokeKey"_s)->isEnabled());
        QVERIFY(m_office->find<QPushButton>(u"revokeKey"_s)->toolTip().isEmpty());
    }

    void clearingTheSearchGoesNowhere()
    {
        m_office->window.start();
        m_office->search(u"topSearch"_s, u"Meter 7"_s);
        auto *table = m_office->find<QTableView>(u"devicesTable"_s);
        QTRY_VERIFY(table->model()->rowCount() > 0 && table->model()->rowCount() < 428);
        m_office->click(u"goBilling"_s);
        m_office->find<QLineEdit>(u"topSearch"_s)->clear();
        QVERIFY(m_office->find<QWidget>(u"billingPage"_s)->isVisible());
        QTRY_COMPARE(table->model()->rowCount(), 428);
        QVERIFY(m_office->find<QWidget>(u"billingPage"_s)->isVisible());
    }

    void theSmallestWindowCutsNoFigureOfTheFirstPage()
    {
        m_office->window.resize(m_office->window.minimumSize());
        m_office->window.start();
        auto *last = m_office->find<QWidget>(u"figureWebhooks"_s);
        QTRY_VERIFY(last->isVisible());
        const auto right = [this](const QWidget *widget) {
            return widget->mapTo(&m_office->window, QPoint(widget->width(), 0)).x();
        };
        QTRY_VERIFY2(right(last) <= m_office->window.width() - 16,
                     qPrintable(QString::number(right(last))));
        QVERIFY(right(m_office->find<QWidget>(u"needsAttention"_s))
                <= m_office->window.width() - 16);
    }

    void noPageNeedsMoreThanTheSmallestWindow()
    {
        m_office->window.resize(m_office->window.minimumSize());
        m_office->window.start();
        QTRY_VERIFY(m_office->find<QWidget>(u"figureWebhooks"_s)->isVisible());
        for (const QString &page :
             {u"Overview"_s, u"Devices"_s, u"Unregistered"_s, u"Communities"_s, u"Consumption"_s,
              u"Webhooks"_s, u"Billing"_s, u"Changes"_s, u"Settings"_s}) {
            m_office->click(u"go"_s + page);
            const auto *shown = m_office->find<QWidget>(page.toLower() + u"Page"_s);
            QTRY_VERIFY(shown->isVisible());
            QVERIFY2(shown->minimumSizeHint().width() <= shown->width(),
                     qPrintable(page + QString::number(shown->minimumSizeHint().width())));
        }
        QCOMPARE(m_office->window.size(), m_office->window.minimumSize());
        m_office->click(u"goCommunities"_s);
        for (const QString &name : {u"communitiesTable"_s, u"residentsTable"_s}) {
            const auto *table = m_office->find<QTableView>(name);
            QTRY_VERIFY2(table->columnWidth(0) >= 110, qPrintable(name));
        }
    }

private:
    std::unique_ptr<test::OfficeWindow> m_office;
};

QTEST_MAIN(FirstPageTest)
#include "tst_firstpage.moc"
