package dev.duoconfig.embedded;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.security.IssuerVariables;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the service provides for itself because it is not configured: a PostgreSQL, a master key, a token
 * issuer, and a trial subscription. Decided once, before Quarkus starts; {@link #settings()} holds the result.
 */
public final class LocalInstallation implements AutoCloseable {

    private static final String DEFAULT_DATA_DIRECTORY = ".duo-config";

    /** Any of these settings rules the trial out; the first synchronization reports what else is missing. */
    private static final List<String> SOURCE_SETTINGS =
            List.of("duo.subscription.source", "duo.subscription.file", "duo.subscription.gitlab-url");

    private static final String OPEN_IN_THIS_JVM = "duo-config.installation-is-open";

    private final @Nullable DataDirectory directory;
    private final @Nullable EmbeddedDatabase database;
    private final Map<String, String> settings;

    private LocalInstallation(
            @Nullable DataDirectory directory, @Nullable EmbeddedDatabase database, Map<String, String> settings) {
        this.directory = directory;
        this.database = database;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Provides what the environment does not configure: without {@code DUO_DATABASE_URL}, an embedded PostgreSQL and, if no
     * master key is set, a key file; without an OIDC issuer, local tokens. All files are in {@code DUO_DATA_DIR}, by
     * default {@value #DEFAULT_DATA_DIRECTORY} in the working directory.
     *
     * @throws StartRefusedException if the service cannot start with this environment
     */
    public static LocalInstallation open(Environment environment, Durability durability, Clock clock) {
        var needsDatabase = !environment.has("duo.database.url") && !environment.has("duo.database.url-file");
        var needsIssuer = !environment.has("duo.oidc.issuer")
                && IssuerVariables.names(environment.names()).isEmpty();
        var hasMasterKey = environment.has("duo.master-key-file") || environment.has("duo.master-key");
        if (!needsDatabase && !hasMasterKey) {
            throw new StartRefusedException("""
                    An external database is configured (DUO_DATABASE_URL), but no master key to seal the API keys in it. Create a master key and keep it apart from the database:
                      openssl rand -base64 32 > master-key && chmod 600 master-key
                    Then start again with DUO_MASTER_KEY_FILE=<path of that file>.""");
        }
        if (!needsDatabase && !needsIssuer) {
            return new LocalInstallation(null, null, Map.of());
        }
        var path = Path.of(environment.get("duo.data-dir").orElse(DEFAULT_DATA_DIRECTORY));
        var directory = DataDirectory.open(path);
        try {
            var random = new SecureRandom();
            var settings = new LinkedHashMap<String, String>();
            if (needsIssuer) {
                settings.putAll(LocalTokens.issue(directory, clock, random));
            }
            EmbeddedDatabase database = null;
            if (needsDatabase) {
                if (!hasMasterKey) {
                    settings.put(
                            "duo.master-key-file",
                            LocalMasterKey.in(directory, random).toString());
                }
                if (SOURCE_SETTINGS.stream().noneMatch(environment::has)) {
                    settings.putAll(TrialSubscription.in(directory));
                }
                database = EmbeddedDatabase.start(directory, durability, random);
                settings.putAll(database.settings());
                // The local tokens and the embedded database are for users of this machine, not for the network.
                settings.put("quarkus.http.host", "127.0.0.1");
                // No load balancer is in front of it.
                if (!environment.has("duo.shutdown-delay")) {
                    settings.put("duo.shutdown-delay", "0s");
                }
            }
            return new LocalInstallation(directory, database, settings);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Opens the installation once for all live reloads of dev mode, and closes it when the JVM ends. Each reload has its own
     * classes, so a system property records that the directory is open. See docs/framework.md.
     *
     * @return the settings; empty if an earlier reload has already set them as system properties
     */
    public static Map<String, String> openOncePerJvm(Environment environment, Clock clock) {
        if (System.setProperty(OPEN_IN_THIS_JVM, "true") != null) {
            return Map.of();
        }
        var temporary = TemporaryDirectory.create(new SecureRandom());
        var installation = open(environment, Durability.EVERY_COMMIT, clock);
        var hook = new Thread(
                () -> {
                    installation.close();
                    temporary.close();
                },
                "close-installation");
        Runtime.getRuntime().addShutdownHook(hook);
        var settings = new HashMap<>(installation.settings());
        settings.putAll(temporary.settings());
        return settings;
    }

    /** Settings of Quarkus and of the service, by property name; empty if everything is configured. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Stops the embedded database, if there is one, and releases the directory. */
    @Override
    public void close() {
        try {
            if (database != null) {
                database.close();
            }
        } finally {
            if (directory != null) {
                directory.close();
            }
        }
    }
}
