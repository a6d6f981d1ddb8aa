package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The certificate with which the service speaks HTTPS. See docs/framework.md and
 * docs/adr/0034-the-certificate-of-the-service.md.
 */
@ApplicationScoped
public class ServerCertificate {

    /** The name of the certificate in the TLS registry. */
    static final String NAME = "duo-config";

    private static final Logger LOG = Logger.getLogger(ServerCertificate.class);

    private static final Duration MIN_RELOAD = Duration.ofSeconds(1);
    private static final Duration MAX_RELOAD = Duration.ofDays(1);

    private final TlsSettings settings;
    private final Clock clock;

    private @Nullable CurrentKey inUse;
    private @Nullable String loggedFault;

    ServerCertificate(TlsSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The framework's settings for HTTPS instead of HTTP on the same port; empty without a certificate.
     *
     * @param settings returns the setting with a name such as {@code duo.tls.key-file}
     */
    public static Map<String, String> settings(Function<String, Optional<String>> settings) {
        return settings.apply("duo.tls.certificate-file").isEmpty()
                ? Map.of()
                : Map.of(
                        "quarkus.http.tls-configuration-name",
                        NAME,
                        "quarkus.http.ssl-port",
                        "${quarkus.http.port:8080}",
                        "quarkus.http.insecure-requests",
                        "disabled");
    }

    /**
     * Reads the files, and uses what has changed for new handshakes.
     *
     * @return what the registry needs at start, or null without a certificate
     * @throws ConfigurationException at start, if the pair cannot be used
     * @throws NothingToAnnounceException later, whatever is in the files
     */
    synchronized @Nullable KeyStoreAndKeyCertOptions load(Vertx vertx) {
        if (settings.certificateFile().isEmpty() || settings.keyFile().isEmpty()) {
            return null;
        }
        if (inUse != null) {
            reload(vertx, inUse);
            throw new NothingToAnnounceException();
        }
        var pair = read(vertx);
        var key = new CurrentKey(pair);
        inUse = key;
        log(pair);
        return new KeyStoreAndKeyCertOptions(pair.keyStore(), KeyCertOptions.wrap(key));
    }

    private void reload(Vertx vertx, CurrentKey key) {
        try {
            var pair = read(vertx);
            loggedFault = null;
            if (!pair.hasSameContent(key.pair())) {
                key.use(pair);
                log(pair);
            }
        } catch (ConfigurationException e) {
            if (!String.valueOf(e.getMessage()).equals(loggedFault)) {
                loggedFault = e.getMessage();
                LOG.errorf("THE NEW TLS CERTIFICATE CANNOT BE USED; the one before stays in use. %s", loggedFault);
            }
        }
    }

    private void log(TlsPair pair) {
        LOG.infof("TLS certificate: %s", pair.description());
        settings.keyFile().ifPresent(ServerCertificate::warnIfReadable);
    }

    private TlsPair read(Vertx vertx) {
        if (settings.reload().compareTo(MIN_RELOAD) < 0 || settings.reload().compareTo(MAX_RELOAD) > 0) {
            throw new ConfigurationException("DUO_TLS_RELOAD must be from 1s to 1d.");
        }
        return TlsPair.read(
                settings.certificateFile().orElseThrow(), settings.keyFile().orElseThrow(), vertx, clock.instant());
    }

    private static void warnIfReadable(Path key) {
        try {
            if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warnf("All users of this machine can read the TLS key. Run: chmod o= %s", key);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debugf("The permissions of the TLS key are unknown: %s", e.getMessage());
        }
    }

    /** Hands the certificate to the TLS registry, which asks at start and every {@code DUO_TLS_RELOAD}, each time a new object. */
    @Dependent
    @Identifier(NAME)
    static class Provider implements KeyStoreProvider {

        private final ServerCertificate certificate;

        Provider(ServerCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public @Nullable KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
            return certificate.load(vertx);
        }
    }

    /** Keeps the registry from announcing a new certificate, for which Vert.x would drop connections. */
    static final class NothingToAnnounceException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NothingToAnnounceException() {
            super("Handshakes get the newest certificate without the registry", null, false, false);
        }
    }
}
