package dev.duoconfig.outbound;

import java.util.concurrent.Callable;

import dev.duoconfig.trace.TraceSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** The certificates of connections to the collector, whose files are read at the start. */
final class CollectorTls {

    private CollectorTls() {}

    /**
     * Adds them to the options of a client.
     *
     * @throws ConfigurationException if a file cannot be used; the message names the variable
     */
    static void apply(TraceSettings settings, HttpClientOptions options, Vertx vertx) {
        settings.exporterOtlpCertificate().ifPresent(file -> {
            var trust = new PemTrustOptions().addCertPath(file.toString());
            requireUsable(
                    () -> trust.getTrustManagerFactory(vertx),
                    "OTEL_EXPORTER_OTLP_CERTIFICATE must name a file with certificates in PEM that the service can read.");
            options.setTrustOptions(trust);
        });
        settings.exporterOtlpClientCertificate().ifPresent(file -> {
            var pair = new PemKeyCertOptions().addCertPath(file.toString());
            settings.exporterOtlpClientKey().ifPresent(key -> pair.addKeyPath(key.toString()));
            requireUsable(
                    () -> pair.getKeyManagerFactory(vertx),
                    "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY must name files with a certificate and"
                            + " its unencrypted key in PEM that the service can read.");
            options.setKeyCertOptions(pair);
        });
    }

    // Loading fails with exceptions of many types.
    private static void requireUsable(Callable<?> files, String rule) {
        try {
            files.call();
        } catch (Exception e) {
            throw new ConfigurationException(rule);
        }
    }
}
