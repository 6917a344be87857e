#include "backend/services/bodycodec.h"

#include <QFile>

#include <array>
#include <zstd.h>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr int raw = 0;
constexpr int plain = 1;
constexpr int firstDictionary = 2;
constexpr int level = 1;
constexpr size_t largestBody = 64U * 1024U * 1024U;

// The position is the codec number minus firstDictionary: add at the end, never change one.
struct Dictionary {
    const char *file;
    ReadingSource source;
};
constexpr std::array dictionaries{
    Dictionary{":/datakubo/dictionaries/2-chirpstack_v4.json", ReadingSource::ChirpStackV4},
    Dictionary{":/datakubo/dictionaries/3-tts_v3.json", ReadingSource::TtsV3},
};

QByteArray contentOf(const Dictionary &dictionary)
{
    QFile file(QString::fromLatin1(dictionary.file));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? file.readAll() : QByteArray();
}

struct Free {
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
    void operator()(ZSTD_CDict *dictionary) const { ZSTD_freeCDict(dictionary); }
    void operator()(ZSTD_DDict *dictionary) const { ZSTD_freeDDict(dictionary); }
};

} // namespace

class BodyCodec::Private
{
public:
    std::unique_ptr<ZSTD_CCtx, Free> compress{ZSTD_createCCtx()};
    std::unique_ptr<ZSTD_DCtx, Free> expand{ZSTD_createDCtx()};
    std::array<std::unique_ptr<ZSTD_CDict, Free>, dictionaries.size()> packers;
    std::array<std::unique_ptr<ZSTD_DDict, Free>, dictionaries.size()> unpackers;
};

BodyCodec::BodyCodec() : d(std::make_unique<Private>())
{
    for (size_t i = 0; i < dictionaries.size(); ++i) {
        const QByteArray content = contentOf(dictionaries[i]);
        const auto size = static_cast<size_t>(content.size());
        d->packers[i].reset(ZSTD_createCDict(content.constData(), size, level));
        d->unpackers[i].reset(ZSTD_createDDict(content.constData(), size));
    }
}

BodyCodec::~BodyCodec() = default;

BodyCodec::Packed BodyCodec::pack(const QByteArray &body, std::optional<ReadingSource> source)
{
    const auto size = static_cast<size_t>(body.size());
    QByteArray bytes(static_cast<qsizetype>(ZSTD_compressBound(size)), Qt::Uninitialized);
    const auto room = static_cast<size_t>(bytes.size());
    int codec = plain;
    size_t packed = 0;
    for (size_t i = 0; source && i < dictionaries.size(); ++i) {
        if (dictionaries[i].source == *source) {
            codec = firstDictionary + static_cast<int>(i);
            packed = ZSTD_compress_usingCDict(d->compress.get(), bytes.data(), room,
                                              body.constData(), size, d->packers[i].get());
        }
    }
    if (codec == plain)
        packed =
            ZSTD_compressCCtx(d->compress.get(), bytes.data(), room, body.constData(), size, level);
    if (ZSTD_isError(packed) != 0U || packed >= size)
        return {body, raw};
    return {bytes.left(static_cast<qsizetype>(packed)), codec};
}

std::optional<QByteArray> BodyCodec::unpack(const QByteArray &bytes, int codec)
{
    if (codec == raw)
        return bytes;
    const auto packed = static_cast<size_t>(bytes.size());
    const auto size = ZSTD_getFrameContentSize(bytes.constData(), packed);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > largestBody)
        return std::nullopt;
    QByteArray body(static_cast<qsizetype>(size), Qt::Uninitialized);
    size_t expanded = 0;
    if (codec == plain) {
        expanded =
            ZSTD_decompressDCtx(d->expand.get(), body.data(), size, bytes.constData(), packed);
    } else {
        const auto index = static_cast<size_t>(codec - firstDictionary);
        if (codec < firstDictionary || index >= dictionaries.size())
            return std::nullopt;
        expanded = ZSTD_decompress_usingDDict(d->expand.get(), body.data(), size, bytes.constData(),
                                              packed, d->unpackers[index].get());
    }
    return expanded == size ? std::optional(body) : std::nullopt;
}

} // namespace datakubo::services
