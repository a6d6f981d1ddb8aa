package dev.duoconfig.http.edge;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lists the methods of a path in responses to {@code OPTIONS}. The framework lists those of all paths of the resource. See
 * docs/framework.md.
 */
class AllowHeaderFilter {

    private final PublishedOperations operations;

    AllowHeaderFilter(PublishedOperations operations) {
        this.operations = operations;
    }

    @ServerResponseFilter
    void allow(ContainerRequestContext request, ContainerResponseContext response, RoutingContext context) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, operations.methods(context.normalizedPath()));
        }
    }
}
