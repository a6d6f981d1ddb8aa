package dev.duoconfig.feature;

import java.util.Arrays;

import dev.duoconfig.resolve.Setting;
import dev.duoconfig.store.PendingChange;

/** Stores choices. A feature without a row has no setting. Choices are read only as part of a snapshot. */
final class FeatureSettingRepository {

    private static final String STORE = """
            insert into feature_setting (feature, provider, model_id, revision, updated_at, updated_by, vendored_model)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (feature) do update set provider = excluded.provider, model_id = excluded.model_id,
                revision = excluded.revision, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
                vendored_model = excluded.vendored_model""";

    private FeatureSettingRepository() {}

    /** Inserts or updates with a single statement, because all other writers wait for it. */
    static void store(PendingChange pending, String feature, Setting setting) {
        pending.store(
                STORE,
                Arrays.asList(
                        feature,
                        setting.provider().id(),
                        setting.modelId(),
                        setting.revision(),
                        setting.updatedAt(),
                        setting.updatedBy(),
                        setting.vendoredModel()));
    }
}
