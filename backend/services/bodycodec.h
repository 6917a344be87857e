#pragma once
#include "backend/domain/words.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace datakubo::services {

// Webhook bodies on disk: zstd, with a dictionary per sender for those whose bodies are alike
// (a ChirpStack uplink of a kilobyte becomes about 150 bytes). The number stored beside a body
// names the way it was packed and is never used for another: dictionaries are versioned by number
// and stay in the program for ever. One codec per thread.
class BodyCodec
{
public:
    BodyCodec();
    ~BodyCodec();
    BodyCodec(const BodyCodec &) = delete;
    BodyCodec &operator=(const BodyCodec &) = delete;

    struct Packed {
        QByteArray bytes;
        int codec = 0;
    };
    Packed pack(const QByteArray &body, std::optional<ReadingSource> source);
    // Empty when the bytes are damaged or the codec is of a newer program.
    std::optional<QByteArray> unpack(const QByteArray &bytes, int codec);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace datakubo::services
