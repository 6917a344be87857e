#include "app/datafolder.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace datakubo;
using namespace datakubo::app;
using namespace Qt::Literals::StringLiterals;

// One process at a time works on a folder, and a dead one is never in the way.
class DataFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondOwnerIsToldWhoTheFirstIs();
    void leftByADeadOwnerItIsFree_data();
    void leftByADeadOwnerItIsFree();
    void aFolderThatCannotBeMadeIsNamed();
};

void DataFolderTest::aSecondOwnerIsToldWhoTheFirstIs()
{
    QTemporaryDir temporary;
    auto first = DataFolder::open(temporary.path());
    QVERIFY(first);
    QVERIFY((*first)->announce(u"http://127.0.0.1:8080"_s));
    const auto second = DataFolder::open(temporary.path());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY2(
        second.error().message.contains(u"process %1"_s.arg(QCoreApplication::applicationPid())),
        qPrintable(second.error().message));
    QVERIFY(second.error().message.contains(u"http://127.0.0.1:8080"_s));
    first->reset();
    QVERIFY(DataFolder::announcedUrl(temporary.path()).isEmpty());
    QVERIFY(DataFolder::open(temporary.path()));
}

void DataFolderTest::leftByADeadOwnerItIsFree_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::newRow("killed before it wrote its number") << QByteArray();
    QTest::newRow("restarted under the same number, as in a container")
        << QByteArray::number(QCoreApplication::applicationPid()) + "\ntst_datafolder\n";
    QTest::newRow("not a number") << QByteArray("\0\xff{}", 4);
}

void DataFolderTest::leftByADeadOwnerItIsFree()
{
    QFETCH(QByteArray, left);
    QTemporaryDir temporary;
    QFile file(temporary.filePath(u"datakubo.lock"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(left);
    file.close();
    const auto folder = DataFolder::open(temporary.path());
    QVERIFY2(folder, folder ? "" : qPrintable(folder.error().message));
}

void DataFolderTest::aFolderThatCannotBeMadeIsNamed()
{
    const auto folder = DataFolder::open(u"/proc/datakubo"_s);
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::StorageUnavailable);
    QVERIFY(folder.error().message.contains(u"/proc/datakubo"_s));
}

QTEST_GUILESS_MAIN(DataFolderTest)
#include "tst_datafolder.moc"
