#include "backend/domain/registerfit.h"

#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

// m³, an hour after the one before.
std::optional<RegisterValue> value(const QString &cubicMetres, int hour)
{
    if (cubicMetres.isEmpty())
        return std::nullopt;
    return RegisterValue{{hour * duration::hour}, *Volume::parseCubicMetres(cubicMetres)};
}

} // namespace

class RegisterFitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_value_lies_between_its_neighbours_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("entered");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("isFine");
        const auto row = [](const char *name, const char *before, const char *entered,
                            const char *after, bool isFine) {
            QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(entered)
                                << QString::fromLatin1(after) << isFine;
        };
        row("between", "130", "130.5", "131", true);
        row("as before", "130", "130", "131", true);
        row("as after", "130", "131", "131", true);
        row("water flowed back", "130", "129.8", "131", true);
        row("lower than that", "130", "129.799", "131", false);
        row("a little above", "130", "131.2", "131", true);
        row("above", "130", "131.201", "131", false);
        row("little flows back of little", "0.1", "0.08", "0.2", true);
        row("lower than that, of little", "0.1", "0.079", "0.2", false);
        row("a digit too few", "130", "13.1", "131", false);
        row("a digit too many", "130", "1310", "131", false);
        row("the last: as far as a pipe lets through", "130", "170", "", true);
        row("the last: further", "130", "170.001", "", false);
        row("the last: lower", "130", "13", "", false);
        row("the first", "", "90.5", "130", true);
        row("the first: too far below", "", "13", "130", false);
        row("the first: above", "", "131", "130", false);
        row("the only one", "", "4711", "", true);
        row("before the register began anew", "130", "130.4", "0.5", true);
        row("after the register began anew", "130", "0.2", "0.5", true);
        row("neither", "130", "60", "0.5", false);
    }
    void a_value_lies_between_its_neighbours()
    {
        QFETCH(QString, before);
        QFETCH(QString, entered);
        QFETCH(QString, after);
        QTEST(fits(value(before, 0), *value(entered, 1), value(after, 2)), "isFine");
    }
};

QTEST_APPLESS_MAIN(RegisterFitTest)
#include "tst_registerfit.moc"
