#include "backend/storage/attentionstore.h"

#include "backend/storage/paging.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

constexpr int retired = static_cast<int>(RegisterMarkKind::RetiredDevice);

// No time is that far away: what is moved back by it comes after everything that is not.
constexpr qint64 behindAll = 1'000'000'000'000'000;

// Marks have ids of their own; those of retired devices are below zero, so that no two are equal.
const QString attentionFrom =
    u" from (select id, organization_id, device_id, at_ms, kind, value_ml, before_ml, counted_ml, "
    "at_ms as place from register_marks where is_open = 1 union all "
    "select -r.id, r.organization_id, r.id, s.last_recorded_at_ms, %1, s.last_volume_ml, null, 0, "
    "s.last_recorded_at_ms - %2 from devices r join device_states s on s.device_id = r.id "
    "where r.is_registered = 1 and r.is_active = 0 and s.last_recorded_at_ms > r.retired_at_ms "
    "and s.last_volume_ml is not null) m join devices d on d.id = m.device_id "
    "left join communities c on c.id = d.community_id"_s.arg(retired)
        .arg(behindAll);

AttentionItem readItem(const Statement &row)
{
    AttentionItem item;
    item.mark = {
        row.id<DeviceId>(2), row.time(1),           static_cast<RegisterMarkKind>(row.integer(3)),
        {row.integer(4)},    row.optionalVolume(5), {row.integer(6)}};
    item.eui = DevEui::parse(row.text(7)).value_or(DevEui());
    item.deviceName = row.text(8);
    item.customerUuid = row.text(9);
    return item;
}

} // namespace

Listing<AttentionItem> AttentionStore::list(const Visibility &visibility,
                                            const QString &communityUuid, Timestamp now,
                                            const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.visible(visibility, u"m.organization_id"_s, u"d.community_id"_s, {})
        .add(u"(m.kind <> ? or m.at_ms >= ?)"_s, {retired, (now - retiredSilence).ms});
    if (!communityUuid.isEmpty())
        conditions.add(u"c.uuid = ?"_s, {communityUuid});
    const SortOrder order{u"questions"_s,          u"m.place"_s, u"m.id"_s, 10, 0, true,
                          SortOrder::Kind::Integer};
    return readPage<AttentionItem>(
        m_session,
        u"select m.id, m.at_ms, m.device_id, m.kind, m.value_ml, m.before_ml, m.counted_ml, "
        "d.dev_eui, d.name, coalesce(c.uuid, ''), m.place"_s
            + attentionFrom,
        u"select count(*)"_s + attentionFrom, conditions, order, page, readItem);
}

} // namespace datakubo::storage
