package dev.duoconfig.ops;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.duoconfig.outbound.CollectorHeaders;
import dev.duoconfig.secret.SecretNames;
import dev.duoconfig.trace.EncodedPairs;
import dev.duoconfig.trace.TraceSampler;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Checks the settings of traces before the SDK uses them. */
final class TraceCheck {

    private static final List<String> NUMBERS = List.of(
            "otel.exporter-otlp-timeout",
            "otel.bsp-schedule-delay",
            "otel.bsp-max-queue-size",
            "otel.bsp-max-export-batch-size",
            "otel.bsp-export-timeout");

    private final Function<String, Optional<String>> settings;

    private TraceCheck(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    static void run(Function<String, Optional<String>> settings) {
        var check = new TraceCheck(settings);
        NUMBERS.forEach(check::positive);
        // Without a collector, the others can be meant for something else, such as a Java agent.
        settings.apply("otel.exporter-otlp-endpoint").ifPresent(check::traces);
    }

    private void traces(String endpoint) {
        collector(endpoint);
        oneOf("otel.exporter-otlp-protocol", List.of("http/protobuf", "grpc"));
        oneOf("otel.exporter-otlp-compression", List.of("none", "gzip"));
        SettingsCheck.secret(settings, "otel.exporter-otlp-headers").ifPresent(CollectorHeaders::parse);
        settings.apply("otel.resource-attributes")
                .ifPresent(text -> EncodedPairs.parse("OTEL_RESOURCE_ATTRIBUTES", text));
        clientCertificate();
        settings.apply("otel.traces-sampler")
                .ifPresent(name -> TraceSampler.named(name, settings.apply("otel.traces-sampler-arg")));
    }

    private void positive(String name) {
        settings.apply(name).filter(value -> !isPositive(value.strip())).ifPresent(value -> {
            throw new ConfigurationException(SecretNames.variable(name) + " must be a whole number from 1 to "
                    + Integer.MAX_VALUE + ", without a unit.");
        });
    }

    private static boolean isPositive(String value) {
        try {
            return Integer.parseInt(value) > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void clientCertificate() {
        if (settings.apply("otel.exporter-otlp-client-certificate").isPresent()
                != settings.apply("otel.exporter-otlp-client-key").isPresent()) {
            throw new ConfigurationException(
                    "Set both OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY, or neither of them.");
        }
    }

    private void oneOf(String name, List<String> values) {
        settings.apply(name).filter(value -> !values.contains(value)).ifPresent(value -> {
            throw new ConfigurationException(
                    SecretNames.variable(name) + " must be " + String.join(" or ", values) + ".");
        });
    }

    private static void collector(String text) {
        if (!HttpUrls.isPlain(text.strip())) {
            throw new ConfigurationException(
                    "OTEL_EXPORTER_OTLP_ENDPOINT must be the http or https URL of a collector, such as"
                            + " http://collector.example.com:4318, without a user, query, or fragment.");
        }
    }
}
