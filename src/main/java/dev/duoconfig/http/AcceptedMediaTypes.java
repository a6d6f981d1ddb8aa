package dev.duoconfig.http;

import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a caller who takes none of what the operation answers with: the framework looks past a weight of 0. */
class AcceptedMediaTypes {

    private static final String WEIGHT = "q";
    private static final Pattern ZERO = Pattern.compile("0(\\.0{0,3})?");

    /** The most specific range that a type is in counts (RFC 9110, 12.5.1). */
    private static final Comparator<MediaType> SPECIFIC =
            Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype);

    @ServerRequestFilter
    void check(ResourceInfo resource, ContainerRequestContext request) {
        var ranges = request.getAcceptableMediaTypes();
        if (ranges.stream().noneMatch(AcceptedMediaTypes::isUnwanted)) {
            return;
        }
        var wanted = Arrays.stream(produced(resource)).map(MediaType::valueOf).anyMatch(type -> ranges.stream()
                .filter(range -> range.isCompatible(type))
                .min(SPECIFIC)
                .filter(range -> !isUnwanted(range))
                .isPresent());
        if (!wanted) {
            throw Problems.ofStatus(406, request.getMethod());
        }
    }

    private static String[] produced(ResourceInfo resource) {
        var ofMethod = resource.getResourceMethod().getAnnotation(Produces.class);
        var ofClass = resource.getResourceClass().getAnnotation(Produces.class);
        return ofMethod != null ? ofMethod.value() : ofClass != null ? ofClass.value() : new String[0];
    }

    private static boolean isUnwanted(MediaType range) {
        return ZERO.matcher(range.getParameters().getOrDefault(WEIGHT, "1")).matches();
    }
}
