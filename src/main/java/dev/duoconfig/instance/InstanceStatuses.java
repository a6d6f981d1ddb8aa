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
 * The status of GitLab instances, which changes outside the configuration's revision. Each change that a response shows gets
 * a number of its own, so that entity tags change with it.
 */
@ApplicationScoped
class InstanceStatuses {

    /** Binds the id of the instance and the owner of the lease. */
    private static final String LEASED = "instance_id = ? and lease_owner = ? and lease_until > now()";

    /** Binds the revision of the instance, too. */
    private static final String HELD =
            LEASED + " and exists (select from gitlab_instance where id = instance_id and revision = ?)";

    private static final String CHECKED = """
            update gitlab_instance_status set version = version + 1, state = ?, error = ?, differences = ?, revision = ?,
                gitlab_version = ?, plan = cast(? as json), plan_state = ?, checked_at = now(),
                steps_done = null, steps_total = null,
                applied_at = case when ? then now() else applied_at end,
                succeeded_at = case when ? then now() else succeeded_at end
            where\s""" + HELD;

    /** A difference that a person sees is one that an instance which is kept equal has to be corrected for. */
    private static final String PLANNED = """
            update gitlab_instance_status set version = version + 1, state = ?, error = ?, differences = ?, revision = ?,
                gitlab_version = ?, plan = cast(? as json), plan_state = ?, checked_at = now(),
                next_at = case when failures = 0 then least(next_at, now()) else next_at end
            where instance_id = ? and state <> 'applying'""";

    private static final String APPLYING = """
            update gitlab_instance_status set version = version + 1, state = 'applying', error = null, differences = ?,
                revision = ?, gitlab_version = ?, plan = cast(? as json), plan_state = ?,
                steps_done = 0, steps_total = ?, applied_by = ?, stop_requested = false
            where\s""" + HELD;

    private static final String INTERRUPTED = """
            select plan, plan_state, steps_done, applied_by from gitlab_instance_status
            where instance_id = ? and state = 'applying' and plan is not null""";

    private static final String PROGRESS =
            "update gitlab_instance_status set version = version + 1, steps_done = ? where " + HELD
                    + " returning stop_requested";

    private static final String FAIL = """
            update gitlab_instance_status set version = version + 1, state = 'failed', error = ?,
                steps_done = null, steps_total = null
            where\s""";

    private static final String REJECTED = """
            select exists (select from gitlab_instance_status
                where instance_id = ? and state = 'failed' and error like ? and revision = ? and plan_state = ?)""";

    private static final String STOP = """
            update gitlab_instance_status set stop_requested = true
            where instance_id = ? and state = 'applying' and lease_until > now()""";

    private static final String PLAN = "select plan, plan_state from gitlab_instance_status where instance_id = ?";

    private final Transactions transactions;
    private final ObjectMapper json;

    InstanceStatuses(Transactions transactions, ObjectMapper json) {
        this.transactions = transactions;
        this.json = json;
    }

    /** Records the result of a comparison without the lease, unless an apply is running. */
    void planned(long id, StoredPlan plan) {
        var outcome = Outcome.of(plan.plan().inSync(), false);
        var unused = update(PLANNED, statement -> {
            statement.setString(1, outcome.state());
            statement.setString(2, outcome.error());
            statement.setLong(bind(statement, 3, plan), id);
        });
    }

    /** Records the result of a comparison or an apply. */
    void checked(Hold hold, StoredPlan plan, Outcome outcome) {
        var unused = update(CHECKED, statement -> {
            statement.setString(1, outcome.state());
            statement.setString(2, outcome.error());
            var next = bind(statement, 3, plan);
            statement.setBoolean(next, outcome.applied());
            statement.setBoolean(next + 1, outcome.error() == null);
            bind(statement, next + 2, hold);
        });
    }

    /**
     * Records that an apply of a plan begins.
     *
     * @param actor the name of the one who wants it
     * @return whether it may begin
     */
    boolean applying(Hold hold, StoredPlan plan, String actor) {
        return update(APPLYING, statement -> {
                    var next = bind(statement, 1, plan);
                    statement.setInt(next, plan.plan().steps().size());
                    statement.setString(next + 1, actor);
                    bind(statement, next + 2, hold);
                })
                == 1;
    }

    private static void bind(PreparedStatement statement, int first, Hold hold) throws SQLException {
        statement.setLong(first, hold.instanceId());
        statement.setObject(first + 1, hold.owner());
        statement.setLong(first + 2, hold.revision());
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
                    return row.next()
                            ? Optional.of(new Interrupted(stored(row), row.getInt(3), row.getString(4)))
                            : Optional.empty();
                }
            }
        });
    }

    /** Records how far an apply has come, and returns whether it goes on. */
    Course progress(Hold hold, int done) {
        return transactions.commitUnlocked(connection -> {
            try (var update = connection.prepareStatement(PROGRESS)) {
                update.setInt(1, done);
                bind(update, 2, hold);
                try (var row = update.executeQuery()) {
                    return !row.next() ? Course.LOST : row.getBoolean(1) ? Course.STOPPED : Course.GOES_ON;
                }
            }
        });
    }

    /** Records under the lease that the GitLab could not be read or changed, also if the instance was changed meanwhile. */
    void failed(Lease lease, String error) {
        var unused = update(FAIL + LEASED, statement -> {
            statement.setString(1, error);
            statement.setLong(2, lease.instanceId());
            statement.setObject(3, lease.owner());
        });
    }

    /** Records without the lease that the GitLab could not be read, unless an apply is running. */
    void failed(long id, String error) {
        var unused = update(FAIL + "instance_id = ? and state <> 'applying'", statement -> {
            statement.setString(1, error);
            statement.setLong(2, id);
        });
    }

    /**
     * Whether the GitLab has accepted this very plan in this very state before, and was not equal afterwards.
     *
     * @param error the beginning of the error that was recorded then
     */
    boolean isRejected(long id, StoredPlan plan, String error) {
        return transactions.read(connection -> {
            try (var query = connection.prepareStatement(REJECTED)) {
                query.setLong(1, id);
                query.setString(2, error + "%");
                query.setLong(3, plan.plan().revision());
                query.setString(4, plan.state());
                try (var row = query.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
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
     * An apply of which only the first steps may have been made.
     *
     * @param actor the name of the one who wanted it
     */
    record Interrupted(
            StoredPlan plan, int stepsDone, @Nullable String actor) {}

    /** The course of an apply between two steps. */
    enum Course {
        GOES_ON,
        /** Somebody wants it to stop. */
        STOPPED,
        /** The lease is lost, or the instance was changed. */
        LOST
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
