package dev.duoconfig.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a body that does not say what it is: the framework judges only those that do. */
class StatedMediaType {

    @ServerRequestFilter
    void check(ResourceInfo resource, HttpHeaders headers) {
        if (resource.getResourceMethod().isAnnotationPresent(Consumes.class)
                && headers.getHeaderString(HttpHeaders.CONTENT_TYPE) == null
                && hasBody(headers)) {
            throw Problems.ofStatus(415, "");
        }
    }

    private static boolean hasBody(HttpHeaders headers) {
        return headers.getLength() > 0 || headers.getHeaderString("Transfer-Encoding") != null;
    }
}
