-- Expand now, contract in a later release: the previous release must still run on this schema.

-- Numbers of revisions are never used again, not even after a restore: entity tags and clients know them. The service records
-- which database this is, so that it recognizes a restored one at its next start; null until it has, and empty where an
-- operator says that the database was restored. From first_revision on, revisions belong to the history of this database.
-- Revisions up to lost_revision were served by an instance, but this database has lost them.
alter table configuration_state
    add column database_identity text,
    add column first_revision bigint not null default 0,
    add column lost_revision bigint not null default 0;
