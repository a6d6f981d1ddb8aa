package dev.duoconfig.consistency;

/**
 * The time in which a replica was running, as {@link System#nanoTime()}.
 *
 * @param from when the replica became ready
 * @param to when it was killed or the run ended
 */
record Uptime(Replica replica, long from, long to) {

    boolean covers(long startedAt, long endedAt) {
        return from <= startedAt && endedAt < to;
    }
}
