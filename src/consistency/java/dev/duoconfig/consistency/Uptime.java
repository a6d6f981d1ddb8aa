package dev.duoconfig.consistency;

/**
 * For how long a replica was there to answer, as {@link System#nanoTime()}.
 *
 * @param from when it was ready
 * @param to when it was killed or the run was over
 */
record Uptime(Replica replica, long from, long to) {

    boolean covers(long startedAt, long endedAt) {
        return from <= startedAt && endedAt < to;
    }
}
