-- At which revision the models were last changed, their sealed keys included: whoever knows a later revision knows them all.
alter table configuration_state add column models_revision bigint not null default 0;
update configuration_state set models_revision = revision;

-- Whoever changes a model holds the lock on the configuration, and the change will have the next revision.
create function number_the_models() returns trigger
    language plpgsql as $$
begin
    update configuration_state set models_revision = revision + 1 where id = 1;
    return null;
end
$$;

create trigger number_the_models
    after insert or update or delete or truncate on model
    for each statement execute function number_the_models();
