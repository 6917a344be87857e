#include "ui/format.h"
#include "ui/pages/consumptionfigures.h"
#include "ui/translations.h"

#include <QApplication>
#include <QLabel>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ui;
using namespace Qt::Literals::StringLiterals;

// What the figures above the chart are held against.
class ConsumptionFiguresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        installTranslations(*qApp, QLocale());
    }

    void lastYearOfACommunitySaysWhatIsCompared_data()
    {
        QTest::addColumn<QString>("doing");
        QTest::addColumn<QString>("second");
        QTest::newRow("the compared total is not on the screen")
            << u"balance"_s << u"▲ 25.0 %: now 10.000 m³ from midnight to midnight"_s;
        QTest::newRow("it is the figure of the flats") << u"same"_s << u"▲ 25.0 %"_s;
        QTest::newRow("without a principal meter it is too") << u"alone"_s << u"▲ 25.0 %"_s;
        QTest::newRow("a flat was not read all the time")
            << u"unread"_s << u"not every flat was read throughout"_s;
        QTest::newRow("nothing was used then") << u"nothing"_s << u"nothing was used then"_s;
    }
    void lastYearOfACommunitySaysWhatIsCompared()
    {
        QFETCH(QString, doing);
        Balance balance;
        balance.principals = doing == u"alone" ? 0 : 1;
        balance.principal = Volume{11'000'000};
        balance.leaves = Volume{doing == u"same" ? 10'000'000 : 9'900'000};
        ConsumptionReport report;
        report.series.total = Volume{10'000'000};
        if (doing != u"unread")
            report.comparison.lastYear = Volume{doing == u"nothing" ? 0 : 8'000'000};
        ConsumptionFigures figures(m_format);
        figures.showCommunity(balance, report);
        const auto *card = figures.findChild<QWidget *>(u"consumptionFigure3"_s);
        QVERIFY2(card->accessibleName().startsWith(u"Flats, same time last year: "_s),
                 qPrintable(card->accessibleName()));
        QTEST(figures.findChild<QLabel *>(u"consumptionFigure3Second"_s)->text(), "second");
    }

    void aPeriodThatWasReadInPartIsNotSaidToHaveNoReadings()
    {
        ConsumptionFigures figures(m_format);
        figures.showOne({});
        for (const QString &second : {u"consumptionFigure1Second"_s, u"consumptionFigure2Second"_s})
            QCOMPARE(figures.findChild<QLabel *>(second)->text(), u"not read throughout"_s);
    }

private:
    Format m_format{QLocale(QLocale::English)};
};

QTEST_MAIN(ConsumptionFiguresTest)
#include "tst_consumptionfigures.moc"
