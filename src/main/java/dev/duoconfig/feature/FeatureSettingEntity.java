package dev.duoconfig.feature;

import java.time.Instant;

import dev.duoconfig.resolve.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** What was chosen for a feature; a feature that nobody ever touched has no row. */
@Entity
@Table(name = "feature_setting")
@SuppressWarnings("NullAway.Init")
class FeatureSettingEntity {

    @Id
    String feature;

    String provider;

    @Column(name = "model_id")
    @Nullable
    Long modelId;

    /** When the row was last changed, as a revision of the configuration. */
    long revision;

    @Column(name = "updated_at")
    @Nullable
    Instant updatedAt;

    @Column(name = "updated_by")
    @Nullable
    String updatedBy;

    void store(Snapshot.Setting setting) {
        provider = setting.provider().id();
        modelId = setting.modelId();
        revision = setting.revision();
        updatedAt = setting.updatedAt();
        updatedBy = setting.updatedBy();
    }
}
