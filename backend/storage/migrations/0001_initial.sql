-- The first schema. Rules of this folder: README "How to change the schema".
-- {{identity}}, {{blob}} and {{key_text}} (text compared byte by byte) are the dialect's words.
-- Times are UTC milliseconds, volumes millilitres. Sort keys are never null.

create table organizations (
    id {{identity}},
    uuid text not null unique,
    name text not null,
    time_zone text not null,
    currency text not null,
    locale text not null,
    subscription_tier text not null,
    monthly_webhook_limit bigint,
    webhook_limit_policy text not null,
    offline_after_hours bigint not null,
    allow_signup smallint not null,
    created_at_ms bigint not null
);

create table instance_secrets (
    name text primary key,
    value {{blob}} not null
);

create table communities (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    uuid text not null unique,
    name text not null,
    name_key {{key_text}} not null,
    admin_email text not null,
    tenant_name text,
    time_zone text not null,
    address text not null,
    created_at_ms bigint not null,
    unique (organization_id, tenant_name)
);

create index communities_by_name on communities (organization_id, name_key, id);

create table residents (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    community_id bigint not null references communities (id),
    uuid text not null unique,
    name text not null,
    name_key {{key_text}} not null,
    email text not null,
    unit text not null,
    unit_key {{key_text}} not null,
    move_in text not null,
    move_out text not null,
    household_size integer not null,
    share_millionths bigint not null,
    created_at_ms bigint not null
);

create index residents_by_name on residents (organization_id, name_key, id);

create index residents_by_community on residents (community_id);

create table users (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    uuid text not null unique,
    email text not null unique,
    name text not null,
    password_hash text not null,
    role text not null,
    resident_id bigint references residents (id),
    created_at_ms bigint not null
);

create index users_by_organization on users (organization_id, created_at_ms, id);

create index users_by_resident on users (resident_id);

create table user_communities (
    user_id bigint not null references users (id),
    community_id bigint not null references communities (id),
    primary key (user_id, community_id)
);

create table api_keys (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    uuid text not null unique,
    name text not null,
    scope text not null,
    prefix text not null,
    key_hash {{blob}} not null unique,
    created_at_ms bigint not null,
    last_used_at_ms bigint not null,
    revoked_at_ms bigint
);

create index api_keys_by_organization on api_keys (organization_id, id);

create table refresh_tokens (
    token_hash {{blob}} primary key,
    user_id bigint not null references users (id),
    family text not null,
    created_at_ms bigint not null,
    expires_at_ms bigint not null,
    used_at_ms bigint,
    revoked_at_ms bigint
);

create index refresh_tokens_by_family on refresh_tokens (family);

create index refresh_tokens_by_user on refresh_tokens (user_id);

-- Every EUI that was ever registered or heard. Registering one that was heard only sets
-- is_registered: what it sent before is its history already. A meter that replaced another names
-- it; what a meter read before it was installed or after it was removed does not count. One that was
-- replaced and registered again stands at a place of its own from installed_at_ms on: its predecessor,
-- its successor and former_… are of the place where it stood before.
create table devices (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    uuid text not null unique,
    dev_eui {{key_text}} not null,
    is_registered smallint not null,
    is_active smallint not null,
    name text not null,
    name_key {{key_text}} not null,
    search_key text not null,
    device_type text not null,
    status {{key_text}} not null,
    community_id bigint references communities (id),
    parent_id bigint references devices (id),
    hierarchy_level integer not null,
    serial_number text not null,
    location text not null,
    created_at_ms bigint not null,
    retired_at_ms bigint,
    predecessor_id bigint unique references devices (id),
    installed_at_ms bigint,
    removed_at_ms bigint,
    former_installed_at_ms bigint,
    former_removed_at_ms bigint,
    unique (organization_id, dev_eui)
);

create index devices_by_name on devices (organization_id, is_registered, is_active, name_key, id);

create index devices_by_community on devices (community_id);

create index devices_by_parent on devices (parent_id);

-- What changes with every uplink, apart from what a person edits. The last reading is the newest
-- that is not excluded. known_until_ms: a reading up to then touches what is kept already (closings,
-- an excluded reading), a later one does not. is_judged: its closings and marks are made up to its
-- newest reading.
create table device_states (
    device_id bigint primary key references devices (id),
    organization_id bigint not null,
    sender_name text not null,
    tenant_name text not null,
    first_seen_at_ms bigint not null,
    last_seen_at_ms bigint not null,
    message_count bigint not null,
    last_recorded_at_ms bigint not null,
    last_volume_ml bigint,
    previous_volume_ml bigint,
    known_until_ms bigint not null default 0,
    is_judged smallint not null default 0,
    battery_mv integer,
    battery_percent integer,
    rssi integer,
    snr_tenths integer
);

create table assignments (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    uuid text not null unique,
    device_id bigint not null references devices (id),
    resident_id bigint not null references residents (id),
    from_ms bigint not null,
    to_ms bigint
);

create index assignments_by_device on assignments (device_id, from_ms);

create index assignments_by_resident on assignments (resident_id, from_ms);

-- Register values, kept for ever, never overwritten. marks: 1 excluded, 2 time doubtful, 4 a person
-- says that the register restarted at zero here, 8 that it went on from this value, 16 that it is
-- right.
-- meter_flags: 1 leak, 2 burst, 4 reverse flow, 8 tamper, 16 battery low.

-- only: sqlite
create table readings (
    organization_id bigint not null,
    device_id bigint not null,
    recorded_at_ms bigint not null,
    received_at_ms bigint not null,
    volume_ml bigint not null,
    battery_mv integer,
    battery_percent integer,
    rssi integer,
    snr_tenths integer,
    source smallint not null,
    frame_counter bigint,
    marks smallint not null,
    meter_flags smallint not null,
    note text,
    primary key (organization_id, device_id, recorded_at_ms)
) without rowid;

-- only: postgresql
create table readings (
    organization_id bigint not null,
    device_id bigint not null,
    recorded_at_ms bigint not null,
    received_at_ms bigint not null,
    volume_ml bigint not null,
    battery_mv integer,
    battery_percent integer,
    rssi integer,
    snr_tenths integer,
    source smallint not null,
    frame_counter bigint,
    marks smallint not null,
    meter_flags smallint not null,
    note text,
    primary key (organization_id, device_id, recorded_at_ms)
) partition by range (recorded_at_ms);

-- Totals of registered meters at local midnights, for speed: derived from readings, thrown away by
-- those that change them (settled_by_ms, domain/consumption.h "Closing") and made again.
create table day_closings (
    organization_id bigint not null,
    device_id bigint not null,
    at_ms bigint not null,
    total_ml bigint not null,
    value_ml bigint,
    before_ms bigint not null,
    before_total_ml bigint not null,
    before_level_ml bigint not null,
    after_ms bigint not null,
    settled_by_ms bigint not null,
    primary key (organization_id, device_id, at_ms)
) {{without_rowid}};

-- What the register did that a person should see or settle (is_open); derived like the closings.
-- After the newest closing only what is open, as the readings so far tell it.
create table register_marks (
    id {{identity}},
    organization_id bigint not null,
    device_id bigint not null references devices (id),
    at_ms bigint not null,
    kind smallint not null,
    value_ml bigint not null,
    before_ml bigint,
    counted_ml bigint not null,
    is_open smallint not null
);

create index register_marks_by_device on register_marks (device_id, at_ms);

create index register_marks_open on register_marks (organization_id, at_ms, id) where is_open = 1;

-- Who changed what; written with the change, never altered.
create table audit_log (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    at_ms bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    subject_uuid text not null,
    details text not null
);

create index audit_log_by_time on audit_log (organization_id, at_ms, id);

create index audit_log_by_subject on audit_log (organization_id, subject_uuid, at_ms, id);

-- Deduplication ids of recent uplinks; pruned by age (services/upkeep).
create table uplink_keys (
    device_id bigint not null,
    key_hash bigint not null,
    received_at_ms bigint not null,
    primary key (device_id, key_hash)
) {{without_rowid}};

create index uplink_keys_by_time on uplink_keys (received_at_ms);

-- Every authenticated webhook with its body (zstd, see services/bodycodec) and outcome.
create table webhook_log (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    received_at_ms bigint not null,
    event text not null,
    source smallint,
    dev_eui text not null,
    result smallint not null,
    reason text not null,
    item_count integer not null,
    replayed_at_ms bigint,
    body {{blob}} not null,
    body_codec smallint not null
);

create index webhook_log_by_time on webhook_log (organization_id, received_at_ms, id);

create index webhook_log_by_device on webhook_log (organization_id, dev_eui, received_at_ms, id)
    where dev_eui <> '';

-- The devices of arrays that name several.
create table webhook_devices (
    organization_id bigint not null,
    dev_eui text not null,
    webhook_id bigint not null references webhook_log (id) on delete cascade,
    primary key (organization_id, dev_eui, webhook_id)
) {{without_rowid}};

-- What a person or the program still has to settle: quarantined, rejected, held.
create index webhook_log_open on webhook_log (organization_id, result, received_at_ms, id)
    where result >= 4;

-- Where decoders of unknown meters put their register; tried in the order of id.
create table field_mappings (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    uuid text not null unique,
    device_type text,
    volume_path text not null,
    unit text not null,
    factor double precision not null,
    battery_path text not null,
    created_at_ms bigint not null
);

create index field_mappings_by_organization on field_mappings (organization_id, id);

-- Long work. touched_at_ms says that somebody is still at it.
create table jobs (
    id {{identity}},
    organization_id bigint not null references organizations (id),
    user_id bigint,
    uuid text not null unique,
    kind text not null,
    state text not null,
    done bigint not null,
    total bigint not null,
    error_count bigint not null,
    created_at_ms bigint not null,
    touched_at_ms bigint not null,
    finished_at_ms bigint
);

create index jobs_by_state on jobs (state);

create table job_errors (
    job_id bigint not null references jobs (id),
    position bigint not null,
    line bigint not null,
    field text not null,
    message text not null,
    primary key (job_id, position)
) {{without_rowid}};

-- Webhooks counted by local day of the organization ("2026-11-24").
create table usage_days (
    organization_id bigint not null references organizations (id),
    day text not null,
    webhooks bigint not null,
    primary key (organization_id, day)
);
