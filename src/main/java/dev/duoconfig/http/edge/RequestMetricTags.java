package dev.duoconfig.http.edge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;

/**
 * Limits the tags of request metrics to path templates of the contract and the usual methods. Otherwise, every request that
 * is broken off and every method that a caller invents would add a time series, and stay in memory. See docs/framework.md.
 */
@Singleton
class RequestMetricTags implements MeterFilter {

    static final String REQUESTS = "http.server.requests";
    private static final String OTHER = "UNKNOWN";

    /** A path parameter with a regular expression, which has no braces. A path that no resource matched is read, too. */
    private static final Pattern PARAMETER_WITH_PATTERN = Pattern.compile("\\{(\\w++):[^{}]*+\\}");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Set<String> paths;

    RequestMetricTags(PublishedOperations operations) {
        var known = new HashSet<>(operations.templates());
        // Quarkus' values for requests without a path of the contract.
        known.addAll(List.of("root", "NOT_FOUND", "REDIRECTION", "/cors-preflight"));
        this.paths = Set.copyOf(known);
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().equals(REQUESTS)
                ? id.replaceTags(id.getTags().stream().map(this::limited).toList())
                : id;
    }

    private Tag limited(Tag tag) {
        return switch (tag.getKey()) {
            case "uri" -> Tag.of("uri", path(tag.getValue()));
            case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", OTHER);
            default -> tag;
        };
    }

    private String path(String template) {
        var plain = PARAMETER_WITH_PATTERN.matcher(template).replaceAll("{$1}");
        return paths.contains(plain) ? plain : OTHER;
    }
}
