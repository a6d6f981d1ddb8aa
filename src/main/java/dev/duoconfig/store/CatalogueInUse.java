package dev.duoconfig.store;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.catalogue.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * Records which catalogue the configuration is read with. A different catalogue changes responses although the configuration
 * is unchanged; recording it gives the change its own revision and audit event. Settings that the new catalogue does not contain
 * stay stored.
 */
@ApplicationScoped
public class CatalogueInUse {

    private final ConfigurationWriter writer;
    private final EntityManager entities;
    private final Catalogue catalogue;
    private final SplitFeatures splitFeatures;

    CatalogueInUse(
            ConfigurationWriter writer, EntityManager entities, Catalogue catalogue, SplitFeatures splitFeatures) {
        this.writer = writer;
        this.entities = entities;
        this.catalogue = catalogue;
        this.splitFeatures = splitFeatures;
    }

    /** Records the catalogue at startup. An empty database has no earlier catalogue, so nothing changes. */
    public void record() {
        writer.write(WriteKind.CATALOGUE, WriteOptions.system(), pending -> {
            var recorded = recorded();
            if (!catalogue.version().equals(recorded)) {
                store();
            }
            if (recorded != null && !catalogue.version().equals(recorded)) {
                var earlier = earlier(recorded);
                pending.changeCatalogue(
                        earlier,
                        new AuditEvent("catalogue.changed", "catalogue", null, null, recorded, catalogue.version()));
                splitFeatures.copySettings(pending, earlier, catalogue);
            }
            return catalogue.version();
        });
    }

    /** The recorded catalogue, or the current one if this release no longer includes it, so that nothing is compared. */
    private Catalogue earlier(String recorded) {
        return Catalogue.versions().contains(recorded) ? Catalogue.load(recorded) : catalogue;
    }

    private @Nullable String recorded() {
        return (String) entities.createNativeQuery("select catalogue_version from configuration_state", String.class)
                .getSingleResult();
    }

    private void store() {
        entities.createNativeQuery("update configuration_state set catalogue_version = ?1")
                .setParameter(1, catalogue.version())
                .executeUpdate();
    }
}
