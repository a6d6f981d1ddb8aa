package dev.duoconfig.testkit;

/** The table of audit events, past the trigger that keeps everybody from changing it: what only its owner can do. */
public final class AuditTable {

    /** Makes it one that no event was ever added to; to be run in a transaction. */
    static final String EMPTIED = unguarded("truncate audit_event")
            + "update configuration_state set audit_head_id = 0, audit_head_hash = '';";

    private AuditTable() {}

    /** Runs statements in one transaction, with the trigger switched off. */
    public static void tamper(String... statements) {
        Database.execute("begin;" + unguarded(statements) + "commit");
    }

    /** Makes it one that no event was ever added to. */
    public static void empty() {
        Database.execute("begin;" + EMPTIED + "update configuration_state set revision = revision + 1; commit");
    }

    private static String unguarded(String... statements) {
        return "alter table audit_event disable trigger audit_event_is_append_only;"
                + String.join(";", statements)
                + ";alter table audit_event enable always trigger audit_event_is_append_only;";
    }
}
