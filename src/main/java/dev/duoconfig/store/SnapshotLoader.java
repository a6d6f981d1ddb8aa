package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.SecurityForms;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole configuration into one snapshot with five statements, regardless of the number of models, or with three if
 * an earlier snapshot has the current models. The caller's transaction must see one state throughout, through its isolation
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
     * @param known an earlier snapshot, or null
     */
    Snapshot load(Connection connection, ConfigurationState state, @Nullable Snapshot known) throws SQLException {
        // Sealing keys again moves the models' revision ahead of the configuration's.
        if (known != null && known.revision() == state.revision() && known.revision() >= state.modelsRevision()) {
            return known;
        }
        var start = System.nanoTime();
        var loaded = new Snapshot(
                state.revision(),
                state.changedAt(),
                catalogue,
                gateway(connection),
                entitlement(connection),
                settings(connection),
                models(connection, state, known));
        metrics.loaded(start);
        return loaded;
    }

    private static Snapshot.Gateway gateway(Connection connection) throws SQLException {
        return Rows.only(
                connection,
                "gateway",
                "select coalesce(url, environment_url), request_timeout_seconds, beta_features_enabled,"
                        + " vendored_models_allowed from gateway",
                row -> new Snapshot.Gateway(row.getString(1), row.getInt(2), row.getBoolean(3), row.getBoolean(4)));
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
        if (known != null && known.revision() < state.revision() && known.revision() >= state.modelsRevision()) {
            return known.models();
        }
        var form = forms.read(connection);
        var models = new HashMap<Long, Snapshot.Model>();
        Rows.each(
                connection,
                "select id, api_key_key_id, api_key_sealed, name, family, endpoint, identifier, iam_role from model",
                row -> models.put(
                        row.getLong(1),
                        new Snapshot.Model(
                                row.getLong(1), deployment(row), sealedKey(row.getString(2), row.getBytes(3), form))));
        return models;
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
