package dev.duoconfig.trace;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Traces for OpenTelemetry, by the variables of its specification. They are off until {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set.
 * Times are in milliseconds. Variables of single signals, such as {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}, are not read.
 */
@ConfigMapping(prefix = "otel")
public interface TraceSettings {

    /** The URL of the collector that traces are sent to, such as {@code http://collector.example.com:4318}. Turns traces on. */
    Optional<String> exporterOtlpEndpoint();

    /**
     * The protocol: {@code http/protobuf}, with {@code /v1/traces} added to the URL, or {@code grpc}.
     */
    @WithDefault("http/protobuf")
    String exporterOtlpProtocol();

    /** Headers for the collector, such as {@code authorization=Bearer%20abc}, separated by commas and percent-encoded. */
    Optional<String> exporterOtlpHeaders();

    /** A file with the headers. Not together with the headers themselves. */
    Optional<Path> exporterOtlpHeadersFile();

    /** How long the collector may take to receive spans. */
    @WithDefault("10000")
    int exporterOtlpTimeout();

    /** The compression of what is sent: {@code none} or {@code gzip}. */
    @WithDefault("none")
    String exporterOtlpCompression();

    /** PEM file with the certificates to trust, in place of those of {@code DUO_OUTBOUND_CA_BUNDLE} and of the Java installation. */
    Optional<Path> exporterOtlpCertificate();

    /** PEM file with the certificate that the service shows to the collector. */
    Optional<Path> exporterOtlpClientCertificate();

    /** PEM file with the private key of that certificate. */
    Optional<Path> exporterOtlpClientKey();

    /** The name of the service in traces; {@code duo-config} if neither this nor {@code service.name} among the attributes is set. */
    Optional<String> serviceName();

    /** Further attributes of the service, such as {@code deployment.environment.name=production}, separated by commas. */
    Optional<String> resourceAttributes();

    /**
     * The traces that are kept: {@code always_on}, {@code always_off}, {@code traceidratio}, or one of these with
     * {@code parentbased_} in front, which keeps what the caller keeps.
     */
    @WithDefault("parentbased_always_on")
    String tracesSampler();

    /** The share of traces that {@code traceidratio} keeps, from 0 to 1. */
    Optional<String> tracesSamplerArg();

    /** The time between two deliveries. */
    @WithDefault("5000")
    int bspScheduleDelay();

    /** How many spans wait for a delivery; further ones are dropped. */
    @WithDefault("2048")
    int bspMaxQueueSize();

    /** How many spans one delivery contains. */
    @WithDefault("512")
    int bspMaxExportBatchSize();

    /** How long one delivery may take, with all of its attempts. */
    @WithDefault("30000")
    int bspExportTimeout();

    /** Whether traces are off despite an endpoint. */
    @WithDefault("false")
    boolean sdkDisabled();
}
