package dev.duoconfig.feature;

import java.time.Instant;

import dev.duoconfig.resolve.Setting;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.Session;

/** Stores choices. A feature without a row has no setting. Choices are read only as part of a snapshot. */
@ApplicationScoped
class FeatureSettingRepository {

    private static final String STORE = """
            insert into feature_setting (feature, provider, model_id, revision, updated_at, updated_by, vendored_model)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            on conflict (feature) do update set provider = excluded.provider, model_id = excluded.model_id,
                revision = excluded.revision, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
                vendored_model = excluded.vendored_model""";

    private final Session session;

    FeatureSettingRepository(Session session) {
        this.session = session;
    }

    /** Inserts or updates with a single statement, because all other writers wait for it. */
    void store(String feature, Setting setting) {
        session.createNativeMutationQuery(STORE)
                .setParameter(1, feature)
                .setParameter(2, setting.provider().id())
                .setParameter(3, setting.modelId(), Long.class)
                .setParameter(4, setting.revision())
                .setParameter(5, setting.updatedAt(), Instant.class)
                .setParameter(6, setting.updatedBy(), String.class)
                .setParameter(7, setting.vendoredModel(), String.class)
                .executeUpdate();
    }
}
