package dev.duoconfig.ops;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** TLS of the service itself, for installations without a proxy that terminates it. */
@ConfigMapping(prefix = "duo.tls")
interface TlsSettings {

    /**
     * PEM file with the certificate of the service, followed by the intermediate certificates. If set, the service speaks HTTPS
     * instead of HTTP on the same port. Needs {@code DUO_TLS_KEY_FILE}.
     */
    Optional<Path> certificateFile();

    /** PEM file with the private key of the certificate: RSA or EC, not encrypted. */
    Optional<Path> keyFile();

    /** How often the two files are read again. A new pair is used for new connections; from {@code 1s} to {@code 1d}. */
    @WithDefault("1m")
    Duration reload();
}
