package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.resolve.CheckRoute;
import dev.duoconfig.resolve.CheckStatus;
import dev.duoconfig.resolve.KnownCheck;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.resolve.LastCheck;
import org.jspecify.annotations.Nullable;

/** Reads the newest checks. Each has a number, greater than those of all that were recorded before it. */
public final class StoredChecks {

    private static final String NEXT = """
            update configuration_state set checks_version = greatest(checks_version + 1, ?) where id = 1
            returning checks_version""";

    private static final String SELECT = "select subject, version, status, summary, via, at, since from last_check";

    private StoredChecks() {}

    /** All checks. */
    static KnownChecks all(Connection connection, long version) throws SQLException {
        try (var query = connection.prepareStatement(SELECT)) {
            return new KnownChecks(version, read(query));
        }
    }

    /** The known checks, with those recorded since. */
    static KnownChecks newer(Connection connection, long version, KnownChecks known) throws SQLException {
        if (known.version() == version) {
            return known;
        }
        if (known.version() > version) {
            // The database has lost some of them.
            return all(connection, version);
        }
        try (var query = connection.prepareStatement(SELECT + " where version > ?")) {
            query.setLong(1, known.version());
            return known.with(version, read(query));
        }
    }

    /** The known checks after a change of what they are about, which the database has forgotten some of. */
    static KnownChecks after(Connection connection, KnownChecks known, Collection<String> changed) throws SQLException {
        var affected = changed.stream().filter(known.byPath()::containsKey).toArray();
        if (affected.length == 0) {
            return known;
        }
        var checks = new HashMap<String, KnownCheck>(known.byPath());
        for (var subject : affected) {
            checks.remove(subject);
        }
        try (var query = connection.prepareStatement(SELECT + " where subject = any (?)")) {
            query.setArray(1, connection.createArrayOf("text", affected));
            checks.putAll(read(query));
        }
        return new KnownChecks(known.version(), checks);
    }

    /**
     * The number of a check that is recorded under the write lock.
     *
     * @param atLeast the least number that it may have
     */
    public static long nextVersion(Connection connection, long atLeast) throws SQLException {
        try (var update = connection.prepareStatement(NEXT)) {
            update.setLong(1, atLeast);
            try (var row = update.executeQuery()) {
                return Rows.requireOnly(row.next() ? row.getLong(1) : null, "configuration_state");
            }
        }
    }

    /** The check of a subject, within a write that has flushed what it changes. */
    public static KnownCheck of(Connection connection, String subject) throws SQLException {
        try (var query = connection.prepareStatement(SELECT + " where subject = ?")) {
            query.setString(1, subject);
            return read(query).getOrDefault(subject, KnownCheck.NONE);
        }
    }

    private static Map<String, KnownCheck> read(PreparedStatement query) throws SQLException {
        var checks = new HashMap<String, KnownCheck>();
        try (var row = query.executeQuery()) {
            while (row.next()) {
                checks.put(row.getString(1), new KnownCheck(check(row), row.getLong(2)));
            }
        }
        return checks;
    }

    private static LastCheck check(ResultSet row) throws SQLException {
        return new LastCheck(
                CheckStatus.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getString(4),
                route(row.getString(5)),
                row.getTimestamp(6).toInstant(),
                row.getTimestamp(7).toInstant());
    }

    private static @Nullable CheckRoute route(@Nullable String stored) {
        return stored == null ? null : CheckRoute.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
