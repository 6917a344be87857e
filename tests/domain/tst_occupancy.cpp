#include "backend/domain/occupancy.h"

#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

// "1 10-20, 2 20-": resident and moments.
Stays stays(const QString &text)
{
    Stays stays;
    for (const QString &part : text.split(u", "_s, Qt::SkipEmptyParts)) {
        const QString time = part.section(u' ', 1);
        const QString to = time.section(u'-', 1);
        stays.push_back({ResidentId{part.section(u' ', 0, 0).toLongLong()},
                         {{time.section(u'-', 0, 0).toLongLong()}, std::nullopt}});
        if (!to.isEmpty())
            stays.back().time.to = Timestamp{to.toLongLong()};
    }
    return stays;
}

QString text(const Stays &stays)
{
    QStringList parts;
    for (const Stay &stay : stays) {
        parts.append(u"%1 %2-%3"_s.arg(stay.resident.value)
                         .arg(stay.time.from.ms)
                         .arg(stay.time.to ? QString::number(stay.time.to->ms) : QString()));
    }
    return parts.join(u", "_s);
}

} // namespace

class OccupancyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void from_a_handover_on_a_place_is_theirs_until_somebody_else_comes_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<qint64>("at");
        QTest::addColumn<qint64>("next"); // 0: nobody
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const char *before, qint64 at, qint64 next,
                            const char *after) {
            QTest::newRow(name) << QString::fromLatin1(before) << at << next
                                << QString::fromLatin1(after);
        };
        row("nobody lived there", "", 20, 1, "1 20-");
        row("somebody did", "1 10-", 20, 2, "1 10-20, 2 20-");
        row("nobody comes", "1 10-", 20, 0, "1 10-20");
        row("the same again", "1 10-", 20, 1, "1 10-");
        row("an earlier day is the right one", "1 10-40, 2 40-", 30, 2, "1 10-30, 2 30-");
        row("a later day: first as it was", "1 10-40, 2 40-", 40, 1, "1 10-");
        row("and then anew", "1 10-", 50, 2, "1 10-50, 2 50-");
        row("another one came", "1 10-40, 2 40-", 40, 3, "1 10-40, 3 40-");
        row("at the very beginning", "1 10-", 10, 2, "2 10-");
        row("nobody, at the very beginning", "1 10-40, 2 40-", 40, 0, "1 10-40");
        row("one more in between", "1 10-40, 2 40-", 30, 3, "1 10-30, 3 30-40, 2 40-");
        row("before everybody", "1 10-", 5, 2, "2 5-10, 1 10-");
        row("before their own stay", "1 10-", 5, 1, "1 5-");
        row("into an empty time", "1 10-20, 2 40-", 30, 3, "1 10-20, 3 30-40, 2 40-");
        row("over an empty time", "1 10-20, 2 40-", 15, 3, "1 10-15, 3 15-40, 2 40-");
        row("back to where they left", "1 10-20, 2 40-50", 20, 1, "1 10-40, 2 40-50");
        row("between two stays of theirs", "1 10-20, 2 20-30, 1 30-40", 20, 1, "1 10-40");
        row("earlier, nobody comes", "1 10-40", 30, 0, "1 10-30");
    }
    void from_a_handover_on_a_place_is_theirs_until_somebody_else_comes()
    {
        QFETCH(QString, before);
        QFETCH(qint64, at);
        QFETCH(qint64, next);
        QTEST(text(handedOver(stays(before), Timestamp{at}, ResidentId{next})), "after");
    }

    void a_stay_that_goes_on_is_one()
    {
        QCOMPARE(text(merged(stays(u"1 20-30, 1 10-20, 2 30-40, 1 50-60, 1 60-"_s))),
                 u"1 10-30, 2 30-40, 1 50-"_s);
    }

    void a_household_is_a_place_and_not_a_person_data()
    {
        QTest::addColumn<QString>("livingAt"); // "resident@place"
        QTest::addColumn<int>("number");
        QTest::newRow("nobody") << QString() << 0;
        QTest::newRow("each in their own") << u"1@1 2@2 3@3"_s << 3;
        QTest::newRow("one after another") << u"1@1 2@1 3@3"_s << 2;
        QTest::newRow("two meters of one") << u"1@1 1@2 3@3"_s << 2;
        QTest::newRow("from one flat to the next") << u"1@1 1@2 2@2 4@4"_s << 2;
        QTest::newRow("found late that they are one") << u"1@1 2@2 3@3 3@1 3@2"_s << 1;
        QTest::newRow("twice in the same") << u"1@1 2@1 1@1"_s << 1;
    }
    void a_household_is_a_place_and_not_a_person()
    {
        QFETCH(QString, livingAt);
        std::vector<std::pair<ResidentId, DeviceId>> pairs;
        for (const QString &pair : livingAt.split(u' ', Qt::SkipEmptyParts))
            pairs.push_back({ResidentId{pair.section(u'@', 0, 0).toLongLong()},
                             DeviceId{pair.section(u'@', 1).toLongLong()}});
        QTEST(households(pairs), "number");
    }

    void what_times_leave_free_data()
    {
        QTest::addColumn<QString>("taken");
        QTest::addColumn<QString>("free");
        QTest::newRow("none") << QString() << u"0 0-"_s;
        QTest::newRow("one") << u"0 10-20"_s << u"0 0-10, 0 20-"_s;
        QTest::newRow("one without an end") << u"0 10-"_s << u"0 0-10"_s;
        QTest::newRow("in any order, one over another")
            << u"0 40-50, 0 10-30, 0 20-25"_s << u"0 0-10, 0 30-40, 0 50-"_s;
        QTest::newRow("side by side") << u"0 10-20, 0 20-30"_s << u"0 0-10, 0 30-"_s;
        QTest::newRow("of no length") << u"0 10-10"_s << u"0 0-"_s;
    }
    void what_times_leave_free()
    {
        QFETCH(QString, taken);
        std::vector<TimeSpan> spans;
        for (const Stay &stay : stays(taken))
            spans.push_back(stay.time);
        Stays free;
        for (const TimeSpan &span : outside(spans, {}))
            free.push_back({{}, span});
        QTEST(text(free), "free");
    }
};

QTEST_APPLESS_MAIN(OccupancyTest)
#include "tst_occupancy.moc"
