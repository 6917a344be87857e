#include "app/demobuilding.h"

#include "backend/services/accountservice.h"
#include "backend/services/assignmentservice.h"
#include "backend/services/communityservice.h"
#include "backend/services/deviceservice.h"
#include "backend/services/secrets.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/readingstore.h"

#include <QRandomGenerator>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

const QString demoName = u"Demo Property Management"_s;
constexpr quint64 firstEui = 0xd0d0d0d000000000;
constexpr int flats = 24;
constexpr int leakingFlat = 7;
constexpr int silentFlat = 13;
constexpr int restartedFlat = 9;     // its register began anew, and nobody entered why
constexpr qint64 days = 13 * 31 + 5; // this month and the one before have one a year earlier
constexpr qint64 restartedDaysAgo = 40;
constexpr qint64 leakMlPerHour = 9'000;
constexpr size_t rowsAtOnce = 1000;
constexpr qint64 flatStep = 6 * duration::hour;

const QStringList names{u"M. Okafor"_s,  u"J. Lindqvist"_s, u"A. Ferrari"_s,  u"S. Novák"_s,
                        u"L. Moreau"_s,  u"P. Silva"_s,     u"K. Jansen"_s,   u"R. Weiss"_s,
                        u"T. Aydin"_s,   u"H. Sato"_s,      u"E. Costa"_s,    u"N. Petrov"_s,
                        u"C. García"_s,  u"B. Nowak"_s,     u"D. Rossi"_s,    u"F. Dubois"_s,
                        u"G. Keller"_s,  u"I. Horvat"_s,    u"O. Berg"_s,     u"Q. Martín"_s,
                        u"U. Schmidt"_s, u"V. Ionescu"_s,   u"W. de Vries"_s, u"Y. Haddad"_s};

// How much of a day's water flows in each hour: little at night, most in the morning.
constexpr int hourlyShare[24] = {6,  4,  3,  3,  5,  20, 60, 90, 80, 60, 45, 40,
                                 50, 55, 40, 35, 35, 45, 60, 75, 70, 55, 35, 15};

struct Filler {
    api::Dispatcher &dispatcher;
    const services::Environment &environment;
    Principal principal;
    QRandomGenerator random{20261124};

    Result<void> run(const std::function<Result<void>(storage::Session &)> &work)
    {
        std::optional<Error> problem;
        const auto response = dispatcher.run([&](storage::Session &session, contract::Events &) {
            const auto done = work(session);
            if (done)
                return contract::noContent();
            problem = done.error();
            return contract::failure(done.error());
        });
        if (problem)
            return *problem;
        if (response.status >= 400)
            return Error{
                ErrorCode::StorageUnavailable, u"The demo data could not be written"_s, {}};
        return {};
    }

    qint64 hourMl(qint64 dailyMl, int hour)
    {
        const qint64 mean = dailyMl * hourlyShare[hour] / 981;
        return mean / 2 + static_cast<qint64>(random.bounded(static_cast<quint64>(mean + 1)));
    }
};

QString unitOf(int flat)
{
    return u"%1%2"_s.arg(flat / 4 + 1).arg(QLatin1Char(static_cast<char>('A' + flat % 4)));
}

Result<Principal> makeOrganization(Filler &fill)
{
    Principal owner;
    const auto made = fill.run([&](storage::Session &session) -> Result<void> {
        services::AccountService accounts(session, fill.environment);
        const QString nobodyKnows =
            services::hashPassword(services::makeApiKey(), fill.environment);
        const auto signedUp =
            accounts.signUp({demoName, u"demo@example.com"_s, {}, {}}, nobodyKnows, true);
        if (!signedUp)
            return signedUp.error();
        owner.kind = Principal::Kind::LocalOwner;
        owner.organization = signedUp->organization.id;
        return {};
    });
    if (!made)
        return made.error();
    return owner;
}

Result<void> makeMeters(Filler &fill, std::vector<DemoBuilding::Meter> &meters)
{
    return fill.run([&](storage::Session &session) -> Result<void> {
        services::CommunityService communities(session, fill.environment, fill.principal);
        services::DeviceService devices(session, fill.environment, fill.principal);
        services::AssignmentService assignments(session, fill.environment, fill.principal);
        Community wanted;
        wanted.name = u"Parkstr. 12"_s;
        wanted.tenantName = u"parkstr-12"_s;
        wanted.address = u"Parkstr. 12"_s;
        const auto community = communities.create(wanted);
        if (!community)
            return community.error();
        services::DeviceFields fields;
        fields.name = u"Principal Parkstr. 12"_s;
        fields.customerUuid = community->uuid;
        fields.hierarchyLevel = 0;
        fields.location = u"Cellar"_s;
        meters.push_back({DevEui(firstEui), *fields.name, {48'000'000'000}, 0, false});
        if (const auto made = devices.registerDevice(DevEui(firstEui), fields); !made)
            return made.error();
        for (int flat = 0; flat < flats; ++flat) {
            const DevEui eui(firstEui + static_cast<quint64>(flat) + 1);
            fields.name = u"Water Meter "_s + unitOf(flat);
            fields.hierarchyLevel.reset();
            fields.parent = DevEui(firstEui);
            fields.location = u"Kitchen"_s;
            if (const auto made = devices.registerDevice(eui, fields); !made)
                return made.error();
            Resident resident;
            resident.communityUuid = community->uuid;
            resident.name = names.at(flat);
            resident.unit = unitOf(flat);
            resident.householdSize = 1 + flat % 4;
            const auto lives = communities.createResident(resident);
            if (!lives)
                return lives.error();
            const Timestamp begin = fill.environment.clock.now() - days * duration::day;
            if (const auto assigned = assignments.assign(eui, lives->uuid, begin); !assigned)
                return assigned.error();
            const qint64 daily =
                60'000 + 35'000 * (flat % 4) + static_cast<qint64>(fill.random.bounded(30'000));
            meters.push_back({eui,
                              *fields.name,
                              {40'000'000 + flat * 13'271'000LL},
                              daily / 24,
                              flat == silentFlat});
        }
        return {};
    });
}

// Over a year, hour by hour: flats report every six hours, the principal meter every hour.
Result<void> makeReadings(Filler &fill, std::vector<DemoBuilding::Meter> &meters)
{
    std::map<DevEui, storage::DeviceState> states;
    std::vector<storage::NewReading> rows;
    const Timestamp now = fill.environment.clock.now();
    const Timestamp start{(now.ms - days * duration::day) / duration::hour * duration::hour};
    const auto found = fill.run([&](storage::Session &session) -> Result<void> {
        std::vector<DevEui> euis;
        for (const auto &meter : meters)
            euis.push_back(meter.eui);
        states = storage::DeviceStateStore(session).find(fill.principal.organization, euis);
        return {};
    });
    if (!found)
        return found;
    const auto write = [&] {
        const auto written = fill.run([&](storage::Session &session) -> Result<void> {
            storage::ReadingStore(session).insert(fill.principal.organization, rows);
            return {};
        });
        rows.clear();
        return written;
    };
    for (Timestamp at = start; at <= now; at = at + duration::hour) {
        const int hour = static_cast<int>(at.ms / duration::hour % 24);
        qint64 all = 0;
        for (size_t i = 1; i < meters.size(); ++i) {
            qint64 flow = fill.hourMl(meters[i].perHourMl * 24, hour);
            if (static_cast<int>(i) - 1 == leakingFlat && at > now - 6 * duration::day)
                flow += leakMlPerHour;
            const bool restarts = static_cast<int>(i) - 1 == restartedFlat
                                  && at == start + (days - restartedDaysAgo) * duration::day;
            meters[i].volume = restarts ? Volume{flow} : meters[i].volume + Volume{flow};
            all += flow;
        }
        meters[0].volume = meters[0].volume + Volume{all + all / 25};
        for (size_t i = 0; i < meters.size(); ++i) {
            // Each flat has its own minute, as radio meters do.
            const Timestamp moment = at + static_cast<qint64>(i) * 97 * duration::second;
            const bool due =
                i == 0 || at.ms % flatStep == static_cast<qint64>(i % 6) * duration::hour;
            const bool silent = meters[i].isSilent && at > now - 4 * duration::day;
            if (!due || silent || moment > now)
                continue;
            storage::DeviceState &state = states.at(meters[i].eui);
            storage::NewReading row;
            row.reading.device = state.id;
            row.reading.recordedAt = moment;
            row.reading.receivedAt = moment + 400;
            row.reading.volume = meters[i].volume;
            row.reading.battery.millivolts = 3600 - static_cast<int>(i) * 5;
            row.reading.signal = {-85 - static_cast<int>(i), 80 - static_cast<int>(i) * 2};
            row.reading.source = ReadingSource::ChirpStackV4;
            state.firstSeenAt =
                state.firstSeenAt.ms == 0 ? row.reading.receivedAt : state.firstSeenAt;
            state.lastSeenAt = row.reading.receivedAt;
            state.lastRecordedAt = moment;
            state.previousVolume = state.lastVolume;
            state.lastVolume = row.reading.volume;
            state.battery = row.reading.battery;
            state.signal = row.reading.signal;
            ++state.messageCount;
            rows.push_back(std::move(row));
        }
        if (rows.size() >= rowsAtOnce) {
            if (const auto written = write(); !written)
                return written;
        }
    }
    if (const auto written = write(); !written)
        return written;
    return fill.run([&](storage::Session &session) -> Result<void> {
        std::vector<const storage::DeviceState *> all;
        for (const auto &[eui, state] : states)
            all.push_back(&state);
        storage::DeviceStateStore(session).save(fill.principal.organization, all);
        storage::DeviceStore(session).setStatus(states.at(meters[silentFlat + 1].eui).id,
                                                DeviceStatus::Offline);
        return {};
    });
}

Result<void> readRegisters(Filler &fill, std::vector<DemoBuilding::Meter> &meters)
{
    return fill.run([&](storage::Session &session) -> Result<void> {
        storage::DeviceFilter filter;
        const auto listing = services::DeviceService(session, fill.environment, fill.principal)
                                 .list(filter, {1000, 0, std::nullopt});
        if (!listing)
            return listing.error();
        for (const Device &device : listing->items) {
            const bool silent = device.eui == DevEui(firstEui + silentFlat + 1);
            meters.push_back({device.eui, device.name, device.lastVolume.value_or(Volume{}),
                              device.hierarchyLevel == 0 ? 0 : 5'000, silent});
        }
        return {};
    });
}

} // namespace

Result<DemoBuilding> fillDemoBuilding(api::Dispatcher &dispatcher,
                                      const services::Environment &environment)
{
    Filler fill{dispatcher, environment, {}};
    std::optional<Organization> existing;
    const auto looked = fill.run([&](storage::Session &session) -> Result<void> {
        existing = storage::OrganizationStore(session).first();
        return {};
    });
    if (!looked)
        return looked.error();
    DemoBuilding building;
    if (existing && existing->name != demoName) {
        return Error{
            ErrorCode::Conflict,
            u"--demo fills an empty folder only; this one belongs to %1"_s.arg(existing->name),
            {}};
    }
    if (existing) {
        fill.principal.kind = Principal::Kind::LocalOwner;
        fill.principal.organization = existing->id;
        if (const auto read = readRegisters(fill, building.meters); !read)
            return read.error();
    } else {
        const auto owner = makeOrganization(fill);
        if (!owner)
            return owner.error();
        fill.principal = *owner;
        if (const auto made = makeMeters(fill, building.meters); !made)
            return made.error();
        if (const auto made = makeReadings(fill, building.meters); !made)
            return made.error();
    }
    const auto keyed = fill.run([&](storage::Session &session) -> Result<void> {
        services::AccountService accounts(session, environment);
        for (const ApiKey &key : accounts.apiKeys(fill.principal.organization)) {
            if (key.name == u"Demo uplinks"_s) {
                if (const auto revoked =
                        accounts.revokeApiKey(fill.principal.organization, key.uuid);
                    !revoked)
                    return revoked;
            }
        }
        const auto made =
            accounts.createApiKey(fill.principal.organization, u"Demo uplinks"_s, KeyScope::Full);
        if (!made)
            return made.error();
        building.apiKey = made->secret;
        return {};
    });
    if (!keyed)
        return keyed.error();
    return building;
}

} // namespace datakubo::app
