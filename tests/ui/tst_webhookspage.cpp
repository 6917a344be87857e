#include "tests/ui/officewindow.h"
#include "ui/translations.h"
#include "ui/widgets/toast.h"

#include <QComboBox>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QJsonObject>
#include <QPushButton>
#include <QTableView>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

// The webhook inspector: what it asks for, and what it says when there is nothing to show.
class WebhooksPageTest : public QObject
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
        m_office->click(u"goWebhooks"_s);
        m_table = m_office->find<QTableView>(u"webhooksTable"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), 428);
    }
    void cleanup() { m_office.reset(); }

    void readingsOfMetersNobodyRegisteredCountAsReadings()
    {
        m_office->transport.on(Method::Post, "/ingest/log/replay",
                               contract::success(QJsonObject{{u"replayed"_s, 254},
                                                             {u"stored"_s, 0},
                                                             {u"unregistered"_s, 200},
                                                             {u"duplicate"_s, 4},
                                                             {u"quarantined"_s, 10},
                                                             {u"skipped"_s, 39},
                                                             {u"rejected"_s, 1},
                                                             {u"next_cursor"_s, QJsonValue()}}));
        m_office->click(u"replayAllWebhooks"_s);
        QTRY_COMPARE(m_office->find<ui::Toast>(u"toast"_s)->text(),
                     u"254 applied again, 214 of them brought a reading."_s);
    }

    void aPartOfAnEuiIsSaidAtTheFieldAndNotAskedFor()
    {
        m_office->transport.forget();
        m_office->search(u"webhookDeviceFilter"_s, u"a1b2c3"_s);
        QTRY_COMPARE(m_office->text(u"webhookDeviceHint"_s), u"6 of 16 digits"_s);
        QVERIFY(!m_office->transport.newest(Method::Get, "/ingest/log"));
        QVERIFY(m_table->isVisible());
        m_office->search(u"webhookDeviceFilter"_s, u"A1-B2-C3-D4-E5-F6-00-01"_s);
        QTRY_VERIFY(m_office->transport.newest(Method::Get, "/ingest/log"));
        QVERIFY(m_office->transport.newest(Method::Get, "/ingest/log")
                    ->query.contains("dev_eui=a1b2c3d4e5f60001"));
        QVERIFY(m_office->text(u"webhookDeviceHint"_s).isEmpty());
    }

    void aFilterThatFindsNothingSaysSoAndIsCleared()
    {
        m_table->setCurrentIndex(m_table->model()->index(0, 0));
        QTRY_VERIFY(m_office->find<QWidget>(u"webhookBody"_s)->isVisible());
        m_office->transport.on(Method::Get, "/ingest/log",
                               [this](const contract::Request &request) {
                                   WebhookRecord one;
                                   one.id = {1};
                                   QJsonArray all;
                                   if (!request.query.contains("result="))
                                       all.append(contract::toJson(one));
                                   return contract::successPage(all, {all.size(), 100, 0, {}});
                               });
        auto *outcome = m_office->find<QComboBox>(u"outcomeFilter"_s);
        outcome->setCurrentIndex(outcome->findData(u"held"_s));
        QTRY_VERIFY(m_office->find<QWidget>(u"webhooksStackEmpty"_s)->isVisible());
        QCOMPARE(m_office->text(u"webhooksStackEmptySentence"_s), u"No webhook matches"_s);
        // What was looked at is not in the list any more.
        QVERIFY(m_office->find<QWidget>(u"noWebhook"_s)->isVisible());
        m_office->click(u"webhooksStackEmptyAction"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QCOMPARE(outcome->currentIndex(), 0);
    }

    void nothingToApplyAgainCannotBeApplied()
    {
        auto *apply = m_office->find<QPushButton>(u"replayAllWebhooks"_s);
        QVERIFY(apply->isEnabled());
        m_office->transport.on(Method::Get, "/ingest/log", [](const contract::Request &) {
            WebhookRecord stored;
            stored.id = {1};
            stored.outcome = IngestOutcome::Stored;
            return contract::successPage(QJsonArray{contract::toJson(stored)}, {1, 100, 0, {}});
        });
        m_office->click(u"goOverview"_s);
        m_office->click(u"goWebhooks"_s);
        QTRY_VERIFY(!apply->isEnabled());
        QVERIFY(!apply->toolTip().isEmpty());
    }

    void theReasonAndWhatWasDoneSinceAreTwoSentences()
    {
        m_office->transport.on(Method::Get, "/ingest/log", [](const contract::Request &) {
            WebhookRecord refused;
            refused.id = {1};
            refused.outcome = IngestOutcome::Rejected;
            refused.reason = u"consumption_m3 must be a volume"_s;
            refused.replayedAt = ui::Format::now();
            return contract::successPage(QJsonArray{contract::toJson(refused)}, {1, 100, 0, {}});
        });
        m_office->click(u"goOverview"_s);
        m_office->click(u"goWebhooks"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        m_table->setCurrentIndex(m_table->model()->index(0, 0));
        QVERIFY2(m_office->text(u"webhookReason"_s)
                     .startsWith(u"consumption_m3 must be a volume. Applied again Today"_s),
                 qPrintable(m_office->text(u"webhookReason"_s)));
    }

    void theSmallestWindowShowsWhy()
    {
        m_office->window.resize(m_office->window.minimumSize());
        QTRY_VERIFY2(m_table->columnWidth(3) >= 120,
                     qPrintable(QString::number(m_table->columnWidth(3))));
    }

private:
    std::unique_ptr<test::OfficeWindow> m_office;
    QTableView *m_table = nullptr;
};

QTEST_MAIN(WebhooksPageTest)
#include "tst_webhookspage.moc"
