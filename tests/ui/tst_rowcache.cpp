#include "ui/models/rowcache.h"

#include <QTest>

using datakubo::ui::RowCache;

class RowCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLeastRecentlyUsedPageGoes()
    {
        RowCache<int> cache(2, 2);
        cache.insert(0, {0, 1});
        cache.insert(1, {2, 3});
        QCOMPARE(*cache.row(0), 0); // touched: page 1 is now the oldest
        cache.insert(2, {4, 5});
        QVERIFY(cache.contains(0));
        QVERIFY(!cache.contains(2));
        QCOMPARE(*cache.row(5), 5);
        QCOMPARE(cache.rowsHeld(), size_t(4));
    }

    void aShortPageEndsWhereItEnds()
    {
        RowCache<int> cache(3, 2);
        cache.insert(1, {30});
        QCOMPARE(*cache.row(3), 30);
        QVERIFY(!cache.row(4));
        QVERIFY(!cache.row(0));
    }

    void aPageIsReplaced()
    {
        RowCache<int> cache(2, 2);
        cache.insert(0, {0, 1});
        cache.insert(0, {7, 8});
        QCOMPARE(*cache.row(1), 8);
        QCOMPARE(cache.rowsHeld(), size_t(2));
        cache.clear();
        QVERIFY(!cache.contains(0));
    }
};

QTEST_APPLESS_MAIN(RowCacheTest)
#include "tst_rowcache.moc"
