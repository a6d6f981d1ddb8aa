package dev.duoconfig.subscription;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the subscription is read from, and how long an expired one still serves. */
@ConfigMapping(prefix = "duo.subscription")
interface SubscriptionSettings {

    /** The source: {@code gitlab} for a running GitLab, {@code file} for a JSON file. */
    Optional<SourceKind> source();

    /** For {@code file}: the JSON file. */
    Optional<Path> file();

    /** For {@code gitlab}: its base URL, such as {@code https://gitlab.example.com}. */
    Optional<String> gitlabUrl();

    /** For {@code gitlab}: an administrator's token with the scope {@code read_api}. */
    Optional<String> gitlabToken();

    /** For {@code gitlab}: a file that holds the token. Takes precedence over the token itself. */
    Optional<Path> gitlabTokenFile();

    /** For {@code gitlab}: the longest wait for its complete answer. */
    @WithDefault("10s")
    Duration gitlabTimeout();

    /** How long features are still resolved after the subscription has expired. */
    @WithDefault("14d")
    Duration grace();

    /** How often to synchronise by itself, such as {@code 24h}; {@code off} for never. */
    @WithDefault("off")
    String syncInterval();

    /** Each synchronisation by itself is put off by a random time up to this, so that many instances spread out. */
    @WithDefault("10m")
    String syncJitter();

    /** The kinds of source. */
    enum SourceKind {
        GITLAB,
        FILE
    }
}
