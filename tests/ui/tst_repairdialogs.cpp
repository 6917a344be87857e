#include "tests/ui/sampleconsumption.h"
#include "tests/ui/sampleoffice.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/handoverdialog.h"
#include "ui/dialogs/readingsdialog.h"
#include "ui/dialogs/swapdialog.h"
#include "ui/format.h"
#include "ui/pages/registerquestions.h"
#include "ui/translations.h"
#include "ui/widgets/momentfield.h"
#include "ui/widgets/volumefield.h"

#include <QApplication>
#include <QCheckBox>
#include <QJsonDocument>
#include <QPointer>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

namespace {

const DevEui meter(0xa1b2c3d4e5f60003ULL);

QJsonObject bodyOf(const contract::Request *request)
{
    return request ? QJsonDocument::fromJson(request->body).object() : QJsonObject();
}

} // namespace

// What repairs readings and meters: each sends what was typed, and says what was refused.
class RepairDialogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        installTranslations(*qApp, QLocale());
        m_format.setTimeZone(u"Europe/Berlin"_s);
    }
    void init()
    {
        m_transport = std::make_unique<test::FakeTransport>();
        m_office = std::make_unique<test::SampleOffice>(*m_transport, 24);
        m_client = std::make_unique<ApiClient>(*m_transport);
    }

    void readingsAreExcludedTakenBackAndAdded()
    {
        QWidget owner;
        const QPointer<ReadingsDialog> dialog = new ReadingsDialog(
            *m_client, m_format, {ConsumptionSubject::Kind::Device, meter.toString(), u"1C"_s},
            {Format::now() - duration::day, Format::now()}, &owner);
        dialog->open();
        auto *table = dialog->findChild<QTableView *>(u"readingList"_s);
        QTRY_VERIFY(table->model()->rowCount() > 10);
        QVERIFY(table->model()->index(3, 0).data(Qt::FontRole).value<QFont>().strikeOut());
        QSignalSpy changed(dialog, &ReadingsDialog::changed);

        table->selectRow(3);
        auto *takeBack = dialog->findChild<QPushButton *>(u"takeBackReading"_s);
        QVERIFY(takeBack->isVisible());
        QTest::mouseClick(takeBack, Qt::LeftButton);
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(bodyOf(newestPatch()), (QJsonObject{{u"excluded"_s, false}}));

        QTRY_VERIFY(table->model()->rowCount() > 10);
        table->selectRow(0);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"excludeReading"_s), Qt::LeftButton);
        auto *exclude = dialog->findChild<QDialog *>(u"excludeDialog"_s);
        QVERIFY(!exclude->findChild<QPushButton *>(u"excludeDialogPrimary"_s)->isEnabled());
        QTest::keyClicks(exclude->findChild<QLineEdit *>(u"reason"_s), u"typo"_s);
        QTest::mouseClick(exclude->findChild<QPushButton *>(u"excludeDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_COMPARE(changed.count(), 2);
        QCOMPARE(bodyOf(newestPatch()),
                 (QJsonObject{{u"excluded"_s, true}, {u"reason"_s, u"typo"_s}}));

        QTest::mouseClick(dialog->findChild<QPushButton *>(u"addReading"_s), Qt::LeftButton);
        auto *add = dialog->findChild<QDialog *>(u"manualReadingDialog"_s);
        auto *primary = add->findChild<QPushButton *>(u"manualReadingDialogPrimary"_s);
        QVERIFY(!primary->isEnabled());
        QTest::keyClicks(add->findChild<QLineEdit *>(u"consumption_m3"_s), u"431,25"_s);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(changed.count(), 3);
        const QJsonObject body = bodyOf(m_transport->newest(Method::Post, path("/readings")));
        QCOMPARE(body[u"consumption_m3"].toDouble(), 431.25);
        QVERIFY(body.contains(u"recorded_at"_s));
        dialog->close();
    }

    void aSwapSendsWhatWasTyped()
    {
        auto *dialog = openSwap();
        auto *primary = dialog->findChild<QPushButton *>(u"swapDialogPrimary"_s);
        QCOMPARE(dialog->findChild<VolumeField *>(u"final_reading_m3"_s)->text(), u"431.200"_s);
        QVERIFY(!primary->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"new_dev_eui"_s), u"A1B2C3D4E5F60099"_s);
        auto *initial = dialog->findChild<VolumeField *>(u"initial_reading_m3"_s);
        QTest::keyClicks(initial, u"nought"_s);
        QVERIFY(dialog->findChild<QLabel *>(u"initial_reading_m3Error"_s)->isVisible());
        QVERIFY(!primary->isEnabled());
        initial->clear();
        QTest::keyClicks(initial, u"0,012"_s);
        QVERIFY(primary->isEnabled());
        const Timestamp weeksAgo = Format::now() - 21 * duration::day;
        dialog->findChild<MomentField *>(u"replaced_at"_s)
            ->setMoment({weeksAgo.ms / 60'000 * 60'000});
        QSignalSpy replaced(dialog, &SwapDialog::replaced);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(replaced.count(), 1);
        const QJsonObject body = bodyOf(m_transport->newest(Method::Post, path("/replace")));
        QCOMPARE(body, (QJsonObject{{u"new_dev_eui"_s, u"a1b2c3d4e5f60099"_s},
                                    {u"final_reading_m3"_s, 431.2},
                                    {u"initial_reading_m3"_s, 0.012},
                                    {u"replaced_at"_s,
                                     Timestamp{weeksAgo.ms / 60'000 * 60'000}.toString()}}));
    }

    void aVolumeThatIsFilledInKeepsItsUnit()
    {
        auto *dialog = openSwap();
        const auto *field = dialog->findChild<VolumeField *>(u"final_reading_m3"_s);
        QCOMPARE(field->text(), u"431.200"_s);
        const auto *unit = field->findChild<QLabel *>(u"volumeUnit"_s);
        QCOMPARE(unit->text(), u"m³"_s);
        QVERIFY(unit->isVisible());
        QVERIFY(field->rect().contains(unit->geometry()));
        QVERIFY(field->textMargins().right() >= unit->width());
        dialog->close();
    }

    void whatTheBackendRefusesIsSaidAtTheField_data()
    {
        QTest::addColumn<QString>("field");
        for (const char *field : {"new_dev_eui", "final_reading_m3", "replaced_at"})
            QTest::newRow(field) << QString::fromLatin1(field);
    }
    void whatTheBackendRefusesIsSaidAtTheField()
    {
        QFETCH(QString, field);
        m_transport->on(Method::Post, "/devices/*",
                        contract::failure(Error::field(field, u"is before the last reading"_s)));
        auto *dialog = openSwap();
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"new_dev_eui"_s), u"a1b2c3d4e5f60099"_s);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"initial_reading_m3"_s), u"0"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"swapDialogPrimary"_s), Qt::LeftButton);
        auto *error = dialog->findChild<QLabel *>(field + u"Error"_s);
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), u"Not accepted: is before the last reading."_s);
        dialog->close();
    }

    void aHandoverSendsTheNextResidentOrNobody()
    {
        auto *dialog = new HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        auto *primary = dialog->findChild<QPushButton *>(u"handoverDialogPrimary"_s);
        auto *table = dialog->findChild<QTableView *>(u"nextResidentTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 12);
        QVERIFY(!primary->isEnabled());
        table->selectRow(4);
        QVERIFY(primary->isEnabled());
        auto *nobody = dialog->findChild<QCheckBox *>(u"nobodyMovesIn"_s);
        nobody->click();
        QVERIFY(!table->selectionModel()->hasSelection());
        table->selectRow(4);
        QVERIFY(!nobody->isChecked());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"consumption_m3"_s), u"66.5"_s);
        QSignalSpy done(dialog, &HandoverDialog::handedOver);
        QTest::mouseClick(primary, Qt::LeftButton);
        QTRY_COMPARE(done.count(), 1);
        QJsonObject body = bodyOf(m_transport->newest(Method::Post, path("/handover")));
        QCOMPARE(body[u"end_user_id"].toString(), m_office->resident(4).uuid);
        QCOMPARE(body[u"consumption_m3"].toDouble(), 66.5);

        dialog = new HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
        dialog->open();
        dialog->findChild<QCheckBox *>(u"nobodyMovesIn"_s)->click();
        m_transport->on(Method::Post, "/devices/*",
                        contract::failure(Error::field(u"at"_s, u"is before the move-in"_s)));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"handoverDialogPrimary"_s),
                          Qt::LeftButton);
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"atError"_s)->isVisible());
        body = bodyOf(m_transport->newest(Method::Post, path("/handover")));
        QVERIFY(body[u"end_user_id"].isNull());
        QVERIFY(!body.contains(u"consumption_m3"_s));
        dialog->close();
    }

    void questionsSayWhatHappenedAndAreAnswered()
    {
        RegisterQuestions questions(*m_client, m_format);
        questions.show();
        QSignalSpy loaded(&questions, &RegisterQuestions::loaded);
        questions.refresh();
        QTRY_COMPARE(loaded.count(), 1);
        QCOMPARE(questions.count(), 2);
        const QString said = questions.findChild<QLabel *>(u"questionText0"_s)->text();
        QVERIFY2(said.startsWith(u"Register fell from 431.200 to 12.000 m³ on "_s)
                     && said.endsWith(u" and stays low."_s),
                 qPrintable(said));
        QVERIFY(!questions.findChild<QPushButton *>(u"answerFromZero1"_s));
        QCOMPARE(questions.findChild<QPushButton *>(u"answerAnew0"_s)->text(),
                 u"No water was used in this step"_s);
        QSignalSpy answered(&questions, &RegisterQuestions::answered);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerFromZero0"_s), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 1);
        const AttentionItem item = test::sampleQuestions(*m_office).front();
        const QByteArray reading =
            "/readings/" + ReadingKey{item.mark.device, item.mark.at}.uuid().toLatin1();
        QCOMPARE(bodyOf(m_transport->newest(Method::Patch, reading)),
                 (QJsonObject{{u"register"_s, u"from_zero"_s}}));
        QTRY_COMPARE(loaded.count(), 2);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerAnew0"_s), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 2);
        QCOMPARE(bodyOf(m_transport->newest(Method::Patch, reading)),
                 (QJsonObject{{u"register"_s, u"anew"_s}}));
        QTRY_COMPARE(loaded.count(), 3);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerSwap0"_s), Qt::LeftButton);
        auto *swap = questions.findChild<SwapDialog *>(u"swapDialog"_s);
        QCOMPARE(swap->findChild<QLineEdit *>(u"initial_reading_m3"_s)->text(), u"12.000"_s);
        QCOMPARE(swap->findChild<MomentField *>(u"replaced_at"_s)->moment(), item.mark.at);
        swap->close();

        // The register may be right where it leapt, not where it only fell.
        QVERIFY(!questions.findChild<QPushButton *>(u"answerAsRead0"_s));
        const AttentionItem leap = test::sampleQuestions(*m_office).back();
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerAsRead1"_s), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 3);
        QCOMPARE(bodyOf(m_transport->newest(
                     Method::Patch,
                     "/readings/" + ReadingKey{leap.mark.device, leap.mark.at}.uuid().toLatin1())),
                 (QJsonObject{{u"register"_s, u"as_read"_s}}));
        QTRY_COMPARE(loaded.count(), 4);
    }

    void allQuestionsAreCountedThoughOnlyTheFirstAreShown_data()
    {
        QTest::addColumn<int>("total");
        QTest::addColumn<QString>("said");
        QTest::newRow("all are shown") << 2 << QString();
        QTest::newRow("there are more")
            << 1132
            << u"These are the first 2 of 1,132. The next ones appear here as these are settled."_s;
    }
    void allQuestionsAreCountedThoughOnlyTheFirstAreShown()
    {
        QFETCH(int, total);
        QFETCH(QString, said);
        QJsonArray items;
        for (const AttentionItem &item : test::sampleQuestions(*m_office))
            items.append(contract::toJson(item));
        m_transport->on(Method::Get, "/attention",
                        contract::successPage(items, {total, 50, 0, u"next"_s}));
        RegisterQuestions questions(*m_client, m_format);
        QSignalSpy loaded(&questions, &RegisterQuestions::loaded);
        questions.refresh();
        QTRY_COMPARE(loaded.count(), 1);
        QCOMPARE(questions.count(), total);
        const auto *others = questions.findChild<QLabel *>(u"questionsNotShown"_s);
        QCOMPARE(others ? others->text() : QString(), said);
    }

    void aRollOverMayBeRightAndARetiredDeviceIsRegisteredAgain()
    {
        std::vector<AttentionItem> items = test::sampleQuestions(*m_office);
        items[0].mark.before = Volume{99'950'000'000};
        items[0].mark.value = Volume{400'000'000};
        items[1].mark.kind = RegisterMarkKind::RetiredDevice;
        items[1].mark.before.reset();
        m_transport->on(
            Method::Get, "/attention",
            contract::success(QJsonArray{contract::toJson(items[0]), contract::toJson(items[1])}));
        RegisterQuestions questions(*m_client, m_format);
        questions.show();
        QSignalSpy loaded(&questions, &RegisterQuestions::loaded);
        questions.refresh();
        QTRY_COMPARE(loaded.count(), 1);
        const auto *right = questions.findChild<QPushButton *>(u"answerAsRead0"_s);
        QVERIFY(right);
        QVERIFY2(right->toolTip().startsWith(u"450.000"_s), qPrintable(right->toolTip()));
        const QString said = questions.findChild<QLabel *>(u"questionText1"_s)->text();
        QVERIFY2(said.startsWith(u"Retired, and it still sends: 812.500 m³ on "_s),
                 qPrintable(said));
        QVERIFY(!questions.findChild<QPushButton *>(u"answerAnew1"_s));
        QSignalSpy again(&questions, &RegisterQuestions::registerAgainWanted);
        QTest::mouseClick(questions.findChild<QPushButton *>(u"answerRegister1"_s), Qt::LeftButton);
        QCOMPARE(again.count(), 1);
        QCOMPARE(again[0][0].value<AttentionItem>().eui, items[1].eui);
    }

    void closingWithACallInFlightIsSafe()
    {
        m_transport->hold();
        const QPointer<SwapDialog> swap = openSwap();
        QTest::keyClicks(swap->findChild<QLineEdit *>(u"new_dev_eui"_s), u"a1b2c3d4e5f60099"_s);
        QTest::keyClicks(swap->findChild<QLineEdit *>(u"initial_reading_m3"_s), u"0"_s);
        QTest::mouseClick(swap->findChild<QPushButton *>(u"swapDialogPrimary"_s), Qt::LeftButton);
        const QPointer<HandoverDialog> handover =
            new HandoverDialog(*m_client, m_format, m_office->device(2), nullptr);
        handover->open();
        const QPointer<ReadingsDialog> readings = new ReadingsDialog(
            *m_client, m_format, {ConsumptionSubject::Kind::Community, u"c0"_s, u"Park"_s},
            {Format::now() - duration::day, Format::now()}, nullptr);
        readings->open();
        for (QDialog *dialog :
             {static_cast<QDialog *>(swap.data()), static_cast<QDialog *>(handover.data()),
              static_cast<QDialog *>(readings.data())})
            dialog->close();
        QTRY_VERIFY(!swap && !handover && !readings);
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
    }

private:
    SwapDialog *openSwap()
    {
        auto *dialog = new SwapDialog(*m_client, m_format, meter, u"Water Meter 1C"_s,
                                      {Volume{431'200'000}, {}, {}}, nullptr);
        dialog->open();
        return dialog;
    }

    const contract::Request *newestPatch() const
    {
        const auto &all = m_transport->requests();
        for (auto request = all.rbegin(); request != all.rend(); ++request) {
            if (request->method == Method::Patch)
                return &*request;
        }
        return nullptr;
    }

    static QByteArray path(const QByteArray &rest)
    {
        return "/devices/" + meter.toString().toLatin1() + rest;
    }

    Format m_format{QLocale(QLocale::English)};
    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<test::SampleOffice> m_office;
    std::unique_ptr<ApiClient> m_client;
};

QTEST_MAIN(RepairDialogsTest)
#include "tst_repairdialogs.moc"
