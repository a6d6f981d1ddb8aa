package dev.duoconfig.trace;

import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;

/** The service, as traces describe it. */
public final class ServiceAttributes {

    private static final String NAME = "service.name";
    private static final String DEFAULT_NAME = "duo-config";

    private ServiceAttributes() {}

    /** The resource by the settings. A name of its own has precedence over one among the attributes, as the specification says. */
    public static Resource of(TraceSettings settings, String version) {
        var own = settings.serviceName().map(name -> attributes(Map.of(NAME, name)));
        return Resource.getDefault()
                .merge(attributes(Map.of(NAME, DEFAULT_NAME, "service.version", version)))
                .merge(attributes(settings.resourceAttributes()
                        .map(text -> EncodedPairs.parse("OTEL_RESOURCE_ATTRIBUTES", text))
                        .orElse(Map.of())))
                .merge(own.orElse(Resource.empty()));
    }

    private static Resource attributes(Map<String, String> values) {
        var attributes = Attributes.builder();
        values.forEach(attributes::put);
        return Resource.create(attributes.build());
    }
}
