-- The statements that a change of a feature runs in the database, in one transaction and in the same round trips: the lock with
-- what is read under it, then the row, the audit event, the revision, and the notification, then the commit. pgbench cannot use
-- a result in a pipeline, so the statements look up the revision and the ID instead.
\set model random(1, 100)
\startpipeline
begin;
set local lock_timeout = '1500ms';
select revision, changed_at, models_revision, audit_head_id, audit_head_hash, first_revision, lost_revision, checks_version
    from configuration_state where id = 1 for update;
select keys_bound, unbound_keys_refused, audit_keyed, next_evaluation_at from subscription left join security_form on true;
\endpipeline
\startpipeline
insert into feature_setting (feature, provider, model_id, revision, updated_at, updated_by, vendored_model)
    values ('duo_chat', 'self_hosted', :model, (select revision + 1 from configuration_state), now(), 'local-admin', null)
    on conflict (feature) do update set provider = excluded.provider, model_id = excluded.model_id, revision = excluded.revision,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by, vendored_model = excluded.vendored_model;
insert into audit_event (id, revision, at, actor, action, object_type, object_id, object_name, before, after, effective_changes,
        request_id, hash, actor_id, issuer, mac_kind, mac_key_id, mac, origin)
    select audit_head_id + 1, revision + 1, now(), 'local-admin', 'feature.updated', 'feature', 'duo_chat', 'General Chat',
        '{"provider": "self_hosted", "model_id": 1, "vendored_model": null}',
        '{"provider": "self_hosted", "model_id": 2, "vendored_model": null}', '[]', 'c2df4a7b-d1a7-4da3-b9e6-5c6e70b1c1a9',
        repeat('0', 64), 'local-admin', 'duo-config', 'next', repeat('0', 16), repeat('0', 64), 'request'
    from configuration_state where id = 1;
with advanced as (
    update configuration_state
    set revision = revision + 1, changed_at = now(), audit_head_id = audit_head_id + 1, audit_head_hash = repeat('0', 64)
    where id = 1 returning revision)
    select pg_notify('duo_config_revision', revision::text) from advanced;
\endpipeline
commit;
