package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.audit.AuditQuery.Condition;
import jakarta.enterprise.context.ApplicationScoped;
import org.postgresql.PGStatement;

/** Finds audit events. */
@ApplicationScoped
class AuditTrail {

    private final AuditDatabase database;

    AuditTrail(AuditDatabase database) {
        this.database = database;
    }

    /** The matching events, newest first; one more than a page has if there are that many. */
    List<AuditEntry> find(AuditQuery query) {
        var paging = query.paging();
        var conditions = query.conditions();
        if (paging.before() != null) {
            conditions.add(new Condition("id < ?", paging.before()));
        }
        return database.read(connection -> find(connection, conditions, query.order(), paging.limit()));
    }

    private static List<AuditEntry> find(Connection connection, List<Condition> conditions, String order, int limit)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql(conditions, order, limit))) {
            // Lets PostgreSQL plan for these values. A plan for all values reads the whole table for a value that no
            // event has.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            for (int i = 0; i < conditions.size(); i++) {
                var value = conditions.get(i).value();
                statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
            }
            var found = new ArrayList<AuditEntry>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(AuditEntry.from(AuditRow.from(row), AuditRow.storedHash(row)));
                }
            }
            return found;
        }
    }

    /** The query with a parameter for each condition. */
    static String sql(List<Condition> conditions, String order, int limit) {
        var sql = new StringBuilder("select " + AuditRow.COLUMNS + " from audit_event where true");
        conditions.forEach(condition -> sql.append(" and ").append(condition.sql()));
        return sql.append(" order by ")
                .append(order)
                .append(" desc limit ")
                .append(limit)
                .toString();
    }
}
