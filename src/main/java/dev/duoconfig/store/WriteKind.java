package dev.duoconfig.store;

import java.util.Locale;

/** What a write is about. */
public enum WriteKind {
    GATEWAY,
    MODEL,
    FEATURE,
    SUBSCRIPTION,
    CATALOGUE,
    SECRETS,
    CONFIGURATION;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
