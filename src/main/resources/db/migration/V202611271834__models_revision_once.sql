-- Expand now, contract in a later release: the previous release must still run on this schema.

-- Writes the number only once for each change. Each further version of the row would make the next one slower, so that a change
-- of ten thousand models took ten thousand times ten thousand steps.
create or replace function number_the_models() returns trigger
    language plpgsql as $$
begin
    update configuration_state set models_revision = revision + 1 where id = 1 and models_revision <> revision + 1;
    return null;
end
$$;
