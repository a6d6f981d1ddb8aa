package dev.duoconfig.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration documents: API key references, history, and imports from GitLab. */
@ConfigMapping(prefix = "duo.configuration")
interface ConfigurationSettings {

    /**
     * Name prefixes of the environment variables from which documents may read API keys, such as {@code DUO_MODEL_KEY_},
     * separated by commas. If not set, no variable can be read. The prefixes must match nothing but API keys of models.
     */
    Optional<List<String>> envPrefixes();

    /**
     * Directories from whose files documents may read API keys, such as {@code /run/model-keys}, separated by commas. If not
     * set, no file can be read. They must contain nothing but API keys of models, which are sent to the models' servers.
     */
    Optional<List<Path>> filePrefixes();

    /** How long a revision can be read after a newer one replaces it. */
    @WithDefault("365d")
    Duration history();

    /** The maximum time for all responses of GitLab to one import. */
    @WithDefault("10s")
    Duration gitlabTimeout();
}
