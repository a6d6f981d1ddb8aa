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

    private @Nullable TlsPair current;
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
     * The pair in the files; null without a certificate.
     *
     * @throws ConfigurationException at start, if it cannot be used
     * @throws PairKeptException later, if the one before stays in use
     */
    synchronized @Nullable KeyStoreAndKeyCertOptions load(Vertx vertx) {
        if (settings.certificateFile().isEmpty() || settings.keyFile().isEmpty()) {
            return null;
        }
        var known = current;
        var pair = known == null ? read(vertx) : changed(vertx, known);
        current = pair;
        LOG.infof("TLS certificate: %s", pair.description());
        settings.keyFile().ifPresent(ServerCertificate::warnIfReadable);
        return pair.options();
    }

    private TlsPair changed(Vertx vertx, TlsPair known) {
        TlsPair pair;
        try {
            pair = read(vertx);
        } catch (ConfigurationException e) {
            if (!String.valueOf(e.getMessage()).equals(loggedFault)) {
                loggedFault = e.getMessage();
                LOG.errorf("THE NEW TLS CERTIFICATE CANNOT BE USED; the one before stays in use. %s", loggedFault);
            }
            throw new PairKeptException();
        }
        loggedFault = null;
        if (pair.hasSameContent(known)) {
            throw new PairKeptException();
        }
        return pair;
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

    /** Makes the registry keep the certificate in use, which it then does not announce as a new one. */
    static final class PairKeptException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PairKeptException() {
            super("The certificate in use is kept", null, false, false);
        }
    }
}
