-- The newest check of each model and of the gateway, outside the configuration's revision. Release 0.2 does not know this table,
-- so triggers delete what no longer holds after a change, whichever release makes the change.
create table last_check (
    -- The path of what was checked: /gateway, or /models/ and the ID.
    subject text primary key,
    -- Increases with each check of the subject.
    version bigint not null,
    status text not null,
    summary text not null,
    -- direct or gateway; null for the gateway itself.
    via text,
    at timestamptz not null,
    since timestamptz not null
);

-- The only row: when all models are checked again in the background, and by which replica.
create table check_round (
    id smallint primary key check (id = 1),
    next_at timestamptz not null default now(),
    lease_owner uuid,
    lease_until timestamptz
);
insert into check_round (id) values (1);

create function forget_check_of_model() returns trigger
    language plpgsql as $$
begin
    delete from last_check where subject = '/models/' || old.id;
    return null;
end
$$;

-- What a check depends on. Sealing a key again keeps the time at which it was set, and a name is not part of any check.
create trigger forget_check_of_changed_model
    after update on model
    for each row
    when ((old.family, old.endpoint, old.identifier, old.iam_role, old.api_key_updated_at)
        is distinct from (new.family, new.endpoint, new.identifier, new.iam_role, new.api_key_updated_at))
    execute function forget_check_of_model();

create trigger forget_check_of_deleted_model
    after delete on model
    for each row execute function forget_check_of_model();
