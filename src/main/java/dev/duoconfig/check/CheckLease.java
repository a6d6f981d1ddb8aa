package dev.duoconfig.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

import dev.duoconfig.store.Transactions;

/**
 * The right to check everything in the background, which one replica has at a time. The clock of the database decides when it is
 * over, so a replica that dies or loses the database delays the next round by a minute at most.
 */
final class CheckLease {

    /** The length of a lease in the database is 60 s. This replica stops earlier by itself if it cannot renew the lease. */
    private static final Duration SAFETY = Duration.ofSeconds(45);

    /** A round that is farther away than the longest pause was scheduled with another setting. */
    private static final String DUE = """
            from check_round where (next_at <= now() or next_at > now() + ? * interval '1 millisecond')
                and (lease_until is null or lease_until <= now())""";

    private static final String TAKE =
            "update check_round set lease_owner = ?, lease_until = now() + interval '60 seconds'"
                    + " where id in (select id " + DUE + ")";

    private static final String RENEW =
            "update check_round set lease_until = now() + interval '60 seconds' where lease_owner = ? and lease_until > now()";

    private static final String RELEASE = """
            update check_round set next_at = now() + ? * interval '1 millisecond', lease_owner = null, lease_until = null
            where lease_owner = ?""";

    private final UUID owner = UUID.randomUUID();
    private final Transactions transactions;
    private final LongSupplier nanoTime;
    private volatile boolean held;
    private volatile boolean ended;
    private volatile long renewedAt;

    /**
     * A lease that is not held yet.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    CheckLease(Transactions transactions, LongSupplier nanoTime) {
        this.transactions = transactions;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the lease if a round is due and nobody has the lease.
     *
     * @param longestPause the longest time between two rounds
     */
    synchronized boolean tryTake(Duration longestPause) {
        var start = nanoTime.getAsLong();
        ended = false;
        // A commit that stores nothing would count as a sign that the disk of the database has space.
        held = transactions.read(connection -> isDue(connection, longestPause))
                && transactions.commitUnlocked(connection -> take(connection, longestPause));
        renewedAt = start;
        return held;
    }

    private static boolean isDue(Connection connection, Duration longestPause) throws SQLException {
        try (var query = connection.prepareStatement("select exists (select " + DUE + ")")) {
            query.setLong(1, longestPause.toMillis());
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private boolean take(Connection connection, Duration longestPause) throws SQLException {
        try (var update = connection.prepareStatement(TAKE)) {
            update.setObject(1, owner);
            update.setLong(2, longestPause.toMillis());
            return update.executeUpdate() > 0;
        }
    }

    /** Whether another check may begin. */
    boolean isHeld() {
        return held && !ended && nanoTime.getAsLong() - renewedAt < SAFETY.toNanos();
    }

    /** Renews the lease while it is held, and finds out whether it was lost. */
    synchronized void renew() {
        if (held) {
            var start = nanoTime.getAsLong();
            held = transactions.commitUnlocked(connection -> {
                try (var update = connection.prepareStatement(RENEW)) {
                    update.setObject(1, owner);
                    return update.executeUpdate() > 0;
                }
            });
            renewedAt = start;
        }
    }

    /** Ends the work under the lease, which can still be given back. */
    void end() {
        ended = true;
    }

    /**
     * Gives the lease back, unless another replica has it.
     *
     * @param pause the time from now until the next round
     */
    synchronized void release(Duration pause) {
        held = false;
        var unused = transactions.commitUnlocked(connection -> {
            try (var update = connection.prepareStatement(RELEASE)) {
                update.setLong(1, pause.toMillis());
                update.setObject(2, owner);
                return update.executeUpdate();
            }
        });
    }
}
