package dev.duoconfig.contract;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.RestQuery;

/** The routes of the compiled resource classes, read from their annotations. */
final class Routes {

    private final Map<String, JavaMethod> methods = new TreeMap<>();

    private Routes() {}

    static Routes of(JavaClasses classes) {
        var routes = new Routes();
        for (var resource : classes) {
            var root = resource.tryGetAnnotationOfType(Path.class);
            if (root.isPresent()) {
                resource.getMethods().forEach(method -> httpMethod(method)
                        .ifPresent(verb -> routes.methods.put(verb + " " + path(root.get(), method), method)));
            }
        }
        return routes;
    }

    /** Every route as method and path template, such as {@code GET /models/{id}}. */
    Set<String> all() {
        return methods.keySet();
    }

    Set<String> queryParameters(String route) {
        var names = new TreeSet<String>();
        for (var parameter : method(route).getParameters()) {
            carriers(parameter).flatMap(Routes::queryParameter).forEach(names::add);
        }
        return names;
    }

    /** The roles of {@code @RolesAllowed} on the method, or else on the class. */
    Set<String> roles(String route) {
        var method = method(route);
        var allowed = method.tryGetAnnotationOfType(RolesAllowed.class)
                .or(() -> method.getOwner().tryGetAnnotationOfType(RolesAllowed.class));
        return allowed.map(annotation -> Set.of(annotation.value())).orElse(Set.of());
    }

    /** The media types of the request body; empty if the method declares none. */
    Set<String> consumes(String route) {
        return method(route)
                .tryGetAnnotationOfType(Consumes.class)
                .map(annotation -> Set.of(annotation.value()))
                .orElse(Set.of());
    }

    /** The record types of request and response bodies. */
    Set<JavaClass> bodyTypes() {
        var types = new LinkedHashSet<JavaClass>();
        methods.values().forEach(method -> method.getAllInvolvedRawTypes().stream()
                .filter(JavaClass::isRecord)
                .forEach(types::add));
        return types;
    }

    private JavaMethod method(String route) {
        return Objects.requireNonNull(methods.get(route), route);
    }

    private static Optional<String> httpMethod(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType().tryGetAnnotationOfType(HttpMethod.class))
                .flatMap(Optional::stream)
                .map(HttpMethod::value)
                .findFirst();
    }

    /** The path of a method, joined as in JAX-RS, without the patterns of variables. */
    private static String path(Path root, JavaMethod method) {
        var below = method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        return ("/" + root.value() + "/" + below)
                .replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("(.)/$", "$1");
    }

    /** The parameter itself, or the fields of a {@code @BeanParam}. */
    private static Stream<? extends HasAnnotations<?>> carriers(JavaParameter parameter) {
        return parameter.isAnnotatedWith(BeanParam.class)
                ? parameter.getRawType().getAllFields().stream()
                : Stream.of(parameter);
    }

    private static Stream<String> queryParameter(HasAnnotations<?> carrier) {
        return Stream.of(RestQuery.class, QueryParam.class)
                .flatMap(type -> carrier.getAnnotations().stream()
                        .filter(annotation -> annotation.getRawType().isEquivalentTo(type)))
                .map(Routes::name);
    }

    private static String name(JavaAnnotation<?> annotation) {
        return annotation
                .get("value")
                .map(String.class::cast)
                .filter(value -> !value.isEmpty())
                .orElse("(unnamed)");
    }
}
