package dev.duoconfig.feature;

import dev.duoconfig.resolve.Snapshot;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The stored choices. */
@ApplicationScoped
class FeatureSettingRepository implements PanacheRepositoryBase<FeatureSettingEntity, String> {

    void store(String feature, Snapshot.Setting setting) {
        var entity = findById(feature);
        if (entity == null) {
            entity = new FeatureSettingEntity();
            entity.feature = feature;
            entity.store(setting);
            persist(entity);
        } else {
            entity.store(setting);
        }
    }
}
