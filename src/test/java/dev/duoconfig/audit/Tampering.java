package dev.duoconfig.audit;

import java.sql.SQLException;
import java.util.ArrayList;

import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.Database;

/** Changes by a database owner who knows how the chain works, but does not have the master key. */
final class Tampering {

    private Tampering() {}

    /** Runs statements with the trigger disabled, then computes all hashes again, and sets the head to the last event. */
    static void withNewHashes(String... statements) {
        AuditTable.tamper(statements);
        var updates = new ArrayList<String>();
        try (var connection = Database.connect();
                var query = connection.createStatement();
                var row = query.executeQuery("select " + AuditRow.COLUMNS + " from audit_event order by id")) {
            var chain = new HashChain();
            var previous = HashChain.START;
            while (row.next()) {
                var event = AuditRow.from(row);
                previous = event.hash(chain, previous);
                updates.add("update audit_event set hash = '%s' where id = %d".formatted(previous, event.id()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        AuditTable.tamper(updates.toArray(String[]::new));
        setHeadToTheLastEvent();
    }

    /** Removes the newest events, and sets the head back. */
    static void cutOff(int events) {
        AuditTable.tamper("delete from audit_event where id > (select max(id) - " + events + " from audit_event)");
        setHeadToTheLastEvent();
    }

    static void setHeadToTheLastEvent() {
        Database.execute("""
                update configuration_state set (audit_head_id, audit_head_hash) = (
                    select coalesce(max(id), 0),
                        coalesce((select hash from audit_event order by id desc limit 1), '')
                    from audit_event)""");
    }
}
