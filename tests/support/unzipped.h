#pragma once
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryFile>

namespace datakubo::test {

// Why archives cannot be opened here; empty when they can.
inline QString missingUnzip()
{
    return QStandardPaths::findExecutable(QStringLiteral("unzip")).isEmpty()
               ? QStringLiteral("unzip is not installed")
               : QString();
}

// One file of a zip archive; empty when it is none or has no such file.
inline QByteArray unzipped(const QByteArray &archive, const QString &name)
{
    QTemporaryFile file;
    if (!file.open() || file.write(archive) != archive.size() || !file.flush())
        return {};
    QProcess unzip;
    unzip.start(QStringLiteral("unzip"), {QStringLiteral("-p"), file.fileName(), name});
    if (!unzip.waitForFinished() || unzip.exitCode() != 0)
        return {};
    return unzip.readAllStandardOutput();
}

} // namespace datakubo::test
