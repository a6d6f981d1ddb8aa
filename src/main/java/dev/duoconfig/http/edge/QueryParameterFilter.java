package dev.duoconfig.http.edge;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.problem.VisibleText;
import dev.duoconfig.http.request.QueryParameters;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects query parameters that the operation does not declare, and those without a value, which the framework takes for
 * absent: a misspelled {@code dry_run} must not become a write. See docs/framework.md.
 */
class QueryParameterFilter {

    /** The search text; every text contains the empty one. */
    private static final String MAY_BE_EMPTY = "search";

    /** A value without a name, which the framework ignores or takes for a name. */
    private static final Pattern NAMELESS = Pattern.compile("(?:^|[&;])=");

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo resource, UriInfo uri, HttpServerRequest request) {
        if (request.query() == null) {
            return;
        }
        var declared = known.computeIfAbsent(resource.getResourceMethod(), QueryParameterFilter::declared);
        if (NAMELESS.matcher(request.query()).find()) {
            throw unknown("", declared);
        }
        var sent = uri.getQueryParameters();
        // Sorted, so that the same error of several is reported every time.
        new TreeMap<>(sent).forEach((name, values) -> {
            if (!declared.contains(name)) {
                throw unknown(name, declared);
            }
            if (values.size() > 1) {
                throw QueryParameters.invalid(name, "must not be repeated");
            }
            if (values.get(0).isEmpty() && !name.equals(MAY_BE_EMPTY)) {
                throw QueryParameters.invalid(name, "must have a value or be omitted");
            }
        });
    }

    private static ApiException unknown(String name, Set<String> declared) {
        var known = declared.isEmpty()
                ? "; this operation has no query parameters."
                : "; known are " + String.join(", ", declared) + ".";
        return QueryParameters.refused(
                ProblemType.UNKNOWN_PARAMETER,
                name,
                "Unknown query parameter '" + VisibleText.excerpt(name) + "'" + known);
    }

    private static Set<String> declared(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> parameter.isAnnotationPresent(BeanParam.class)
                        ? Arrays.stream(parameter.getType().getDeclaredFields())
                        : Stream.of(parameter))
                .filter(element -> element.isAnnotationPresent(RestQuery.class))
                .map(QueryParameterFilter::name)
                .collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static String name(AnnotatedElement element) {
        return element.getAnnotation(RestQuery.class).value();
    }
}
