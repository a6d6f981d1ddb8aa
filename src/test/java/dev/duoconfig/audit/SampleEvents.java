package dev.duoconfig.audit;

import java.sql.SQLException;
import java.util.ArrayList;

import dev.duoconfig.secret.AuditKeys;
import dev.duoconfig.testkit.Database;
import jakarta.enterprise.inject.spi.CDI;

/** Thousands of events, as the service would write them. SQL computes the chain, to which authentication is added. */
final class SampleEvents {

    private SampleEvents() {}

    /**
     * Chains the given number of events. Event n was made n minutes after 14:00 by {@code actor (n mod 3)}. Even events
     * are about models, odd events about features, and the object ID is n mod 4.
     */
    static void chain(int events) {
        addOfEarlierRelease(events);
        authenticateFrom(1);
    }

    /** Chains the given number of events, of which only the last one is authenticated. */
    static void chainOfUpgradedDatabase(int events) {
        addOfEarlierRelease(events);
        authenticateFrom(events);
    }

    /** Adds events to the chain as release 0.2 would write them. */
    static void addOfEarlierRelease(int events) {
        Database.execute("""
                begin;
                insert into audit_event (id, revision, at, actor, action, object_type, object_id, object_name, before,
                                         after, effective_changes, request_id, hash)
                with recursive chain (id, at, actor, kind, object, hash) as (
                    select audit_head_id, null::timestamptz, '', '', '', audit_head_hash from configuration_state
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
                    where chain.id < (select audit_head_id from configuration_state) + {events})
                select id, id, at, actor, kind || '.updated', kind, object, null, null, '{}', '[]', null, hash
                from chain where at is not null;
                update configuration_state set audit_head_id = newest.id, audit_head_hash = newest.hash
                from (select id, hash from audit_event order by id desc limit 1) newest;
                commit""".replace("{events}", Integer.toString(events)));
    }

    private static void authenticateFrom(int first) {
        var codes = new ArrayList<String>();
        var key = CDI.current().select(AuditKeys.class).get().current();
        try (var connection = Database.connect()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select " + AuditRow.COLUMNS + " from audit_event where id >= " + first + " order by id")) {
                while (row.next()) {
                    var kind = codes.isEmpty() ? AuditMac.Kind.FIRST : AuditMac.Kind.NEXT;
                    codes.add(AuditMac.of(kind, AuditRow.from(row), AuditRow.storedHash(row), new AuditMac.Signer(key))
                            .code());
                }
                statement.execute("alter table audit_event disable trigger audit_event_is_append_only");
            }
            try (var update = connection.prepareStatement("""
                    update audit_event set mac_kind = case id when ? then 'first' else 'next' end, mac_key_id = ?,
                        mac = codes.code
                    from unnest(?::text[]) with ordinality as codes (code, number) where codes.number + ? - 1 = id""")) {
                update.setInt(1, first);
                update.setString(2, key.id());
                update.setArray(3, connection.createArrayOf("text", codes.toArray()));
                update.setInt(4, first);
                update.executeUpdate();
            }
            try (var statement = connection.createStatement()) {
                statement.execute("alter table audit_event enable always trigger audit_event_is_append_only");
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
