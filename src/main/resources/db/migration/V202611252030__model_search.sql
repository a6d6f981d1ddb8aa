-- What a search looks through, made once: to fold the case of three texts for each model and search costs many times more.
-- None of them can contain the line break between them.
alter table model add column search_text text not null
    generated always as (lower(name || E'\n' || identifier || E'\n' || coalesce(endpoint, ''))) stored;
