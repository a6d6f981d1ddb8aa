package dev.duoconfig.instance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.duoconfig.store.Transactions;

/** The leases of one replica in the database, whose clock decides when a lease is over. */
final class LeaseTable {

    private static final String TAKEN = "lease_owner = ?, lease_until = now() + interval '45 seconds'";
    private static final String FREE = "(lease_until is null or lease_until <= now())";
    private static final String TAKEN_ROW = " returning s.instance_id, s.failures, s.next_at";

    /**
     * An apply that was interrupted is due at once, whatever the instance follows. Failed instances wait for their time. The others
     * are due with every revision, but at most once a second: a GitLab is not read for each of many changes.
     */
    private static final String DUE = """
             from gitlab_instance_status s join gitlab_instance i on i.id = s.instance_id
            where (i.follow <> 'off' or s.state = 'applying') and %s
                and (s.state = 'applying' or s.next_at <= now() or (s.failures = 0
                    and coalesce(s.revision, -1) < (select revision from configuration_state)
                    and coalesce(s.checked_at, '-infinity') <= now() - interval '1 second'))
                and\s""" + FREE;

    private static final String IS_DUE = "select exists (select" + DUE.formatted("(s.failures = 0 or ?)") + ")";

    private static final String CLAIM = "with due as materialized (select s.instance_id"
            + DUE.formatted("(s.failures > 0) = ?")
            + " order by s.next_at, s.instance_id limit ? for update of s skip locked)"
            + " update gitlab_instance_status s set " + TAKEN + " from due where s.instance_id = due.instance_id"
            + TAKEN_ROW;

    private static final String IS_FREE =
            "select exists (select from gitlab_instance_status where instance_id = ? and " + FREE + ")";

    private static final String TAKE =
            "update gitlab_instance_status s set " + TAKEN + " where instance_id = ? and " + FREE + TAKEN_ROW;

    /** Leaves out rows that another transaction has locked, which must not hold up the other leases. */
    private static final String RENEW = """
            with held as materialized (
                select instance_id from gitlab_instance_status
                where lease_owner = ? and lease_until > now() and instance_id = any (?) for update skip locked),
            renewed as (
                update gitlab_instance_status s set lease_until = now() + interval '45 seconds'
                from held where s.instance_id = held.instance_id returning s.instance_id)
            select instance_id, instance_id in (select instance_id from renewed) from gitlab_instance_status
            where lease_owner = ? and lease_until > now() and instance_id = any (?)""";

    private static final String RELEASE = """
            update gitlab_instance_status set lease_owner = null, lease_until = null
            where instance_id = ? and lease_owner = ?""";

    /** A change of the instance has set its own time meanwhile, which stays. */
    private static final String RESCHEDULE = """
            update gitlab_instance_status set failures = ?, next_at = now() + ? * interval '1 millisecond'
            where instance_id = ? and lease_owner = ? and next_at = ?""";

    private final Transactions transactions;
    private final UUID owner;

    LeaseTable(Transactions transactions, UUID owner) {
        this.transactions = transactions;
        this.owner = owner;
    }

    /**
     * Takes the leases of instances that are due, those that have waited longest first, and those that failed last time after the
     * others.
     *
     * @param limit the largest number of instances
     * @param failedLimit the largest number of instances that failed last time
     */
    List<Row> claim(int limit, int failedLimit) {
        // A commit that stores nothing would count as a sign that the disk of the database has space.
        if (limit <= 0 || !transactions.read(connection -> isDue(connection, failedLimit > 0))) {
            return List.of();
        }
        return transactions.commitUnlocked(connection -> {
            var claimed = claim(connection, false, limit);
            claimed.addAll(claim(connection, true, Math.min(failedLimit, limit - claimed.size())));
            return claimed;
        });
    }

    /**
     * Whether any instance is due.
     *
     * @param failed whether those count that failed last time
     */
    private static boolean isDue(Connection connection, boolean failed) throws SQLException {
        try (var query = connection.prepareStatement(IS_DUE)) {
            query.setBoolean(1, failed);
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private List<Row> claim(Connection connection, boolean failed, int limit) throws SQLException {
        try (var update = connection.prepareStatement(CLAIM)) {
            update.setBoolean(1, failed);
            update.setInt(2, Math.max(limit, 0));
            update.setObject(3, owner);
            return taken(update);
        }
    }

    /** Takes the lease of an instance whether it is due or not; empty if somebody has it, or there is no such instance. */
    List<Row> take(long instanceId) {
        // Read first, for the same reason as above.
        if (!transactions.read(connection -> isFree(connection, instanceId))) {
            return List.of();
        }
        return transactions.commitUnlocked(connection -> {
            try (var update = connection.prepareStatement(TAKE)) {
                update.setObject(1, owner);
                update.setLong(2, instanceId);
                return taken(update);
            }
        });
    }

    private static boolean isFree(Connection connection, long instanceId) throws SQLException {
        try (var query = connection.prepareStatement(IS_FREE)) {
            query.setLong(1, instanceId);
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<Row> taken(PreparedStatement update) throws SQLException {
        var rows = new ArrayList<Row>();
        try (var row = update.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(
                        row.getLong(1), row.getInt(2), row.getTimestamp(3).toInstant()));
            }
        }
        return rows;
    }

    /** Renews leases. Returns the instances whose leases this replica still has, and whether they were renewed. */
    Map<Long, Boolean> renew(Set<Long> instanceIds) {
        return transactions.commitUnlocked(connection -> {
            var found = new HashMap<Long, Boolean>();
            try (var update = connection.prepareStatement(RENEW)) {
                var ids = connection.createArrayOf("bigint", instanceIds.toArray());
                update.setObject(1, owner);
                update.setArray(2, ids);
                update.setObject(3, owner);
                update.setArray(4, ids);
                try (var row = update.executeQuery()) {
                    while (row.next()) {
                        found.put(row.getLong(1), row.getBoolean(2));
                    }
                }
            }
            return found;
        });
    }

    void release(long instanceId) {
        var unused = transactions.commitUnlocked(connection -> release(connection, instanceId));
    }

    /**
     * Gives a lease back, and sets when the instance is due again.
     *
     * @param failures the number of failures in a row
     * @param pause the time from now
     */
    void release(Lease lease, int failures, Duration pause) {
        var unused = transactions.commitUnlocked(connection -> {
            try (var update = connection.prepareStatement(RESCHEDULE)) {
                update.setInt(1, failures);
                update.setLong(2, pause.toMillis());
                update.setLong(3, lease.instanceId());
                update.setObject(4, owner);
                update.setObject(5, lease.nextAt().atOffset(ZoneOffset.UTC));
                update.executeUpdate();
            }
            return release(connection, lease.instanceId());
        });
    }

    private int release(Connection connection, long instanceId) throws SQLException {
        try (var update = connection.prepareStatement(RELEASE)) {
            update.setLong(1, instanceId);
            update.setObject(2, owner);
            return update.executeUpdate();
        }
    }

    /**
     * An instance whose lease was taken.
     *
     * @param failures the number of failures in a row before it
     * @param nextAt the moment from which it was due, or would have been
     */
    record Row(long instanceId, int failures, Instant nextAt) {}
}
