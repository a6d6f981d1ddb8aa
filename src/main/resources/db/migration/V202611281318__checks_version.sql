-- Expand now, contract in a later release: the previous release must still run on this schema.

-- The number of the newest check that was recorded. It changes without the revision, and shows instances that they know older
-- checks. Deletions by the triggers need no number of their own: a model or the gateway has changed.
alter table configuration_state add column checks_version bigint not null default 0;
