package dev.duoconfig.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What documents may refer to, and how long they can be looked up. */
@ConfigMapping(prefix = "duo.configuration")
interface ConfigurationSettings {

    /**
     * Beginnings of the names of environment variables that a document may take API keys from, such as {@code
     * DUO_MODEL_KEY_}, separated by commas; none without it. They must open nothing but API keys of models.
     */
    Optional<List<String>> envPrefixes();

    /**
     * Directories whose files a document may take API keys from, such as {@code /run/model-keys}, separated by commas; none
     * without it. They must hold nothing but API keys of models, which are sent to the models' servers.
     */
    Optional<List<Path>> filePrefixes();

    /** For how long after its end a revision can still be looked up. */
    @WithDefault("365d")
    Duration history();

    /** The longest wait for the complete answer of a GitLab that is imported from. */
    @WithDefault("10s")
    Duration gitlabTimeout();
}
