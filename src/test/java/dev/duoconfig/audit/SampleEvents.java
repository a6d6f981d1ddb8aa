package dev.duoconfig.audit;

import dev.duoconfig.testkit.Database;

/** Thousands of events, as the service would write them. SQL computes the chain. */
final class SampleEvents {

    private SampleEvents() {}

    /**
     * Chains the given number of events. Event n was made n minutes after 14:00 by {@code actor (n mod 3)}. Even events
     * are about models, odd events about features, and the object ID is n mod 4.
     */
    static void chain(int events) {
        Database.execute("""
                begin;
                insert into audit_event (id, revision, at, actor, action, object_type, object_id, object_name, before,
                                         after, effective_changes, request_id, hash)
                with recursive chain (id, at, actor, kind, object, hash) as (
                    select 0::bigint, null::timestamptz, '', '', '', ''
                    union all
                    select next.id, next.at, next.actor, next.kind, next.object,
                        encode(sha256(convert_to(
                            format('["%s",%s,%s,"%s","%s","%s.updated","%s","%s",null,null,"{}","[]",null]', chain.hash,
                                next.id, next.id, to_char(next.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                                next.actor, next.kind, next.kind, next.object), 'UTF8')), 'hex')
                    from chain cross join lateral (
                        select n as id, timestamptz '2026-11-22T14:00:00Z' + n * interval '1 minute' as at,
                            'actor ' || n % 3 as actor, (array['model', 'feature'])[n % 2 + 1] as kind,
                            (n % 4)::text as object
                        from (select chain.id + 1 as n) counter) next
                    where chain.id < {events})
                select id, id, at, actor, kind || '.updated', kind, object, null, null, '{}', '[]', null, hash
                from chain where id > 0;
                update configuration_state set audit_head_id = newest.id, audit_head_hash = newest.hash
                from (select id, hash from audit_event order by id desc limit 1) newest;
                commit""".replace("{events}", Integer.toString(events)));
    }
}
