#include "backend/domain/eui.h"

#include <QTest>

using namespace datakubo;

class EuiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written"); // empty: refused
        QTest::newRow("lower case stays")
            << QStringLiteral("a1b2c3d4e5f60001") << QStringLiteral("a1b2c3d4e5f60001");
        QTest::newRow("upper case becomes lower")
            << QStringLiteral("A1B2C3D4E5F60001") << QStringLiteral("a1b2c3d4e5f60001");
        QTest::newRow("all ones") << QStringLiteral("FFFFFFFFFFFFFFFF")
                                  << QStringLiteral("ffffffffffffffff");
        QTest::newRow("fifteen digits are refused")
            << QStringLiteral("a1b2c3d4e5f6000") << QStringLiteral("");
        QTest::newRow("seventeen digits are refused")
            << QStringLiteral("a1b2c3d4e5f600012") << QStringLiteral("");
        QTest::newRow("a letter past f is refused")
            << QStringLiteral("g1b2c3d4e5f60001") << QStringLiteral("");
        QTest::newRow("separators are refused")
            << QStringLiteral("a1-b2-c3-d4-e5-f") << QStringLiteral("");
        QTest::newRow("full-width digits are refused")
            << QStringLiteral("１1b2c3d4e5f60001") << QStringLiteral("");
        QTest::newRow("empty is refused") << QStringLiteral("") << QStringLiteral("");
    }
    void parses()
    {
        QFETCH(QString, text);
        QFETCH(QString, written);
        const auto eui = DevEui::parse(text);
        QCOMPARE(eui ? eui->toString() : QString(), written);
    }
};

QTEST_APPLESS_MAIN(EuiTest)
#include "tst_eui.moc"
