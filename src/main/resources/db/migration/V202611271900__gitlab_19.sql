-- What GitLab 19.4 adds. Release 0.2 can use the database: every column is nullable or has a default.

alter table model add column iam_role text;

alter table feature_setting add column vendored_model text;

alter table gateway
    add column agent_platform_url text,
    add column agent_platform_tls boolean not null default true,
    add column vendored_models_allowed boolean not null default true;

-- Null if the catalogue does not ask for this entitlement.
alter table subscription add column agent_platform_reason text;
