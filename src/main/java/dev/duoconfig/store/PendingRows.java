package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.duoconfig.audit.StatementGroup;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a pending change. Entities and statements are sent as late as possible, the statements after the entities and in the
 * same round trip as the next revision.
 */
final class PendingRows {

    /** Enough for all features of a catalogue. Plans can store each of them many times. */
    private static final int MAX_STATEMENTS = 100;

    private final Connection connection;
    private final EntityManager entities;
    private final StatementGroup statements = new StatementGroup();

    PendingRows(Connection connection, EntityManager entities) {
        this.connection = connection;
        this.entities = entities;
    }

    void store(String sql, List<? extends @Nullable Object> values) {
        if (statements.size() == MAX_STATEMENTS) {
            flush();
        }
        statements.add(sql, values);
    }

    /** Sends everything. */
    void flush() {
        var rest = last();
        try {
            rest.execute(connection);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** Sends the entities, and returns the statements, to which the last ones of the transaction can be added. */
    StatementGroup last() {
        entities.flush();
        return statements;
    }
}
