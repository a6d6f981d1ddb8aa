-- Two users of the database: one that owns the tables and runs `migrate`, and one for the service, which cannot change tables.
--
--   psql -h db.example.com -U postgres -v ON_ERROR_STOP=1 -f deploy/postgresql/roles.sql
--
-- The user who runs it needs the right to create roles and databases, as administrators of managed databases have it. Set passwords
-- afterwards, so that they are in no file: \password duo_config_migrator and \password duo_config. `openssl rand -hex 24` makes one
-- that needs no encoding in a URL.

create role duo_config_migrator login;
create role duo_config login;

-- An administrator who is not a superuser gives away only what is also their own.
grant duo_config_migrator to current_user;
create database duo_config owner duo_config_migrator;
revoke all on database duo_config from public;
grant connect on database duo_config to duo_config;

\connect duo_config

-- Nobody else creates anything here.
revoke all on schema public from public;
grant create, usage on schema public to duo_config_migrator;
grant usage on schema public to duo_config;

-- Tables and sequences that `migrate` creates from now on.
alter default privileges for role duo_config_migrator in schema public
    grant select, insert, update, delete on tables to duo_config;
alter default privileges for role duo_config_migrator in schema public
    grant usage on sequences to duo_config;
