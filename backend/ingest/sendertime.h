#pragma once
#include "backend/domain/timestamp.h"

#include <initializer_list>
#include <optional>

namespace datakubo::ingest {

// When a message was sent, and whether that is the sender's word or our arrival.
struct SenderTime
{
    Timestamp at;
    bool fromSender = false;
    bool doubtful = false; // the sender's time was too far ahead to be believed
};

// 2000-01-01T00:00:00Z. Zero values of Go and Protobuf (year 1, 1970) lie before it.
inline constexpr Timestamp earliestBelievable{946'684'800'000};

bool isBelievable(Timestamp time, Timestamp arrival); // from 2000 to a day after arrival

// The first candidate that is a real time decides: it is taken, or, more than a day ahead of
// arrival, refused for arrival. Candidates that are missing or before 2000 are passed over.
SenderTime chooseTime(Timestamp arrival,
                      std::initializer_list<std::optional<Timestamp>> candidates);

} // namespace datakubo::ingest
