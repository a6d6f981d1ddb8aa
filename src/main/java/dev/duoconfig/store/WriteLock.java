package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.secret.SecurityForm;
import org.jspecify.annotations.Nullable;

/**
 * The lock of all writes, with what they need to know before they begin. All other writers wait for it, so it is taken and read
 * in one round trip.
 *
 * @param form as stored
 * @param nextEvaluationAt the moment from which on time alone may have changed the entitlement; null if it never does
 */
record WriteLock(
        ConfigurationState state,
        SecurityForm form,
        @Nullable Instant nextEvaluationAt) {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Only a statement that begins after the wait for the lock sees what the previous holder has committed in other tables. */
    private static final String TAKE = "set local lock_timeout = '1500ms';" + ConfigurationState.SELECT + """
             for update;select keys_bound, unbound_keys_refused, audit_keyed, next_evaluation_at
            from subscription left join security_form on true""";

    /** Takes the lock until the end of the transaction, and waits for it for at most 1.5 s. */
    static WriteLock take(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE)) {
            statement.execute();
            var state = next(statement, "configuration_state", ConfigurationState::from);
            return next(
                    statement,
                    "subscription",
                    row -> new WriteLock(state, SecurityForm.from(row), Rows.instant(row, 4)));
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw otherChangeInProgress();
            }
            throw e;
        }
    }

    /** The problem of a change that has waited as long as it may for another one, here or on another instance. */
    static ApiException otherChangeInProgress() {
        return new ApiException(
                ProblemType.UNAVAILABLE,
                "Another change is in progress and takes long, such as a large document. Nothing was changed. Try again.");
    }

    private static <T> T next(PreparedStatement statement, String table, Rows.Mapper<T> mapper) throws SQLException {
        statement.getMoreResults();
        try (var row = statement.getResultSet()) {
            return Rows.only(row, table, mapper);
        }
    }

    /** Whether time alone may have changed the entitlement since its last evaluation. */
    boolean isEvaluationDue(Instant at) {
        return nextEvaluationAt != null && !nextEvaluationAt.isAfter(at);
    }
}
