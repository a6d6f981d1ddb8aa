-- Expand now, contract in a later release: the previous release must still run on this schema.

-- Synchronizations can overlap, on one instance and on several. Each takes a number before it reads the source: the terms and the
-- outcome of the newest one stay.
create sequence subscription_question_seq;
alter table subscription add column terms_question bigint not null default 0;
alter table subscription add column attempt_question bigint not null default 0;
