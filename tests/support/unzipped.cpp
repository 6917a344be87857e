#include "tests/support/unzipped.h"

#include <QFile>
#include <QTemporaryFile>

#include <memory>
#include <minizip/unzip.h>
#include <type_traits>

namespace datakubo::test {

QByteArray unzipped(const QByteArray &archive, const QString &name)
{
    QTemporaryFile file;
    if (!file.open() || file.write(archive) != archive.size() || !file.flush())
        return {};
    const auto close = [](unzFile open) { unzClose(open); };
    const std::unique_ptr<std::remove_pointer_t<unzFile>, decltype(close)> zip(
        unzOpen64(QFile::encodeName(file.fileName()).constData()), close);
    unz_file_info64 info;
    if (!zip || unzLocateFile(zip.get(), name.toUtf8().constData(), 1) != UNZ_OK
        || unzGetCurrentFileInfo64(zip.get(), &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK
        || unzOpenCurrentFile(zip.get()) != UNZ_OK)
        return {};
    QByteArray content(static_cast<qsizetype>(info.uncompressed_size), '\0');
    const int read =
        unzReadCurrentFile(zip.get(), content.data(), static_cast<unsigned>(content.size()));
    return read == content.size() && unzCloseCurrentFile(zip.get()) == UNZ_OK ? content
                                                                              : QByteArray();
}

} // namespace datakubo::test
