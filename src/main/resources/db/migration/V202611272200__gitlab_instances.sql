-- GitLab instances that follow this configuration. Release 0.2 does not know these tables.

create table gitlab_instance (
    id bigint primary key,
    name text not null unique,
    url text not null,
    token_sealed bytea not null,
    token_key_id text not null,
    token_updated_at timestamptz not null,
    -- The key of the digests in gitlab_instance_model.
    digest_key_sealed bytea not null,
    digest_key_key_id text not null,
    follow text not null,
    delete_models text not null,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
);

create sequence gitlab_instance_id_seq;

-- What is known about an instance: no part of the configuration's revision.
create table gitlab_instance_status (
    instance_id bigint primary key references gitlab_instance on delete cascade,
    -- Increases with each change of the row that a response shows.
    version bigint not null default 0,
    state text not null default 'never_checked',
    gitlab_version text,
    differences integer not null default 0,
    revision bigint,
    checked_at timestamptz,
    applied_at timestamptz,
    succeeded_at timestamptz,
    error text,
    steps_done integer,
    steps_total integer,
    applied_by text,
    stop_requested boolean not null default false,
    -- Kept as it was written, so that it is shown as it was.
    plan json,
    plan_state text,
    failures integer not null default 0,
    next_at timestamptz not null default now(),
    lease_owner uuid,
    lease_until timestamptz
);

-- The models of this configuration in each instance. A row outlives its model, so that the model can be deleted there.
create table gitlab_instance_model (
    instance_id bigint not null references gitlab_instance on delete cascade,
    model_id bigint not null,
    gitlab_id text,
    name text not null,
    created boolean not null,
    key_digest text,
    primary key (instance_id, model_id)
);
