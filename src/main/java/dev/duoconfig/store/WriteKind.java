package dev.duoconfig.store;

import java.time.Duration;
import java.util.Locale;

/** The kind of object that a write changes. */
public enum WriteKind {
    GATEWAY,
    MODEL,
    FEATURE,
    SUBSCRIPTION,
    GITLAB_INSTANCE,
    CATALOGUE,
    SECRETS,
    CONFIGURATION;

    /** The time that a write of this kind may take. */
    Duration limit() {
        return switch (this) {
            case CONFIGURATION -> TransactionLimit.DOCUMENT;
            case GATEWAY, MODEL, FEATURE, SUBSCRIPTION, GITLAB_INSTANCE, CATALOGUE, SECRETS -> TransactionLimit.USUAL;
        };
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
