-- Expand now, contract in a later release: the previous release neither reads nor writes these columns.

-- Who an actor is at which issuer, and a message authentication code under a key derived from a master key.
alter table audit_event
    add column actor_id   text,
    add column issuer     text,
    add column mac_kind   text,
    add column mac_key_id text,
    add column mac        text;

-- The keys of those codes, sealed under later master keys: events remain verifiable when an earlier one is removed.
create table audit_key (
    key_id       text        not null,
    sealed_under text        not null,
    sealed       bytea       not null,
    created_at   timestamptz not null,
    primary key (key_id, sealed_under)
);
