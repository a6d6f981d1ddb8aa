-- Adds :events events to the audit's chain, as the service would record them: with its hashes and message authentication codes,
-- computed here a second time, from the description of the chain and the master key. Each is like the newest event, except for
-- its ID, revision, time, actor, and object.
begin;
select revision, audit_head_id as head, audit_head_hash as hash from configuration_state for update \gset

create function pg_temp.pad(key bytea, byte integer) returns bytea language plpgsql immutable as $$
declare
    padded bytea := key || decode(repeat('00', 64 - length(key)), 'hex');
begin
    for place in 0..63 loop
        padded := set_byte(padded, place, get_byte(padded, place) # byte);
    end loop;
    return padded;
end
$$;

create function pg_temp.hmac(key bytea, message text) returns bytea language sql immutable as $$
    select sha256(pg_temp.pad(key, 92) || sha256(pg_temp.pad(key, 54) || convert_to(message, 'UTF8')))
$$;

-- PL/pgSQL, because each hash needs the one before.
create function pg_temp.add_events(count bigint, master bytea) returns void language plpgsql as $$
declare
    template audit_event%rowtype;
    head_id bigint;
    head_hash text;
    base_revision bigint;
    began timestamptz := date_trunc('milliseconds', now());
    key bytea := pg_temp.hmac(master, 'duo-config audit events');
    inner_pad bytea := pg_temp.pad(key, 54);
    outer_pad bytea := pg_temp.pad(key, 92);
    event audit_event%rowtype;
    n bigint;
begin
    select audit_head_id, audit_head_hash, revision into head_id, head_hash, base_revision from configuration_state;
    select * into strict template from audit_event where id = head_id;
    event := template;
    for n in 1..count loop
        event.id := head_id + n;
        event.revision := base_revision + n;
        event.at := began + n * interval '1 millisecond';
        event.actor := 'administrator ' || n % 100;
        event.action := case n % 10 when 0 then 'model.updated' else 'feature.updated' end;
        event.object_type := case n % 10 when 0 then 'model' else 'feature' end;
        event.object_id := case n % 10 when 0 then n % 1000 || '' else 'feature_' || n % 25 end;
        event.origin := case n % 10 when 0 then 'document' else 'request' end;
        event.hash := encode(sha256(convert_to('["' || head_hash || '",' || event.id || ',' || event.revision || ',"'
            || to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",' || to_json(event.actor) || ','
            || to_json(event.action) || ',' || to_json(event.object_type) || ',' || to_json(event.object_id) || ','
            || to_json(event.object_name) || ',' || to_json(event.before) || ',' || to_json(event.after) || ','
            || to_json(event.effective_changes) || ',' || to_json(event.request_id) || ']', 'UTF8')), 'hex');
        event.mac_kind := 'next';
        event.mac := encode(sha256(outer_pad || sha256(inner_pad || convert_to('["duo-config audit event","next",'
            || to_json(event.mac_key_id) || ',"' || event.hash || '",' || coalesce(to_json(event.actor_id)::text, 'null') || ','
            || coalesce(to_json(event.issuer)::text, 'null') || ',' || to_json(event.origin) || ']', 'UTF8'))), 'hex');
        insert into audit_event select event.*;
        head_hash := event.hash;
    end loop;
    update configuration_state
    set audit_head_id = head_id + count, audit_head_hash = head_hash, revision = base_revision + count, changed_at = event.at;
end
$$;

select pg_temp.add_events(:events, decode(:'master', 'base64'));
commit;
analyze audit_event;
