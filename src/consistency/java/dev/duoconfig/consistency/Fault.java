package dev.duoconfig.consistency;

/** A fault injected into the cluster, from one {@link System#nanoTime()} to another. */
record Fault(Kind kind, String detail, long from, long to) {

    @Override
    public String toString() {
        return "%s %s (%d ms)".formatted(kind, detail, (to - from) / 1_000_000);
    }

    enum Kind {
        START,
        LISTENERS_CUT,
        INSTANCE_KILLED,
        DATABASE_FROZEN,
        DATABASE_RESTARTED,
        DATABASE_KILLED;

        /** Whether writes fail during the fault. */
        boolean isDatabaseOutage() {
            return this == DATABASE_FROZEN || this == DATABASE_RESTARTED || this == DATABASE_KILLED;
        }
    }
}
