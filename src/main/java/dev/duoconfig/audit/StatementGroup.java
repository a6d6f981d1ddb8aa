package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Statements that the database receives together, in the order in which they were added: the driver sends them without a wait for
 * the result of each. The first one that fails ends the rest.
 */
public final class StatementGroup {

    private final List<String> statements = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    /** Adds a statement with the values of its parameters. */
    public void add(String sql, List<? extends @Nullable Object> parameters) {
        statements.add(sql);
        values.addAll(parameters);
    }

    /** The number of statements. */
    public int size() {
        return statements.size();
    }

    /** Executes the statements, if there are any, and forgets them. */
    public void execute(Connection connection) throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        try (var group = connection.prepareStatement(String.join(";", statements))) {
            bind(group, values);
            group.execute();
        }
        statements.clear();
        values.clear();
    }

    static void bind(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
        for (var index = 0; index < values.size(); index++) {
            var value = values.get(index);
            statement.setObject(index + 1, value instanceof Instant time ? Timestamp.from(time) : value);
        }
    }
}
