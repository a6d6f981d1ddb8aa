package dev.duoconfig.trace;

import java.util.List;
import java.util.Optional;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Keeps the traces that the settings choose, without the statements that the service sends to its database on its own, several each
 * second. See docs/framework.md.
 */
public final class TraceSampler implements Sampler {

    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
    private static final String BY_PARENT = "parentbased_";

    private final Sampler chosen;

    private TraceSampler(Sampler chosen) {
        this.chosen = chosen;
    }

    /** The sampler that the settings choose. */
    public static Sampler of(TraceSettings settings) {
        return new TraceSampler(named(settings.tracesSampler(), settings.tracesSamplerArg()));
    }

    /**
     * The sampler with a name of the specification.
     *
     * @throws ConfigurationException if there is none, or its argument cannot be used
     */
    public static Sampler named(String name, Optional<String> argument) {
        return name.startsWith(BY_PARENT)
                ? Sampler.parentBased(root(name.substring(BY_PARENT.length()), argument))
                : root(name, argument);
    }

    private static Sampler root(String name, Optional<String> argument) {
        return switch (name) {
            case "always_on" -> Sampler.alwaysOn();
            case "always_off" -> Sampler.alwaysOff();
            case "traceidratio" -> Sampler.traceIdRatioBased(ratio(argument.orElse("1")));
            default ->
                throw new ConfigurationException("OTEL_TRACES_SAMPLER must be always_on, always_off, traceidratio,"
                        + " parentbased_always_on, parentbased_always_off, or parentbased_traceidratio.");
        };
    }

    private static double ratio(String text) {
        try {
            var ratio = Double.parseDouble(text.strip());
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new ConfigurationException("OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1.");
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        var alone = !Span.fromContext(parent).getSpanContext().isValid();
        return alone && kind == SpanKind.CLIENT && attributes.get(URL) == null
                ? SamplingResult.drop()
                : chosen.shouldSample(parent, traceId, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
        return chosen.getDescription();
    }
}
