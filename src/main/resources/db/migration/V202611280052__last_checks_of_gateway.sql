-- Like the triggers on model, in a migration of their own: each locks one existing table.
create function forget_checks_of_gateway() returns trigger
    language plpgsql as $$
begin
    delete from last_check where subject = '/gateway';
    if (coalesce(old.url, old.environment_url), old.url is null)
        is distinct from (coalesce(new.url, new.environment_url), new.url is null) then
        delete from last_check where via = 'gateway';
    end if;
    return null;
end
$$;

-- The origin of the URL counts, because the outbound rules are others for the URL of the environment.
create trigger forget_checks_of_changed_gateway
    after update on gateway
    for each row
    when ((coalesce(old.url, old.environment_url), old.url is null, old.outbound_allowlist,
            old.agent_platform_url, old.agent_platform_tls)
        is distinct from (coalesce(new.url, new.environment_url), new.url is null, new.outbound_allowlist,
            new.agent_platform_url, new.agent_platform_tls))
    execute function forget_checks_of_gateway();
