-- What the list of events is filtered by; each index also has the order of the list.
create index audit_event_actor on audit_event (actor, id);
create index audit_event_action on audit_event (action, id);
create index audit_event_object on audit_event (object_type, object_id, id);
create index audit_event_at on audit_event (at);

-- Events are added, and that is all. The owner of the table can switch this off, but not by mistake; nobody else can.
create function audit_event_is_append_only() returns trigger
    language plpgsql as $$
begin
    raise exception 'Audit events are only ever added: % of audit_event is refused', lower(tg_op)
        using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_event_is_append_only
    before update or delete or truncate on audit_event
    for each statement execute function audit_event_is_append_only();
-- Also in sessions that replicate, for which ordinary triggers do not fire.
alter table audit_event enable always trigger audit_event_is_append_only;
