-- Has the order of the list, like the other indexes of audit events. It is built in one pass over the table, and is empty then:
-- the events of release 0.2 have no origin.
create index audit_event_origin on audit_event (origin, id) where origin is not null;
