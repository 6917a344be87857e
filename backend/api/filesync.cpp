#include "backend/api/filesync.h"

#include <QFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace datakubo::api {

FileSync::~FileSync()
{
#ifdef Q_OS_UNIX
    if (m_descriptor >= 0)
        ::close(m_descriptor);
#endif
}

void FileSync::open([[maybe_unused]] const QString &file)
{
#ifdef Q_OS_UNIX
    if (m_descriptor < 0)
        m_descriptor = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CLOEXEC);
#endif
}

void FileSync::flush()
{
#ifdef Q_OS_LINUX
    if (m_descriptor >= 0)
        ::fdatasync(m_descriptor);
#endif
}

} // namespace datakubo::api
