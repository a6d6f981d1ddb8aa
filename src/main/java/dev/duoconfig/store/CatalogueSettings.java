package dev.duoconfig.store;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.CatalogueException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The GitLab version whose model families and features apply. */
@ConfigMapping(prefix = "duo")
interface CatalogueSettings {

    /** The catalogue: 18.2, 18.9, or 19.4. */
    @WithDefault("19.4")
    String catalogue();

    /** Loads the chosen catalogue once. */
    class Loader {

        @Produces
        @Singleton
        Catalogue catalogue(CatalogueSettings settings) {
            try {
                return Catalogue.load(settings.catalogue());
            } catch (CatalogueException e) {
                // Stops startup with this message instead of a stack trace.
                throw new ConfigurationException("DUO_CATALOGUE cannot be used. " + e.getMessage());
            }
        }
    }
}
