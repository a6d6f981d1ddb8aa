package dev.duoconfig.ops;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.duoconfig.outbound.CollectorHeaders;
import dev.duoconfig.secret.SecretNames;
import dev.duoconfig.trace.TraceSampler;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Checks the settings of traces before the SDK uses them. */
final class TraceCheck {

    private final Function<String, Optional<String>> settings;

    private TraceCheck(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    static void run(Function<String, Optional<String>> settings) {
        var check = new TraceCheck(settings);
        settings.apply("otel.exporter-otlp-endpoint").ifPresent(TraceCheck::collector);
        check.oneOf("otel.exporter-otlp-protocol", List.of("http/protobuf", "grpc"));
        check.oneOf("otel.exporter-otlp-compression", List.of("none", "gzip"));
        SettingsCheck.secret(settings, "otel.exporter-otlp-headers").ifPresent(CollectorHeaders::parse);
        settings.apply("otel.traces-sampler")
                .ifPresent(name -> TraceSampler.named(name, settings.apply("otel.traces-sampler-arg")));
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
