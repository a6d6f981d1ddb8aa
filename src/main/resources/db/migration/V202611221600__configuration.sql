-- One row: the number of the configuration as a whole, and what it was last computed with.
create table configuration_state (
    id                smallint primary key check (id = 1),
    revision          bigint      not null check (revision >= 0),
    changed_at        timestamptz not null,
    catalogue_version text,
    audit_head_id     bigint      not null,
    audit_head_hash   text        not null
);

create table gateway (
    id                            smallint primary key check (id = 1),
    url                           varchar(2048),
    environment_url               varchar(2048),
    request_timeout_seconds       integer not null check (request_timeout_seconds between 60 and 600),
    beta_features_enabled         boolean not null,
    testing_agreement_accepted_by text,
    testing_agreement_accepted_at timestamptz,
    outbound_allowlist            text[]  not null,
    revision                      bigint  not null,
    updated_at                    timestamptz,
    updated_by                    text,
    check (beta_features_enabled = (testing_agreement_accepted_at is not null)),
    check ((testing_agreement_accepted_at is null) = (testing_agreement_accepted_by is null))
);

create sequence model_id_seq;

create table model (
    id                 bigint primary key,
    name               varchar(255)  not null unique,
    family             text          not null,
    endpoint           varchar(2048),
    identifier         varchar(255)  not null,
    api_key_sealed     bytea,
    api_key_key_id     text,
    api_key_updated_at timestamptz,
    revision           bigint        not null,
    created_at         timestamptz   not null,
    updated_at         timestamptz   not null,
    updated_by         text          not null,
    check ((api_key_sealed is null) = (api_key_key_id is null)),
    check ((api_key_sealed is null) = (api_key_updated_at is null))
);

create table feature_setting (
    feature    text primary key,
    provider   text        not null check (provider in ('unassigned', 'self_hosted', 'disabled', 'vendored')),
    model_id   bigint references model (id),
    revision   bigint      not null,
    updated_at timestamptz not null,
    updated_by text        not null,
    check ((provider = 'self_hosted') = (model_id is not null))
);
create index feature_setting_model_id on feature_setting (model_id);

-- The last subscription that could be read, and what it meant when it was last evaluated.
create table subscription (
    id                 smallint primary key check (id = 1),
    plan               text,
    license_type       text,
    starts_at          timestamptz,
    expires_at         timestamptz,
    source             text,
    last_sync_at       timestamptz,
    last_attempt_at    timestamptz,
    last_error         text,
    entitlement_reason text   not null,
    grace_until        timestamptz,
    evaluated_at       timestamptz,
    next_evaluation_at timestamptz,
    revision           bigint not null
);

create table subscription_add_on (
    subscription_id smallint not null references subscription (id),
    name            text     not null,
    quantity        integer  not null,
    starts_at       timestamptz,
    expires_on      date,
    primary key (subscription_id, name)
);

create table audit_event (
    id                bigint primary key,
    revision          bigint      not null,
    at                timestamptz not null,
    actor             text        not null,
    action            text        not null,
    object_type       text        not null,
    object_id         text,
    object_name       text,
    before            text,
    after             text,
    effective_changes text        not null,
    request_id        text,
    hash              text        not null
);
create index audit_event_revision on audit_event (revision);

-- Which master key this database is sealed under: a value that only that key opens.
create table secret_key (
    key_id       text primary key,
    verification bytea       not null,
    created_at   timestamptz not null
);

insert into configuration_state (id, revision, changed_at, audit_head_id, audit_head_hash)
values (1, 0, date_trunc('milliseconds', now()), 0, '');
insert into gateway (id, request_timeout_seconds, beta_features_enabled, outbound_allowlist, revision)
values (1, 60, false, '{}', 0);
insert into subscription (id, entitlement_reason, revision)
values (1, 'never_synced', 0);
