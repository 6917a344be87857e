#include "tests/ui/sampleoffice.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/communitydialog.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/residentdialog.h"
#include "ui/translations.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

// Communities and residents are corrected and deleted.
class PeopleDialogsTest : public QObject
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
        m_transport = std::make_unique<test::FakeTransport>();
        m_office = std::make_unique<test::SampleOffice>(*m_transport, 24);
        m_client = std::make_unique<ui::ApiClient>(*m_transport);
        m_community = m_office->community(0);
        m_community.timeZone = u"Europe/Berlin"_s;
        m_community.adminEmail = u"anna@brandt.example"_s;
        m_resident = m_office->resident(0);
        m_resident.moveIn = QDate(2024, 10, 1);
        m_transport->on(Method::Patch, "/customers/c0",
                        contract::success(contract::toJson(m_community)));
        m_transport->on(Method::Patch, "/end-users/r0",
                        contract::success(contract::toJson(m_resident)));
    }
    void cleanup() { delete m_dialog; }

    void whatIsKnownOfACommunityIsFilledIn()
    {
        open(new ui::CommunityDialog(*m_client, m_community, nullptr));
        QCOMPARE(m_dialog->windowTitle(), u"Edit Parkstr. 12"_s);
        QCOMPARE(find<QPushButton>(u"communityDialogPrimary"_s)->text(), u"Save"_s);
        QCOMPARE(find<QLineEdit>(u"name"_s)->text(), u"Parkstr. 12"_s);
        QCOMPARE(find<QLineEdit>(u"tenant_name"_s)->text(), u"parkstr-12"_s);
        QCOMPARE(find<QLineEdit>(u"address"_s)->text(), u"Parkstr. 12, 10115 Berlin"_s);
        QCOMPARE(find<QLineEdit>(u"time_zone"_s)->text(), u"Europe/Berlin"_s);
        QCOMPARE(find<QLineEdit>(u"admin_email"_s)->text(), u"anna@brandt.example"_s);
    }

    void whatIsKnownOfAResidentIsFilledIn()
    {
        open(new ui::ResidentDialog(*m_client, m_resident, nullptr));
        QCOMPARE(m_dialog->windowTitle(), u"Edit M. Okafor"_s);
        QCOMPARE(find<QLineEdit>(u"name"_s)->text(), u"M. Okafor"_s);
        QCOMPARE(find<QLineEdit>(u"unit"_s)->text(), u"1A"_s);
        QCOMPARE(find<QLineEdit>(u"email"_s)->text(), u"okafor@example.com"_s);
        QVERIFY(find<QCheckBox>(u"move_inKnown"_s)->isChecked());
        QCOMPARE(find<QDateEdit>(u"move_inDay"_s)->date(), QDate(2024, 10, 1));
        QVERIFY(!find<QCheckBox>(u"move_outKnown"_s)->isChecked());
        QVERIFY(!find<QDateEdit>(u"move_outDay"_s)->isVisible());
        QVERIFY(find<QDateEdit>(u"move_inDay"_s)->isVisible());
    }

    void onlyWhatWasChangedIsSent_data()
    {
        QTest::addColumn<bool>("isResident");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QJsonValue>("sent");
        const QJsonValue null;
        QTest::newRow("name") << false << u"name"_s << u" Parkstr. 14 "_s
                              << QJsonValue(u"Parkstr. 14"_s);
        QTest::newRow("tenant") << false << u"tenant_name"_s << u"park-14"_s
                                << QJsonValue(u"park-14"_s);
        QTest::newRow("address, cleared") << false << u"address"_s << u""_s << null;
        QTest::newRow("time zone")
            << false << u"time_zone"_s << u"Atlantic/Canary"_s << QJsonValue(u"Atlantic/Canary"_s);
        QTest::newRow("contact, cleared") << false << u"admin_email"_s << u" "_s << null;
        QTest::newRow("resident's name")
            << true << u"name"_s << u"M. Okafor-Lind"_s << QJsonValue(u"M. Okafor-Lind"_s);
        QTest::newRow("unit") << true << u"unit"_s << u"2C"_s << QJsonValue(u"2C"_s);
        QTest::newRow("e-mail, cleared") << true << u"email"_s << u""_s << null;
    }
    void onlyWhatWasChangedIsSent()
    {
        QFETCH(bool, isResident);
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(QJsonValue, sent);
        openEdit(isResident);
        type(field, typed);
        QSignalSpy edited(m_dialog, isResident ? SIGNAL(edited(datakubo::Resident))
                                               : SIGNAL(edited(datakubo::Community)));
        const QPointer<QDialog> alive = m_dialog;
        pressPrimary();
        QTRY_COMPARE(edited.count(), 1);
        QCOMPARE(sentBody(isResident), (QJsonObject{{field, sent}}));
        QTRY_VERIFY(!alive);
    }

    void theDaysOfMovingAreSetAndCleared()
    {
        open(new ui::ResidentDialog(*m_client, m_resident, nullptr));
        find<QCheckBox>(u"move_inKnown"_s)->click();
        find<QCheckBox>(u"move_outKnown"_s)->click();
        find<QDateEdit>(u"move_outDay"_s)->setDate(QDate(2026, 6, 30));
        pressPrimary();
        QTRY_VERIFY(m_transport->newest(Method::Patch, "/end-users/r0"));
        QCOMPARE(sentBody(true),
                 (QJsonObject{{u"move_in"_s, QJsonValue()}, {u"move_out"_s, u"2026-06-30"_s}}));
    }

    void whoIsNewHasADayOfMovingInToo()
    {
        m_transport->on(Method::Post, "/end-users",
                        contract::success(contract::toJson(m_resident), 201));
        open(new ui::ResidentDialog(*m_client, m_community, nullptr));
        type(u"name"_s, u"M. Okafor"_s);
        find<QCheckBox>(u"move_inKnown"_s)->click();
        find<QDateEdit>(u"move_inDay"_s)->setDate(QDate(2024, 10, 1));
        pressPrimary();
        QTRY_VERIFY(m_transport->newest(Method::Post, "/end-users"));
        QCOMPARE(QJsonDocument::fromJson(m_transport->last().body).object(),
                 (QJsonObject{{u"customer_id"_s, u"c0"_s},
                              {u"name"_s, u"M. Okafor"_s},
                              {u"move_in"_s, u"2024-10-01"_s}}));
    }

    void nothingIsSentWhenNothingWasChanged_data() { eitherKind(); }
    void nothingIsSentWhenNothingWasChanged()
    {
        QFETCH(bool, isResident);
        openEdit(isResident);
        type(u"name"_s, (isResident ? m_resident.name : m_community.name) + u' ');
        const QPointer<QDialog> alive = m_dialog;
        pressPrimary();
        QTRY_VERIFY(!alive);
        QVERIFY(m_transport->requests().empty());
    }

    void aTextLongerThanAPersonMayWriteIsNotCut()
    {
        m_community.address = QString(450, u'x');
        open(new ui::CommunityDialog(*m_client, m_community, nullptr));
        QCOMPARE(find<QLineEdit>(u"address"_s)->text(), m_community.address);
        type(u"name"_s, u"Parkstr. 14"_s);
        pressPrimary();
        QTRY_VERIFY(m_transport->newest(Method::Patch, "/customers/c0"));
        QCOMPARE(sentBody(false).keys(), QStringList{u"name"_s});
    }

    void withoutANameNothingCanBeSaved_data() { eitherKind(); }
    void withoutANameNothingCanBeSaved()
    {
        QFETCH(bool, isResident);
        openEdit(isResident);
        QVERIFY(primary()->isEnabled());
        type(u"name"_s, u" "_s);
        QVERIFY(!primary()->isEnabled());
        QCOMPARE(primary()->toolTip(), u"Still needed: a name"_s);
    }

    void whatTheServerRefusesIsSaidAtTheField_data()
    {
        QTest::addColumn<bool>("isResident");
        QTest::addColumn<QString>("field");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("time zone") << false << u"time_zone"_s << ErrorCode::Validation
                                   << u"Not accepted: no such thing."_s;
        QTest::newRow("tenant name") << false << u"tenant_name"_s << ErrorCode::Conflict
                                     << u"Not possible: no such thing."_s;
        QTest::newRow("e-mail") << true << u"email"_s << ErrorCode::Validation
                                << u"Not accepted: no such thing."_s;
        QTest::newRow("moved out")
            << true << u"move_out"_s << ErrorCode::Validation << u"Not accepted: no such thing."_s;
    }
    void whatTheServerRefusesIsSaidAtTheField()
    {
        QFETCH(bool, isResident);
        QFETCH(QString, field);
        QFETCH(ErrorCode, code);
        QFETCH(QString, sentence);
        m_transport->on(Method::Patch, pathOf(isResident),
                        contract::failure(Error::field(field, u"no such thing"_s, code)));
        openEdit(isResident);
        type(u"name"_s, u"Another"_s);
        pressPrimary();
        auto *error = find<QLabel>(field + u"Error"_s);
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), sentence);
        QVERIFY(primary()->isEnabled());
        QVERIFY(find<QWidget>(field)->isAncestorOf(m_dialog->focusWidget())
                || find<QWidget>(field) == m_dialog->focusWidget());
    }

    void closingWithACallInFlightIsSafe_data() { eitherKind(); }
    void closingWithACallInFlightIsSafe()
    {
        QFETCH(bool, isResident);
        m_transport->hold();
        openEdit(isResident);
        type(u"name"_s, u"Another"_s);
        pressPrimary();
        QVERIFY2(!primary()->isEnabled(), "one call at a time");
        verifyCloses();
    }

    void aDeletionSaysWhatItDoes()
    {
        openDelete(false);
        QCOMPARE(m_dialog->windowTitle(), u"Delete Parkstr. 12"_s);
        const QString community = find<QLabel>(u"whatHappens"_s)->text();
        QVERIFY(community.contains(u"12 residents and their log-ins are deleted with it."_s));
        QVERIFY(community.contains(u"Retired meters stay"_s));
        m_dialog->close();
        m_community.residentCount = 0;
        openDelete(false);
        QVERIFY(find<QLabel>(u"whatHappens"_s)->text().startsWith(u"Retired meters stay"_s));
        m_dialog->close();
        openDelete(true);
        QCOMPARE(m_dialog->windowTitle(), u"Delete M. Okafor"_s);
        QVERIFY(find<QLabel>(u"whatHappens"_s)
                    ->text()
                    .contains(u"refuses when this resident ever had a device"_s));
    }

    void enterDoesNotDelete_data() { eitherKind(); }
    void enterDoesNotDelete()
    {
        QFETCH(bool, isResident);
        openDelete(isResident);
        QTRY_COMPARE(m_dialog->focusWidget()->objectName(), u"deleteDialogCancel"_s);
        const QPointer<QDialog> alive = m_dialog;
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(!alive);
        QVERIFY(m_transport->requests().empty());
    }

    void whatIsConfirmedIsDeleted_data() { eitherKind(); }
    void whatIsConfirmedIsDeleted()
    {
        QFETCH(bool, isResident);
        m_transport->on(Method::Delete, pathOf(isResident), contract::noContent());
        openDelete(isResident);
        QSignalSpy deleted(m_dialog, SIGNAL(deleted()));
        const QPointer<QDialog> alive = m_dialog;
        pressPrimary();
        QTRY_COMPARE(deleted.count(), 1);
        QVERIFY(m_transport->newest(Method::Delete, pathOf(isResident)));
        QTRY_VERIFY(!alive);
    }

    void aRefusedDeletionSaysWhyAndStays_data() { eitherKind(); }
    void aRefusedDeletionSaysWhyAndStays()
    {
        QFETCH(bool, isResident);
        m_transport->on(
            Method::Delete, pathOf(isResident),
            contract::failure({ErrorCode::Conflict, u"24 devices stand in it: move them"_s, {}}));
        openDelete(isResident);
        pressPrimary();
        auto *error = find<QLabel>(u"deleteDialogError"_s);
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), u"Not possible: 24 devices stand in it: move them."_s);
        QVERIFY(m_dialog->isVisible());
    }

    void closingADeletionInFlightIsSafe_data() { eitherKind(); }
    void closingADeletionInFlightIsSafe()
    {
        QFETCH(bool, isResident);
        m_transport->hold();
        openDelete(isResident);
        pressPrimary();
        QVERIFY2(!primary()->isEnabled(), "one call at a time");
        verifyCloses();
    }

private:
    static QByteArray pathOf(bool isResident)
    {
        return isResident ? "/end-users/r0" : "/customers/c0";
    }
    void openDelete(bool isResident)
    {
        open(isResident ? ui::DeleteDialog::of(*m_client, m_resident, nullptr)
                        : ui::DeleteDialog::of(*m_client, m_community, nullptr));
    }
    static void eitherKind()
    {
        QTest::addColumn<bool>("isResident");
        QTest::newRow("community") << false;
        QTest::newRow("resident") << true;
    }
    void open(QDialog *dialog)
    {
        m_dialog = dialog;
        dialog->open();
        dialog->activateWindow();
    }
    void openEdit(bool isResident)
    {
        if (isResident)
            open(new ui::ResidentDialog(*m_client, m_resident, nullptr));
        else
            open(new ui::CommunityDialog(*m_client, m_community, nullptr));
    }
    template <typename T>
    T *find(const QString &name) const
    {
        auto *found = m_dialog->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    QPushButton *primary() const
    {
        return find<QPushButton>(m_dialog->objectName() + u"Primary"_s);
    }
    void pressPrimary() const { QTest::mouseClick(primary(), Qt::LeftButton); }
    void verifyCloses()
    {
        const QPointer<QDialog> alive = m_dialog;
        QTest::mouseClick(find<QPushButton>(m_dialog->objectName() + u"Cancel"_s), Qt::LeftButton);
        QTRY_VERIFY(!alive);
        m_transport->release();
        QTRY_COMPARE(m_transport->waiting(), size_t(0));
    }
    void type(const QString &field, const QString &text) const
    {
        auto *edit = find<QLineEdit>(field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    QJsonObject sentBody(bool isResident) const
    {
        const auto *sent = m_transport->newest(Method::Patch, pathOf(isResident));
        return sent ? QJsonDocument::fromJson(sent->body).object() : QJsonObject();
    }

    std::unique_ptr<test::FakeTransport> m_transport;
    std::unique_ptr<test::SampleOffice> m_office;
    std::unique_ptr<ui::ApiClient> m_client;
    Community m_community;
    Resident m_resident;
    QPointer<QDialog> m_dialog;
};

QTEST_MAIN(PeopleDialogsTest)
#include "tst_peopledialogs.moc"
