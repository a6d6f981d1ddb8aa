package dev.duoconfig.consistency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the database, read without the service.
 *
 * @param events the audit events in their order
 */
record DatabaseContents(
        long revision,
        List<AuditedEvent> events,
        Snapshot.Gateway gateway,
        Entitlement entitlement,
        Map<String, Setting> settings,
        Map<Long, Snapshot.Model> models) {

    private static final SealedKey A_KEY = new SealedKey("", "");

    static DatabaseContents read(Connection connection) throws SQLException {
        var settings = new HashMap<String, Setting>();
        Rows.each(connection, "select * from feature_setting", row -> {
            var provider = Provider.valueOf(row.getString("provider").toUpperCase(Locale.ROOT));
            var model = provider == Provider.SELF_HOSTED ? row.getLong("model_id") : null;
            return settings.put(
                    row.getString("feature"),
                    new Setting(
                            provider,
                            model,
                            row.getLong("revision"),
                            row.getTimestamp("updated_at").toInstant(),
                            row.getString("updated_by"),
                            row.getString("vendored_model")));
        });
        var models = new HashMap<Long, Snapshot.Model>();
        Rows.each(connection, "select * from model", row -> models.put(row.getLong("id"), model(row)));
        var gateway = Rows.only(
                connection,
                "gateway",
                "select * from gateway",
                row -> new Snapshot.Gateway(
                        row.getString("url"),
                        row.getInt("request_timeout_seconds"),
                        row.getBoolean("beta_features_enabled"),
                        row.getBoolean("vendored_models_allowed")));
        var entitlement = Rows.only(
                connection,
                "subscription",
                "select * from subscription",
                row -> new Entitlement(
                        EntitlementReason.ofId(row.getString("entitlement_reason")),
                        row.getString("plan"),
                        row.getString("agent_platform_reason") == null
                                ? null
                                : EntitlementReason.ofId(row.getString("agent_platform_reason")),
                        !"online_cloud".equals(row.getString("license_type"))));
        var revision = Rows.only(
                connection,
                "configuration_state",
                "select revision from configuration_state",
                row -> row.getLong("revision"));
        return new DatabaseContents(revision, events(connection), gateway, entitlement, settings, models);
    }

    /** Whether the tables match a configuration. Only the presence of API keys is compared. */
    boolean matches(Snapshot snapshot) {
        var withoutKeys = new HashMap<Long, Snapshot.Model>();
        snapshot.models()
                .forEach((id, model) -> withoutKeys.put(
                        id, new Snapshot.Model(id, model.deployment(), model.apiKey() == null ? null : A_KEY)));
        return gateway.equals(snapshot.gateway())
                && entitlement.equals(snapshot.entitlement())
                && settings.equals(snapshot.settings())
                && models.equals(withoutKeys);
    }

    private static Snapshot.Model model(ResultSet row) throws SQLException {
        return new Snapshot.Model(
                row.getLong("id"),
                new Deployment(
                        row.getString("name"),
                        row.getString("family"),
                        row.getString("endpoint"),
                        row.getString("identifier"),
                        row.getString("iam_role")),
                row.getBytes("api_key_sealed") == null ? null : A_KEY);
    }

    private static List<AuditedEvent> events(Connection connection) throws SQLException {
        var events = new ArrayList<AuditedEvent>();
        Rows.each(
                connection,
                "select * from audit_event order by id",
                row -> events.add(new AuditedEvent(
                        row.getLong("revision"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        row.getString("object_type"),
                        row.getString("object_id"),
                        Exchange.json(orNull(row.getString("before"))),
                        Exchange.json(orNull(row.getString("after"))),
                        row.getString("request_id"))));
        return events;
    }

    private static String orNull(@Nullable String json) {
        return json == null ? "null" : json;
    }
}
