package dev.duoconfig.http.edge;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects {@code If-Match} where the contract does not have it. Ignored, it would turn a change that the caller wants only
 * under a condition into one without.
 */
class ConditionFilter {

    private final PublishedOperations operations;

    ConditionFilter(PublishedOperations operations) {
        this.operations = operations;
    }

    @ServerRequestFilter
    void check(HttpServerRequest request, RoutingContext context) {
        if (request.headers().contains(HttpHeaders.IF_MATCH)
                && !operations.hasHeader(
                        request.method().name(), context.normalizedPath(), HttpHeaders.IF_MATCH.toString())) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST,
                    "The header If-Match is not supported by this operation, which has no entity tag to compare. Omit it.");
        }
    }
}
