package dev.duoconfig.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Lets GitLab clients send their token as they are used to: {@code PRIVATE-TOKEN} stands for a bearer token. */
@ApplicationScoped
class PrivateToken {

    private static final String HEADER = "PRIVATE-TOKEN";

    /** After CORS, which answers preflight requests, and before authentication. */
    private static final int PRIORITY = 250;

    void register(@Observes Filters filters) {
        filters.register(PrivateToken::translate, PRIORITY);
    }

    private static void translate(RoutingContext context) {
        var headers = context.request().headers();
        var token = headers.get(HEADER);
        if (token != null && !headers.contains(HttpHeaders.AUTHORIZATION)) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        context.next();
    }
}
