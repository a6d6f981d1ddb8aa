package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Reads rows with JDBC, and requires the only row of a table that has exactly one. Use it to map the columns of queries
 * without parameters on a transaction's connection, such as those of a snapshot; use Panache for entities, and a native query
 * for a single value in code that has the entity manager anyway.
 */
public final class Rows {

    private Rows() {}

    /**
     * Returns the only row of a table.
     *
     * @param row the row, or null if the table is empty
     * @throws IllegalStateException if the table is empty
     */
    public static <T> T requireOnly(@Nullable T row, String table) {
        if (row == null) {
            throw lost(table);
        }
        return row;
    }

    /**
     * Reads the only row of a table.
     *
     * @throws IllegalStateException if the table is empty
     */
    public static <T> T only(Connection connection, String table, String sql, Mapper<T> mapper) throws SQLException {
        try (var query = connection.prepareStatement(sql);
                var row = query.executeQuery()) {
            return only(row, table, mapper);
        }
    }

    /**
     * Reads the only row of a result.
     *
     * @throws IllegalStateException if the result is empty
     */
    static <T> T only(ResultSet row, String table, Mapper<T> mapper) throws SQLException {
        if (!row.next()) {
            throw lost(table);
        }
        return mapper.map(row);
    }

    /** Reads all rows of a query. */
    public static void each(Connection connection, String sql, Mapper<?> mapper) throws SQLException {
        try (var query = connection.prepareStatement(sql);
                var row = query.executeQuery()) {
            while (row.next()) {
                var unused = mapper.map(row);
            }
        }
    }

    /** The moment in a column, or null. */
    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private static IllegalStateException lost(String table) {
        return new IllegalStateException("The table " + table + " has lost its only row");
    }

    /** Maps the current row of a result set. */
    @FunctionalInterface
    public interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }
}
