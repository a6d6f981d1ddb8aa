package dev.duoconfig.http.edge;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.duoconfig.http.problem.CommonProblems;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Chooses the media type of a response by the weights in {@code Accept} (RFC 9110, 12.5.1). The framework ignores a weight
 * of 0, and finds no type for {@code application/*} where an operation has two. See docs/framework.md.
 */
class AcceptHeaderFilter {

    private static final String WEIGHT = "q";

    /** Of all ranges that include a type, the most specific one counts. */
    private static final Comparator<MediaType> MOST_SPECIFIC_FIRST =
            Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype);

    @ServerRequestFilter
    void check(ResourceInfo resource, ContainerRequestContext request) {
        var ranges = ranges(request);
        if (ranges.stream().anyMatch(range -> weight(range) == 0)
                && choice(produced(resource), ranges).isEmpty()) {
            throw CommonProblems.ofStatus(406, request.getMethod());
        }
    }

    /** Sets the media type, and {@code Vary} for caches where there is a choice. */
    @ServerResponseFilter
    void choose(ResourceInfo resource, ContainerRequestContext request, ContainerResponseContext response) {
        if (resource.getResourceMethod() == null || produced(resource).size() < 2) {
            return;
        }
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (response.getStatus() == 200) {
            choice(produced(resource), ranges(request))
                    .ifPresent(type -> response.setEntity(response.getEntity(), response.getEntityAnnotations(), type));
        }
    }

    /** All of them are valid, see {@link AcceptedTypes}. */
    private static List<MediaType> ranges(ContainerRequestContext request) {
        return request.getHeaders().getOrDefault(HttpHeaders.ACCEPT, List.of()).stream()
                .flatMap(line -> Stream.of(line.split(", ")))
                .map(MediaType::valueOf)
                .toList();
    }

    private static Optional<MediaType> choice(List<MediaType> produced, List<MediaType> ranges) {
        return produced.stream()
                .filter(type -> weight(type, ranges) > 0)
                .min(Comparator.comparingDouble(type -> -weight(type, ranges)));
    }

    private static double weight(MediaType type, List<MediaType> ranges) {
        return ranges.stream()
                .filter(range -> range.isCompatible(type))
                .min(MOST_SPECIFIC_FIRST)
                .map(AcceptHeaderFilter::weight)
                .orElse(0.0);
    }

    private static double weight(MediaType range) {
        return Double.parseDouble(range.getParameters().getOrDefault(WEIGHT, "1"));
    }

    private static List<MediaType> produced(ResourceInfo resource) {
        var ofMethod = resource.getResourceMethod().getAnnotation(Produces.class);
        var ofClass = resource.getResourceClass().getAnnotation(Produces.class);
        return Stream.of(ofMethod != null ? ofMethod.value() : ofClass != null ? ofClass.value() : new String[0])
                .map(MediaType::valueOf)
                .toList();
    }
}
