package dev.duoconfig.testkit;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Resets the configuration before each test. Put it after {@code @QuarkusTest}. */
public final class CleanConfiguration implements BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(CleanConfiguration.class);
    private static final int LIMIT_SECONDS = 10;

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        var session = session(ofClass(context));
        try {
            reset(session);
        } catch (SQLException e) {
            // The next test takes another session: this one is in a transaction that has failed.
            session.close();
            throw e;
        }
    }

    private static ExtensionContext ofClass(ExtensionContext context) {
        var ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return ofClass;
    }

    /** A session that the tests of a class share, because a new one takes most of the time of a reset. It is closed after them. */
    private static Connection session(ExtensionContext ofClass) throws SQLException {
        var store = ofClass.getStore(NAMESPACE);
        var session = store.get(Connection.class, Connection.class);
        if (session == null || !session.isValid(LIMIT_SECONDS)) {
            session = Database.connect();
            store.put(Connection.class, session);
        }
        return session;
    }

    /** Resets the configuration. The revision still increases, because the running service then loads the configuration. */
    private static void reset(Connection session) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute("""
                begin;
                -- Followers lock several of these rows, in an order of their own.
                lock table gitlab_instance_status in exclusive mode;
                delete from gitlab_instance;
                update configuration_state set revision = revision + 1;
                %s
                truncate feature_setting, model, subscription_add_on;
                delete from last_check;
                update gateway set url = null, environment_url = null, request_timeout_seconds = 60,
                    beta_features_enabled = false, testing_agreement_accepted_by = null,
                    testing_agreement_accepted_at = null, outbound_allowlist = '{}', agent_platform_url = null,
                    agent_platform_tls = true, vendored_models_allowed = true, revision = 0, updated_at = null,
                    updated_by = null;
                update subscription set plan = null, license_type = null, starts_at = null, expires_at = null,
                    source = null, last_sync_at = null, last_attempt_at = null, last_error = null,
                    entitlement_reason = 'never_synced', not_started = false, agent_platform_reason = null,
                    grace_until = null, evaluated_at = null,
                    next_evaluation_at = null, revision = 0;
                commit""".formatted(AuditTable.EMPTIED));
        }
        AuditTable.forget();
        Api.refresh();
    }
}
