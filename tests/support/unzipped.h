#pragma once
#include <QByteArray>
#include <QString>

namespace datakubo::test {

// One file of a zip archive; empty when it is none or has no such file. In this process: Qt starts
// programs by vfork, which blinds ThreadSanitizer for what this thread hands over afterwards.
QByteArray unzipped(const QByteArray &archive, const QString &name);

} // namespace datakubo::test
