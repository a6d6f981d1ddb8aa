package dev.duoconfig.store;

import java.util.Locale;

/** The kind of object that a write changes. */
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
