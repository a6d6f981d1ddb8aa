package dev.duoconfig.http.edge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing that a caller makes up become a time series: the metrics of requests have the paths of the contract, with
 * the names of their parameters, and the usual methods. Without it, one path for each request that is broken off, and one
 * method for each word that a caller invents, would stay in memory for good.
 */
@Singleton
class RequestMetricTags implements MeterFilter {

    private static final String REQUESTS = "http.server.requests";
    private static final String OTHER = "UNKNOWN";
    /** What a resource may say of a parameter, beside its name. */
    private static final Pattern PATTERNS = Pattern.compile("\\{(\\w+):.*?\\}(?=/|$)");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final PublishedOperations operations;

    /** The contract's, known from the first request on: the contract is still being read when the first metrics are made. */
    private volatile @Nullable Set<String> paths;

    RequestMetricTags(PublishedOperations operations) {
        this.operations = operations;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().equals(REQUESTS)
                ? id.replaceTags(id.getTags().stream().map(this::known).toList())
                : id;
    }

    private Tag known(Tag tag) {
        return switch (tag.getKey()) {
            case "uri" -> Tag.of("uri", path(tag.getValue()));
            case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", OTHER);
            default -> tag;
        };
    }

    private String path(String template) {
        var plain = PATTERNS.matcher(template).replaceAll("{$1}");
        return paths().contains(plain) ? plain : OTHER;
    }

    private Set<String> paths() {
        var known = paths;
        if (known == null) {
            var all = new HashSet<>(operations.templates());
            // What the framework says where a request had no path of the contract.
            all.addAll(List.of("root", "NOT_FOUND", "REDIRECTION", "/cors-preflight"));
            known = Set.copyOf(all);
            paths = known;
        }
        return known;
    }
}
