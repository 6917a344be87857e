#pragma once
#include <QString>

namespace datakubo::app {

// A file locked by the kernel for as long as its owner lives: a killed process lets go in the same
// instant, and no process number has to be judged (a restarted container has the same one again).
class FolderLock
{
public:
    explicit FolderLock(QString file);
    ~FolderLock(); // unlocks; the file stays, removing it would let two owners in
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

    enum class Outcome { Taken, OwnedByOther, NotWritable };
    Outcome take();
    // The process number the owner wrote down; 0 when it cannot be read.
    qint64 owner() const;

private:
    QString m_file;
    int m_descriptor = -1;
};

} // namespace datakubo::app
