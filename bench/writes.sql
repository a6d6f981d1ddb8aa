-- Only the statements that a change of a feature runs in the database, in one transaction: the lock, the row, the audit
-- event, the revision, and the notification.
\set model random(1, 100)
begin;
select revision, audit_head_id as head from configuration_state where id = 1 for update \gset
update feature_setting set model_id = :model, revision = :revision, updated_at = now() where feature = 'duo_chat';
insert into audit_event (id, revision, at, actor, action, object_type, object_id, object_name, before, after, effective_changes, request_id, hash)
    values (:head + 1, :revision, now(), 'benchmark', 'feature.updated', 'feature', 'duo_chat', 'General Chat',
        '{"provider":"self_hosted","model_id":1}', '{"provider":"self_hosted","model_id":2}', '[]', 'c2df4a7b-d1a7-4da3-b9e6-5c6e70b1c1a9', repeat('0', 64));
with advanced as (update configuration_state set revision = revision + 1, changed_at = now(), audit_head_id = :head + 1 where id = 1 returning revision)
    select pg_notify('duo_config_revision', revision::text) from advanced;
commit;
