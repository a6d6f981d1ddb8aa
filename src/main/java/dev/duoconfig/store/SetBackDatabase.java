package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;

import dev.duoconfig.audit.KnownHead;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecretBox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a database that lacks a revision which this instance has served. Serving it would move the revision back, or show a
 * history that has gone its own way. The revisions that are lost are noted in that database, because a restarted instance would no
 * longer know them. See docs/adr/0025-revisions-are-never-used-again.md.
 */
@ApplicationScoped
@Startup
public class SetBackDatabase {

    /** Leaves a database alone that is sealed under other master keys: it belongs to another installation. */
    private static final String NOTE = """
            update configuration_state set lost_revision = greatest(lost_revision, ?)
            where id = 1 and exists (select from secret_key where key_id = any (?))""";

    private final Transactions transactions;
    private final SecretBox secrets;
    private final KnownHead auditHead;

    /** The newest revision that the database lacks, or 0. */
    private volatile long lost;

    private volatile long noted;

    SetBackDatabase(Transactions transactions, SecretBox secrets, KnownHead auditHead, MeterRegistry meters) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.auditHead = auditHead;
        Gauge.builder("duo.database.set.back", () -> isSetBack() ? 1 : 0)
                .description(
                        "1 while this instance refuses its database because it was set back to an older or another state, 0 otherwise")
                .register(meters);
    }

    /** Whether the database was refused when it was last read. */
    public boolean isSetBack() {
        return lost > 0;
    }

    /**
     * Ends the request with a 503 if the database lacks a revision that this instance has served.
     *
     * @param served the snapshot that was published before the state was read, or null
     */
    void require(Connection connection, ConfigurationState state, @Nullable Snapshot served) throws SQLException {
        if (served == null || !(state.isBefore(served) || hasDiverged(connection, state, served))) {
            lost = 0;
            noted = 0;
            return;
        }
        lost = served.revision();
        throw new ApiException(
                ProblemType.UNAVAILABLE,
                difference(state, served)
                        + ". First make sure that DUO_DATABASE_URL leads to the database that you mean, and that its restore is complete. Restart this instance to continue with the state of the database.");
    }

    private static String difference(ConfigurationState state, Snapshot served) {
        return state.isBefore(served)
                ? "The database is at revision %d of %s, but this instance has already served revision %d of %s: the database was set back"
                        .formatted(state.revision(), state.changedAt(), served.revision(), served.changedAt())
                : "The database is at revision %d of %s, but its revision %d is not the one of %s that this instance has served: the database was set back and has changed since"
                        .formatted(state.revision(), state.changedAt(), served.revision(), served.changedAt());
    }

    /**
     * Whether the database has another state at the revision that was served, and has since gone on to a newer one, as a promoted
     * standby does while the old primary still accepts changes. A declared restore is accepted: its history begins again.
     */
    private boolean hasDiverged(Connection connection, ConfigurationState state, Snapshot served) throws SQLException {
        return served.revision() < state.revision()
                && served.revision() >= state.firstRevision()
                && RevisionTimes.isOther(connection, served.revision(), served.changedAt())
                && !auditHead.isContinuedBy(connection, state.auditHead());
    }

    /** Notes in the database which revisions it has lost, once. Their numbers are then not used again. */
    public void note() {
        var newest = lost;
        if (newest > noted) {
            transactions.commitLocked(connection -> note(connection, newest));
            noted = newest;
        }
    }

    private long note(Connection connection, long newest) throws SQLException {
        try (var update = connection.prepareStatement(NOTE)) {
            update.setLong(1, newest);
            update.setArray(2, connection.createArrayOf("text", secrets.keyIds().toArray()));
            return update.executeUpdate();
        }
    }
}
