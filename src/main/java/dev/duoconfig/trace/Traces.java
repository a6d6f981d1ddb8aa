package dev.duoconfig.trace;

import java.util.List;
import java.util.concurrent.Callable;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes spans, if traces are on. */
@Singleton
public class Traces {

    private static final String SCOPE = "dev.duoconfig";

    private final boolean on;

    /** Asked for with the first span, because it is not there yet when filters are registered. */
    private final Provider<OpenTelemetry> telemetry;

    @Inject
    Traces(@ConfigProperty(name = TraceSwitch.OFF) boolean off, Provider<OpenTelemetry> telemetry) {
        this(telemetry, !off);
    }

    private Traces(Provider<OpenTelemetry> telemetry, boolean on) {
        this.on = on;
        this.telemetry = telemetry;
    }

    /** No traces, for parts of the service that are used alone. */
    public static Traces none() {
        return new Traces(OpenTelemetry::noop, false);
    }

    /** Whether traces are on. It does not change while the service runs. */
    public boolean areOn() {
        return on;
    }

    /** The tasks as parts of the current trace, for other threads. */
    public <T> List<Callable<T>> continued(List<Callable<T>> tasks) {
        return on ? tasks.stream().map(Context.current()::wrap).toList() : tasks;
    }

    /** Starts spans. */
    public Tracer tracer() {
        return telemetry.get().getTracer(SCOPE);
    }

    /** Reads and writes the header {@code traceparent}. */
    public TextMapPropagator propagator() {
        return telemetry.get().getPropagators().getTextMapPropagator();
    }
}
