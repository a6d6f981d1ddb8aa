package dev.duoconfig.testkit;

import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.KnownHead;
import jakarta.enterprise.inject.spi.CDI;

/** Changes to the table of audit events without the trigger that prevents them, as its owner can make them. */
public final class AuditTable {

    /** Statements that remove all events, as if none was ever added; run them in a transaction. */
    static final String EMPTIED = unguarded("truncate audit_event")
            + "update configuration_state set audit_head_id = 0, audit_head_hash = '';";

    private AuditTable() {}

    /** Runs statements in one transaction with the trigger disabled. */
    public static void tamper(String... statements) {
        Database.execute("begin;" + unguarded(statements) + "commit");
    }

    /** Removes all events, as if none was ever added. */
    public static void empty() {
        Database.execute("begin;" + EMPTIED + "update configuration_state set revision = revision + 1; commit");
        forget();
    }

    /** Makes the running service forget the newest event, as a restart does. */
    public static void forget() {
        CDI.current().select(KnownHead.class).get().recall(new AuditHead(0, ""));
    }

    private static String unguarded(String... statements) {
        return "alter table audit_event disable trigger audit_event_is_append_only;"
                + String.join(";", statements)
                + ";alter table audit_event enable always trigger audit_event_is_append_only;";
    }
}
