package dev.duoconfig.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a body that does not say what it is: the framework judges only those that do, and takes a wildcard for anything. */
class StatedMediaType {

    @ServerRequestFilter
    void check(ResourceInfo resource, HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (resource.getResourceMethod().isAnnotationPresent(Consumes.class)
                && (type == null || type.isBlank() || type.contains("*"))
                && hasBody(request)) {
            throw Problems.ofStatus(415, request.method().name());
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }
}
