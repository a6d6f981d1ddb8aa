package dev.duoconfig.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads paths of names and indexes, such as {@code errors[0].pointer} and {@code warnings.code}, without Groovy. REST Assured
 * compiles a script for each path, each time that it is read. Other paths are left to it.
 */
final class PlainPaths extends JsonPath {

    private static final Pattern PLAIN = Pattern.compile("(\\[\\d{1,6}]|[A-Za-z_]+)(\\.[A-Za-z_]+|\\[\\d{1,6}])*");
    private static final Pattern STEP = Pattern.compile("\\d+|[A-Za-z_]+");

    private final Object root;
    private boolean isAtRoot = true;

    PlainPaths(String json) {
        super(json);
        root = super.get("$");
    }

    /** The response with these paths. */
    static Response in(Response response) {
        return (Response) Proxy.newProxyInstance(
                Response.class.getClassLoader(), new Class<?>[] {Response.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("jsonPath") && method.getParameterCount() == 0) {
                        return new PlainPaths(response.asString());
                    }
                    try {
                        return method.invoke(response, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T get(String path) {
        if (isAtRoot && PLAIN.matcher(path).matches()) {
            var found = find(path);
            if (found.isPresent()) {
                return (T) found.get();
            }
        }
        return super.get(path);
    }

    @Override
    public JsonPath setRootPath(String path) {
        isAtRoot = false;
        return super.setRootPath(path);
    }

    /** The value, unless it is null or Groovy has a rule of its own for it. */
    private Optional<Object> find(String path) {
        var value = Optional.of(root);
        var steps = STEP.matcher(path);
        while (value.isPresent() && steps.find()) {
            value = step(value.get(), steps.group());
        }
        return value;
    }

    private static Optional<Object> step(Object from, String step) {
        if (from instanceof Map<?, ?> object) {
            return Optional.ofNullable(object.get(step));
        }
        if (from instanceof List<?> list) {
            return Character.isDigit(step.charAt(0)) ? element(list, Integer.parseInt(step)) : ofEach(list, step);
        }
        return Optional.empty();
    }

    private static Optional<Object> element(List<?> list, int index) {
        return index < list.size() ? Optional.ofNullable(list.get(index)) : Optional.empty();
    }

    /** The property of each object of a list. */
    private static Optional<Object> ofEach(List<?> list, String property) {
        var values = new ArrayList<@Nullable Object>();
        for (var element : list) {
            if (!(element instanceof Map<?, ?> object)) {
                return Optional.empty();
            }
            values.add(object.get(property));
        }
        return Optional.of(values);
    }
}
