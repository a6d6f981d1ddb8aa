-- Expand now, contract in a later release: the previous release does not know this table.

-- Instances read only the checks that are newer than those they know.
create index last_check_version on last_check (version);
