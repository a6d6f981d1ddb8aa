package dev.duoconfig.subscription;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The source of the subscription, and the grace period after it expires. */
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

    /** For {@code gitlab}: a file with the token. Not together with the token itself. */
    Optional<Path> gitlabTokenFile();

    /** For {@code gitlab}: the limit on the wait for the complete response. */
    @WithDefault("10s")
    Duration gitlabTimeout();

    /** The grace period, in which features are still resolved after the subscription has expired. */
    @WithDefault("14d")
    Duration grace();

    /** The interval of automatic synchronization, such as {@code 24h}; {@code off} turns it off. */
    @WithDefault("off")
    String syncInterval();

    /** The maximum random delay of each automatic synchronization, which spreads the requests of many instances. */
    @WithDefault("10m")
    String syncJitter();

    /** The kinds of sources. */
    enum SourceKind {
        GITLAB,
        FILE
    }
}
