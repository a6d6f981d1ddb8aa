package dev.duoconfig.http.body;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.http.problem.ProblemErrors;
import jakarta.inject.Singleton;

/**
 * Lets a request send back what a GET returned. A read-only property that has its present value says nothing new and is taken; one
 * with another value is an error, because the caller believes that it can be changed, or has read something that is no longer
 * true.
 */
@Singleton
public class ReadOnlyProperties {

    static final String RULE =
            "The property is read-only, and this is not its value. Leave it out, or send the value that GET"
                    + " returns.";

    /** The revision of the configuration, which changes without the thing that it is shown with. */
    private static final String REVISION = "revision";

    /** Asked for once for each type of request, because reflection copies its answers each time. */
    private static final ClassValue<List<Property>> PROPERTIES = new ClassValue<>() {
        @Override
        protected List<Property> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> component.getAccessor().isAnnotationPresent(ReadOnly.class))
                    .map(Property::of)
                    .sorted(Comparator.comparing(Property::name))
                    .toList();
        }
    };

    private final ObjectMapper json;

    ReadOnlyProperties(ObjectMapper json) {
        this.json = json;
    }

    /** Whether a request has a read-only property, so that it sends back what was read. */
    public static boolean areIn(Record request) {
        return !sent(request).isEmpty();
    }

    /**
     * Adds an error for each component with {@link ReadOnly} that differs from its present value.
     *
     * @param request a record with such components
     * @param present the possible responses that the request may send back
     */
    public void requireUnchanged(Record request, List<?> present, ProblemErrors errors) {
        var sent = sent(request);
        sent.keySet().removeIf(property -> property.rule().changing());
        if (sent.isEmpty()) {
            return;
        }
        var known = present.stream().map(this::tree).toList();
        sent.forEach((property, value) -> {
            var name = property.name();
            if (known.stream()
                    .noneMatch(response -> withoutRevision(response.path(name)).equals(withoutRevision(value)))) {
                errors.add(
                        "/" + name,
                        "read-only",
                        "The property '" + name
                                + "' is read-only, and this is not its value. Leave it out, or send the value that GET"
                                + " returns." + instead(property));
            }
        });
    }

    private static String instead(Property property) {
        var instead = property.rule().instead();
        return instead.isEmpty() ? "" : " To change it, send " + instead + ".";
    }

    /** The read-only properties that the request has, in the order of their names. */
    private static Map<Property, JsonNode> sent(Record request) {
        var sent = new LinkedHashMap<Property, JsonNode>();
        for (var property : PROPERTIES.get(request.getClass())) {
            if (property.value(request) instanceof JsonNode value) {
                sent.put(property, value);
            }
        }
        return sent;
    }

    /** Written and read again, so that numbers have the same type as in a request. */
    private JsonNode tree(Object response) {
        try {
            return json.readTree(JsonText.of(json, response));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode withoutRevision(JsonNode value) {
        return value instanceof ObjectNode object && object.has(REVISION)
                ? object.deepCopy().without(REVISION)
                : value;
    }

    private record Property(String name, Method accessor, ReadOnly rule) {

        static Property of(RecordComponent component) {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Property(
                    PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName()),
                    accessor,
                    accessor.getAnnotation(ReadOnly.class));
        }

        Object value(Record request) {
            try {
                return accessor.invoke(request);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
