#pragma once
#include <QString>

namespace datakubo::api {

// Flushes what was written to a file by anybody to the disk (fdatasync). Where the system has no
// such call it does nothing: it only brings forward what SQLite does by itself.
//
// POSIX drops all locks a process has on a file when it closes any descriptor of it, SQLite's
// included: destroy this only when no connection to the file is open in this process any more.
class FileSync
{
public:
    FileSync() = default;
    ~FileSync();
    FileSync(const FileSync &) = delete;
    FileSync &operator=(const FileSync &) = delete;

    void open(const QString &file);
    void flush();

private:
    int m_descriptor = -1;
};

} // namespace datakubo::api
