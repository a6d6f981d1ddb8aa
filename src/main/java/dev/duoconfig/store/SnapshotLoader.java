package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.GatewayDetails;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.resolve.ModelDetails;
import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.SecurityForms;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole configuration into one snapshot with seven statements, regardless of the number of models, or with fewer if
 * an earlier snapshot has the current models, or everything except the newest checks. The caller's transaction must see one state throughout, through its isolation
 * level or because it holds the write lock.
 */
@ApplicationScoped
class SnapshotLoader {

    private final Catalogue catalogue;
    private final SecurityForms forms;
    private final RebuildMetrics metrics;

    SnapshotLoader(Catalogue catalogue, SecurityForms forms, RebuildMetrics metrics) {
        this.catalogue = catalogue;
        this.forms = forms;
        this.metrics = metrics;
    }

    /**
     * Loads the snapshot of a state.
     *
     * @param earlier an earlier snapshot, or null
     */
    Snapshot load(Connection connection, ConfigurationState state, @Nullable Snapshot earlier) throws SQLException {
        var known = earlier != null && earlier.isComplete() ? earlier : null;
        // Sealing keys again moves the models' revision ahead of the configuration's.
        if (known != null && known.revision() == state.revision() && known.revision() >= state.modelsRevision()) {
            return known.withChecks(StoredChecks.newer(connection, state.checksVersion(), known.checks()));
        }
        var start = System.nanoTime();
        var gateway = gateway(connection);
        var loaded = new Snapshot(
                state.revision(),
                state.changedAt(),
                catalogue,
                gateway,
                entitlement(connection),
                settings(connection),
                models(connection, state, known),
                SubscriptionRows.read(connection),
                checks(connection, state, gateway, known));
        metrics.loaded(start);
        return loaded;
    }

    /** The database has deleted no known check unless a model or the gateway has changed. */
    private static KnownChecks checks(
            Connection connection, ConfigurationState state, Snapshot.Gateway gateway, @Nullable Snapshot known)
            throws SQLException {
        var details = gateway.details();
        return known != null && hasModels(known, state) && details != null && details.revision() <= known.revision()
                ? StoredChecks.newer(connection, state.checksVersion(), known.checks())
                : StoredChecks.all(connection, state.checksVersion());
    }

    private static Snapshot.Gateway gateway(Connection connection) throws SQLException {
        return Rows.only(connection, "gateway", """
                select coalesce(url, environment_url), request_timeout_seconds, beta_features_enabled, vendored_models_allowed,
                    url is not null, testing_agreement_accepted_by, testing_agreement_accepted_at, outbound_allowlist,
                    agent_platform_url, agent_platform_tls, revision, updated_at, updated_by
                from gateway""", SnapshotLoader::gateway);
    }

    private static Snapshot.Gateway gateway(ResultSet row) throws SQLException {
        return new Snapshot.Gateway(
                row.getString(1),
                row.getInt(2),
                row.getBoolean(3),
                row.getBoolean(4),
                new GatewayDetails(
                        row.getBoolean(5),
                        row.getString(6),
                        Rows.instant(row, 7),
                        List.of((String[]) row.getArray(8).getArray()),
                        row.getString(9),
                        row.getBoolean(10),
                        row.getLong(11),
                        Rows.instant(row, 12),
                        row.getString(13)));
    }

    private static Entitlement entitlement(Connection connection) throws SQLException {
        // Releases up to 0.2 do not know the reason not_started.
        return Rows.only(
                connection,
                "subscription",
                "select case when not_started and entitlement_reason = 'add_on_inactive' then 'not_started'"
                        + " else entitlement_reason end, plan, agent_platform_reason, license_type from subscription",
                row -> new Entitlement(
                        EntitlementReason.ofId(row.getString(1)),
                        row.getString(2),
                        row.getString(3) == null ? null : EntitlementReason.ofId(row.getString(3)),
                        !"online_cloud".equals(row.getString(4))));
    }

    private static Map<String, Setting> settings(Connection connection) throws SQLException {
        var settings = new HashMap<String, Setting>();
        Rows.each(
                connection,
                "select feature, provider, model_id, revision, updated_at, updated_by, vendored_model from feature_setting",
                row -> settings.put(
                        row.getString(1),
                        new Setting(
                                Provider.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                nullableLong(row, 3),
                                row.getLong(4),
                                row.getTimestamp(5).toInstant(),
                                row.getString(6),
                                row.getString(7))));
        return settings;
    }

    private Map<Long, Snapshot.Model> models(Connection connection, ConfigurationState state, @Nullable Snapshot known)
            throws SQLException {
        if (known != null && known.revision() < state.revision() && hasModels(known, state)) {
            return known.models();
        }
        var form = forms.read(connection);
        var before = known == null ? Map.<Long, Snapshot.Model>of() : known.models();
        var models = new HashMap<Long, Snapshot.Model>();
        Rows.each(
                connection,
                "select id, api_key_key_id, api_key_sealed, name, family, endpoint, identifier, iam_role, api_key_updated_at,"
                        + " created_at, updated_at, updated_by from model",
                row -> {
                    var model = model(row, form);
                    var unchanged = before.get(model.id());
                    // A model that stays the same object keeps everything that is derived from it.
                    return models.put(model.id(), model.equals(unchanged) ? unchanged : model);
                });
        return models;
    }

    private static Snapshot.Model model(ResultSet row, SecurityForm form) throws SQLException {
        return new Snapshot.Model(
                row.getLong(1),
                deployment(row),
                sealedKey(row.getString(2), row.getBytes(3), form),
                new ModelDetails(
                        Rows.instant(row, 9),
                        row.getTimestamp(10).toInstant(),
                        row.getTimestamp(11).toInstant(),
                        row.getString(12)));
    }

    private static boolean hasModels(Snapshot known, ConfigurationState state) {
        return known.revision() >= state.modelsRevision();
    }

    private static Deployment deployment(ResultSet row) throws SQLException {
        return new Deployment(row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getString(8));
    }

    private static @Nullable SealedKey sealedKey(
            @Nullable String masterKeyId, byte @Nullable [] bytes, SecurityForm form) {
        return masterKeyId == null || bytes == null
                ? null
                : SealedKeyMapping.toSnapshot(new Sealed(masterKeyId, bytes), form);
    }

    private static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
