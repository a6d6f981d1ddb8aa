-- For a database that the service has created its tables in as duo_config: gives the tables to a user of their own, and leaves
-- the service the rights that it needs. Run it in that database, while no instance is running:
--
--   psql -h db.example.com -U postgres -d duo_config -v ON_ERROR_STOP=1 --single-transaction -f deploy/postgresql/split-roles.sql
--
-- Set a password afterwards, so that it is in no file: \password duo_config_migrator.

create role duo_config_migrator login;

-- An administrator who is not a superuser gives away only what is also their own.
grant duo_config, duo_config_migrator to current_user;
reassign owned by duo_config to duo_config_migrator;
revoke create, temporary on database :"DBNAME" from public, duo_config;
grant connect on database :"DBNAME" to duo_config_migrator, duo_config;
grant create, usage on schema public to duo_config_migrator;
grant usage on schema public to duo_config;
revoke create on schema public from public, duo_config;

grant select, insert, update, delete on all tables in schema public to duo_config;
grant usage on all sequences in schema public to duo_config;

-- Tables and sequences that `migrate` creates from now on.
alter default privileges for role duo_config_migrator in schema public
    grant select, insert, update, delete on tables to duo_config;
alter default privileges for role duo_config_migrator in schema public
    grant usage on sequences to duo_config;
