#include "app/datafolder.h"

#include "app/folderlock.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

QString runtimeFile(const QString &folder)
{
    return QDir(folder).filePath(u"runtime.json"_s);
}

} // namespace

DataFolder::DataFolder(QString path, std::unique_ptr<FolderLock> lock)
    : m_path(std::move(path)), m_lock(std::move(lock))
{
}

DataFolder::~DataFolder()
{
    QFile::remove(runtimeFile(m_path));
}

Result<std::unique_ptr<DataFolder>> DataFolder::open(const QString &path)
{
    if (!QDir().mkpath(path)) {
        return Error{
            ErrorCode::StorageUnavailable, u"The data folder %1 cannot be made"_s.arg(path), {}};
    }
    const QString absolute = QDir(path).absolutePath();
    auto lock = std::make_unique<FolderLock>(QDir(absolute).filePath(u"datakubo.lock"_s));
    switch (lock->take()) {
    case FolderLock::Outcome::Taken:
        return std::unique_ptr<DataFolder>(new DataFolder(absolute, std::move(lock)));
    case FolderLock::Outcome::NotWritable:
        return Error{
            ErrorCode::StorageUnavailable, u"The data folder %1 cannot be written"_s.arg(path), {}};
    case FolderLock::Outcome::OwnedByOther: break;
    }
    const QString url = announcedUrl(path);
    return Error{ErrorCode::Conflict,
                 u"Another DataKubo (process %1) works on %2 already%3"_s.arg(lock->owner())
                     .arg(path, url.isEmpty() ? QString() : u" and answers on "_s + url),
                 {{u"url"_s, url}}};
}

QString DataFolder::databaseFile() const
{
    return QDir(m_path).filePath(u"datakubo.sqlite"_s);
}

Result<void> DataFolder::announce(const QString &url) const
{
    QSaveFile file(runtimeFile(m_path));
    const QJsonObject facts{{u"url"_s, url}, {u"pid"_s, QCoreApplication::applicationPid()}};
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(facts).toJson()) < 0 || !file.commit()) {
        return Error{ErrorCode::StorageUnavailable,
                     u"runtime.json cannot be written: %1"_s.arg(file.errorString()),
                     {}};
    }
    return {};
}

QString DataFolder::announcedUrl(const QString &path)
{
    QFile file(runtimeFile(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object().value(u"url").toString();
}

} // namespace datakubo::app
