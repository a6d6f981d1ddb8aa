package dev.duoconfig.instance;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * What is known about GitLab instances, which changes outside the configuration's revision. Each change that a response shows gets
 * a number of its own, so that entity tags change with it.
 */
@ApplicationScoped
class InstanceStatuses {

    private static final String CHECKED = """
            update gitlab_instance_status set version = version + 1, state = ?, error = ?, differences = ?, revision = ?,
                gitlab_version = ?, plan = cast(? as json), plan_state = ?, checked_at = now(),
                steps_done = null, steps_total = null,
                applied_at = case when ? then now() else applied_at end,
                succeeded_at = case when ? then now() else succeeded_at end
            where instance_id = ? and (? or state <> 'applying')""";

    private static final String APPLYING = """
            update gitlab_instance_status set version = version + 1, state = 'applying', error = null, differences = ?,
                revision = ?, gitlab_version = ?, plan = cast(? as json), plan_state = ?,
                steps_done = 0, steps_total = ?, stop_requested = false
            where instance_id = ?""";

    private static final String INTERRUPTED = """
            select plan, plan_state, steps_done from gitlab_instance_status
            where instance_id = ? and state = 'applying' and plan is not null""";

    private static final String PROGRESS = """
            update gitlab_instance_status set version = version + 1, steps_done = ?
            where instance_id = ? returning stop_requested""";

    private static final String FAILED = """
            update gitlab_instance_status set version = version + 1, state = 'failed', error = ?, checked_at = now(),
                steps_done = null, steps_total = null
            where instance_id = ? and (? or state <> 'applying')""";

    private static final String STOP = """
            update gitlab_instance_status set stop_requested = true
            where instance_id = ? and state = 'applying' and lease_until > now()""";

    private static final String PLAN = "select plan, plan_state from gitlab_instance_status where instance_id = ?";

    private static final String FAILED_STATE = "failed";

    private final Transactions transactions;
    private final ObjectMapper json;

    InstanceStatuses(Transactions transactions, ObjectMapper json) {
        this.transactions = transactions;
        this.json = json;
    }

    /** Records the result of a comparison, unless another replica applies the configuration at this moment. */
    void planned(long id, StoredPlan plan, Outcome outcome) {
        checked(id, plan, outcome, false);
    }

    /** Records the result of a comparison under the lease on the instance. */
    void checked(long id, StoredPlan plan, Outcome outcome) {
        checked(id, plan, outcome, true);
    }

    private void checked(long id, StoredPlan plan, Outcome outcome, boolean leased) {
        var unused = update(CHECKED, statement -> {
            statement.setString(1, outcome.state());
            statement.setString(2, outcome.error());
            var next = bind(statement, 3, plan);
            statement.setBoolean(next, outcome.applied());
            statement.setBoolean(next + 1, !outcome.state().equals(FAILED_STATE));
            statement.setLong(next + 2, id);
            statement.setBoolean(next + 3, leased);
        });
    }

    /** Records that an apply of a plan has begun. */
    void applying(long id, StoredPlan plan) {
        var unused = update(APPLYING, statement -> {
            var next = bind(statement, 1, plan);
            statement.setInt(next, plan.plan().steps().size());
            statement.setLong(next + 1, id);
        });
    }

    private int bind(PreparedStatement statement, int first, StoredPlan plan) throws SQLException {
        var shown = plan.plan();
        statement.setInt(first, shown.steps().size());
        statement.setLong(first + 1, shown.revision());
        statement.setString(first + 2, shown.gitlab().version());
        statement.setString(first + 3, JsonText.of(json, shown));
        statement.setString(first + 4, plan.state());
        return first + 5;
    }

    /** The apply that the replica which had the lease before has not finished. */
    Optional<Interrupted> interrupted(long id) {
        return transactions.read(connection -> {
            try (var query = connection.prepareStatement(INTERRUPTED)) {
                query.setLong(1, id);
                try (var row = query.executeQuery()) {
                    return row.next() ? Optional.of(new Interrupted(stored(row), row.getInt(3))) : Optional.empty();
                }
            }
        });
    }

    /**
     * Records how far an apply has come.
     *
     * @return whether somebody wants it to stop
     */
    boolean progress(long id, int done) {
        return transactions.commitUnlocked(connection -> {
            try (var update = connection.prepareStatement(PROGRESS)) {
                update.setInt(1, done);
                update.setLong(2, id);
                try (var row = update.executeQuery()) {
                    // Without a row, the instance has been deleted.
                    return !row.next() || row.getBoolean(1);
                }
            }
        });
    }

    /**
     * Records that the GitLab could not be read or changed.
     *
     * @param leased whether the caller holds the lease on the instance; without it, the progress of an apply is not overwritten
     */
    void failed(long id, String error, boolean leased) {
        var unused = update(FAILED, statement -> {
            statement.setString(1, error);
            statement.setLong(2, id);
            statement.setBoolean(3, leased);
        });
    }

    /** Asks a running apply to stop; false if none is running. */
    boolean requestStop(long id) {
        return update(STOP, statement -> statement.setLong(1, id)) == 1;
    }

    /** The newest plan; empty before the first one. */
    Optional<StoredPlan> plan(long id) {
        return transactions.read(connection -> {
            try (var query = connection.prepareStatement(PLAN)) {
                query.setLong(1, id);
                try (var row = query.executeQuery()) {
                    return row.next() && row.getString(1) != null ? Optional.of(stored(row)) : Optional.empty();
                }
            }
        });
    }

    private StoredPlan stored(ResultSet row) throws SQLException {
        try {
            return new StoredPlan(json.readValue(row.getString(1), GitLabPlan.class), row.getString(2));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored plan cannot be read", e);
        }
    }

    private int update(String sql, Binding binding) {
        return transactions.commitUnlocked(connection -> {
            try (var update = connection.prepareStatement(sql)) {
                binding.bind(update);
                return update.executeUpdate();
            }
        });
    }

    /**
     * A plan with its state.
     *
     * @param state the part of its entity tag that stands for the state of the GitLab
     */
    record StoredPlan(GitLabPlan plan, String state) {

        /** The entity tag: the revision of the configuration and the state of the GitLab. */
        String tag() {
            return "\"" + plan.revision() + "-" + state + "\"";
        }
    }

    /** An apply of which only the first steps may have been made. */
    record Interrupted(StoredPlan plan, int stepsDone) {}

    /**
     * The result of a comparison.
     *
     * @param applied whether something was changed in the GitLab
     * @param error what an administrator has to know; null for nothing
     */
    record Outcome(String state, boolean applied, @Nullable String error) {

        static Outcome of(boolean inSync, boolean applied) {
            return new Outcome(inSync ? "in_sync" : "different", applied, null);
        }

        static Outcome notApplied(String reason) {
            return new Outcome("different", false, reason);
        }

        static Outcome failed(boolean applied, String error) {
            return new Outcome(FAILED_STATE, applied, error);
        }
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
