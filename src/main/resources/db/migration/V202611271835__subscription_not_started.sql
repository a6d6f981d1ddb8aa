-- Expand now, contract in a later release: the previous release must still run on this schema.

-- Refines the entitlement reason add_on_inactive: the license or the add-on has not started yet. Releases up to 0.2 do not know
-- the reason not_started, and could not read a row that contains it.
alter table subscription add column not_started boolean not null default false;
