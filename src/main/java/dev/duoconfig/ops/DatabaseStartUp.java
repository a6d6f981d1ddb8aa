package dev.duoconfig.ops;

import java.sql.SQLException;

import dev.duoconfig.apikey.ApiKeyRows;
import dev.duoconfig.audit.AuditCheckpoints;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.secret.AuditKeys;
import dev.duoconfig.secret.MasterKeyCheck;
import dev.duoconfig.store.CatalogueInUse;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.RestoredDatabase;
import dev.duoconfig.store.SetBackDatabase;
import dev.duoconfig.subscription.Subscriptions;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.PersistenceException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The steps that prepare the database at start, in order, before anything else uses it. See docs/framework.md. */
@ApplicationScoped
class DatabaseStartUp {

    private static final Logger LOG = Logger.getLogger(DatabaseStartUp.class);

    private final DatabaseState database;
    private final AgroalDataSource connections;
    private final SchemaMigration migration;
    private final AuditCheckpoints checkpoints;
    private final MasterKeyCheck masterKey;
    private final AuditKeys auditKeys;
    private final ApiKeyRows apiKeys;
    private final RestoredDatabase restored;
    private final SetBackDatabase setBack;
    private final CatalogueInUse catalogue;
    private final Gateways gateway;
    private final Subscriptions subscriptions;

    DatabaseStartUp(
            DatabaseState database,
            AgroalDataSource connections,
            SchemaMigration migration,
            AuditCheckpoints checkpoints,
            MasterKeyCheck masterKey,
            AuditKeys auditKeys,
            ApiKeyRows apiKeys,
            RestoredDatabase restored,
            SetBackDatabase setBack,
            CatalogueInUse catalogue,
            Gateways gateway,
            Subscriptions subscriptions) {
        this.database = database;
        this.connections = connections;
        this.migration = migration;
        this.checkpoints = checkpoints;
        this.masterKey = masterKey;
        this.auditKeys = auditKeys;
        this.apiKeys = apiKeys;
        this.restored = restored;
        this.setBack = setBack;
        this.catalogue = catalogue;
        this.gateway = gateway;
        this.subscriptions = subscriptions;
    }

    /**
     * Runs all steps. Each step detects that it was already done, by this or another instance. Afterwards, the newest
     * snapshot is loaded.
     *
     * @param gatewayUrl the AI gateway's URL in the environment, or null
     * @throws ConfigurationException if the operator has to fix something; its message is for the operator
     */
    @ActivateRequestContext
    void run(@Nullable String gatewayUrl) throws DatabaseUnavailableException {
        try {
            database.start(() -> steps(gatewayUrl));
        } catch (SchemaLockedException e) {
            throw new DatabaseUnavailableException(String.valueOf(e.getMessage()), true);
        } catch (ApiException e) {
            // A database that was set back stays so until somebody acts, and its problem says how.
            if (setBack.isSetBack() || !e.isTransient()) {
                throw e;
            }
            throw new DatabaseUnavailableException("Another instance is making a change that takes long.", true);
        } catch (RuntimeException e) {
            PoolerProbe.requireStatements(e);
            var message = DatabaseFailures.message(e);
            if (DatabaseErrors.isUnavailable(e)) {
                throw new DatabaseUnavailableException(
                        message == null ? LoggedSecrets.redact(String.valueOf(e.getMessage())) : message, false);
            }
            throw message == null ? e : new ConfigurationException("The database cannot be used. " + message);
        }
    }

    private void steps(@Nullable String gatewayUrl) {
        migrate();
        PoolerProbe.run(connections);
        checkpoints.start();
        verifyMasterKey();
        restored.recognize();
        catalogue.record();
        gateway.recordEnvironmentUrl(gatewayUrl);
        subscriptions.reevaluateAtStart();
    }

    /** If several instances start at the same time, one migrates and the others wait for it. */
    private void migrate() {
        try {
            migration.run();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private void verifyMasterKey() {
        try {
            var form = masterKey.verify(apiKeys.countByMasterKey().keySet());
            if (form.keysBound() && !form.complete()) {
                LOG.warn(
                        "Some stored API keys are not bound to the server of their model, because they could not be sealed again."
                                + " Call POST /secrets/rewrap again, and store the keys again that it counts as unreadable.");
            } else if (!form.complete()) {
                LOG.warn(
                        "Stored API keys are not bound to the server of their model, and audit events have no keyed hash, as in"
                                + " release 0.2, which can still run on this database. When no instance of it is left, call POST"
                                + " /secrets/rewrap.");
            }
            auditKeys.keep();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }
}
