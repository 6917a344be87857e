#pragma once
#include "backend/domain/result.h"

#include <QString>

#include <memory>

namespace datakubo::app {

class FolderLock;

// The folder the data is kept in, owned by one process at a time.
class DataFolder
{
public:
    // Makes the folder if need be and locks it. An owned one is an Error that names the owner, with
    // details.url when that one serves.
    static Result<std::unique_ptr<DataFolder>> open(const QString &path);
    ~DataFolder(); // removes runtime.json, unlocks

    QString path() const { return m_path; }
    QString databaseFile() const;

    // Tells other programs of this user where this one answers (runtime.json, mode 0600).
    Result<void> announce(const QString &url) const;
    // The address in runtime.json; empty when there is none.
    static QString announcedUrl(const QString &path);

private:
    DataFolder(QString path, std::unique_ptr<FolderLock> lock);

    QString m_path;
    std::unique_ptr<FolderLock> m_lock;
};

} // namespace datakubo::app
