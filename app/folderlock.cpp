#include "app/folderlock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace datakubo::app {

FolderLock::FolderLock(QString file) : m_file(std::move(file)) {}

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

FolderLock::Outcome FolderLock::take()
{
    const int descriptor =
        ::open(QFile::encodeName(m_file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Outcome::NotWritable;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const bool owned = errno == EWOULDBLOCK;
        ::close(descriptor);
        return owned ? Outcome::OwnedByOther : Outcome::NotWritable;
    }
    m_descriptor = descriptor;
    const QByteArray pid = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    // The number is for people; the lock holds without it, on a full disk for instance.
    if (::ftruncate(descriptor, 0) == 0) [[maybe_unused]]
        const auto written = ::write(descriptor, pid.constData(), static_cast<size_t>(pid.size()));
    return Outcome::Taken;
}

qint64 FolderLock::owner() const
{
    QFile file(m_file);
    return file.open(QIODevice::ReadOnly) ? file.readLine(32).trimmed().toLongLong() : 0;
}

} // namespace datakubo::app
