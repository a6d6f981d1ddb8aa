package dev.duoconfig.subscription;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Logs at the start that the source of the subscription cannot be used, instead of at the first synchronization. */
@ApplicationScoped
class SourceCheck {

    private static final Logger LOG = Logger.getLogger(SourceCheck.class);

    private final ConfiguredSource source;

    SourceCheck(ConfiguredSource source) {
        this.source = source;
    }

    void start(@Observes StartupEvent event) {
        var fault = source.fault();
        if (fault != null) {
            LOG.warnf(
                    "THE SUBSCRIPTION CANNOT BE SYNCHRONIZED. %s Without a subscription, models and features cannot be changed, and features are blocked; one that was synchronized before stays in force until it ends",
                    fault);
        }
    }
}
