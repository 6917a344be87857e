#pragma once
#include "backend/domain/access.h"
#include "backend/domain/balance.h"
#include "backend/domain/consumptionreport.h"
#include "backend/domain/eui.h"
#include "backend/domain/listing.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"
#include "backend/services/placehistory.h"

#include <QDate>
#include <QTimeZone>

#include <functional>

namespace datakubo::services {

// What is asked for. An absent end is now; an absent beginning lies two days, thirty days or a year
// before it, as the interval is. A date is its local midnight.
struct ConsumptionRange {
    struct Moment {
        std::optional<Timestamp> at;
        QDate day; // when `at` is empty
    };

    Interval interval = Interval::Day;
    std::optional<Moment> from;
    std::optional<Moment> to;
    bool hasParts = false; // the report says which readings it is made of
};

// Consumption of a meter's place, a resident or a community, derived from readings when it is asked
// for. Days are those of the community's time zone.
class ConsumptionService
{
public:
    ConsumptionService(storage::Session &session, const Environment &environment,
                       const Principal &principal);

    Result<ConsumptionReport> ofDevice(DevEui eui, const ConsumptionRange &range);
    Result<ConsumptionReport> ofResident(const QString &uuid, const ConsumptionRange &range);
    // The sum of its sub-meters; of its principal meters when it has no others.
    Result<ConsumptionReport> ofCommunity(const QString &uuid, const ConsumptionRange &range);

    // Local days from `from` to `to`, the last not included; at most 400.
    Result<Balance> balance(const QString &communityUuid, std::optional<QDate> from,
                            std::optional<QDate> to);

    // What registers did that a person has to settle.
    Result<Listing<AttentionItem>> attention(const QString &communityUuid, const PageRequest &page);

private:
    struct Span // what a range means here
    {
        QTimeZone zone;
        std::vector<Timestamp> moments; // of the series
        Timestamp from;
        Timestamp until; // `to`, or now when that is earlier
    };
    // The last reading in the range when there is none after it, else `until`.
    static Timestamp knownUntil(const RegisterAt &last, const Span &span);
    // What was used between two moments; empty when the meters were not read around both.
    using Used = std::function<std::optional<Volume>(Timestamp from, Timestamp to)>;

    Result<Span> spanOf(const ConsumptionRange &range, CommunityId community, size_t mostHours);
    Result<ConsumptionReport> ofMeters(const std::vector<storage::ResidentMeter> &meters,
                                       const Span &span, const ConsumptionRange &range);
    using Parts = std::vector<ConsumptionPart>;
    Parts partsOf(const std::vector<storage::ResidentMeter> &meters, const Span &span);
    Parts partsOf(const std::vector<MeterPlace> &all, const Span &span);
    Parts named(Parts parts);
    // `known`: how far what is compared is known, at most `until`.
    ConsumptionComparison compare(const Span &span, Timestamp known, CommunityId community,
                                  const Used &used);
    void addAverage(ConsumptionComparison &comparison, const Span &span, CommunityId community);
    // Empty when none was in service then, or one that was is not known.
    std::optional<Volume> sumBetween(const std::vector<MeterPlace> &places, Timestamp from,
                                     Timestamp to);
    std::vector<DayReading> dayReadings(const std::vector<storage::MeterWindow> &chain, QDate first,
                                        QDate last, const QTimeZone &zone);

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
    PlaceHistory m_history;
};

} // namespace datakubo::services
