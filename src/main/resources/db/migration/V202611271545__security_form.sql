-- Expand now, contract in a later release: the previous release must still run on this schema.

-- Which forms of stored values are in use. Release 0.2 can read neither sealed keys that are bound to their server nor audit
-- events with a keyed hash. Both begin at once in a database that no release has started on, else with POST /secrets/rewrap.
create table security_form (
    id                   smallint primary key check (id = 1),
    keys_bound           boolean not null,
    unbound_keys_refused boolean not null,
    audit_keyed          boolean not null,
    check (keys_bound or not unbound_keys_refused)
);

insert into security_form (id, keys_bound, unbound_keys_refused, audit_keyed)
select 1, unused, unused, unused
from (select not exists (select from secret_key) and not exists (select from model)
        and not exists (select from audit_event) and revision = 0 as unused
    from configuration_state) as state;
