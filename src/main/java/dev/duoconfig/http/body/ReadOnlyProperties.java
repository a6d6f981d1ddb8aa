package dev.duoconfig.http.body;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        sent.keySet()
                .removeIf(component ->
                        component.getAccessor().getAnnotation(ReadOnly.class).changing());
        if (sent.isEmpty()) {
            return;
        }
        var known = present.stream().map(this::tree).toList();
        sent.forEach((component, value) -> {
            var name = name(component);
            if (known.stream()
                    .noneMatch(response -> withoutRevision(response.path(name)).equals(withoutRevision(value)))) {
                errors.add(
                        "/" + name,
                        "read-only",
                        "The property '" + name
                                + "' is read-only, and this is not its value. Leave it out, or send the value that GET"
                                + " returns." + instead(component));
            }
        });
    }

    private static String instead(RecordComponent component) {
        var instead = component.getAccessor().getAnnotation(ReadOnly.class).instead();
        return instead.isEmpty() ? "" : " To change it, send " + instead + ".";
    }

    private static Map<RecordComponent, JsonNode> sent(Record request) {
        var sent = new TreeMap<RecordComponent, JsonNode>(Comparator.comparing(RecordComponent::getName));
        Arrays.stream(request.getClass().getRecordComponents())
                .filter(component -> component.getAccessor().isAnnotationPresent(ReadOnly.class))
                .forEach(component -> {
                    if (value(component, request) instanceof JsonNode value) {
                        sent.put(component, value);
                    }
                });
        return sent;
    }

    private static String name(RecordComponent component) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    private static Object value(RecordComponent component, Record request) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(request);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
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
}
