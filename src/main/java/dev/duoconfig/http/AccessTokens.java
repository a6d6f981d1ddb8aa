package dev.duoconfig.http;

import java.util.regex.Pattern;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Where a request's token is taken from: {@code Authorization: Bearer}, or {@code PRIVATE-TOKEN}, as GitLab clients are
 * used to. What cannot be a signed JWT is as good as no token; the verification behind would stumble over it.
 */
@ApplicationScoped
class AccessTokens {

    private static final String PRIVATE_TOKEN = "PRIVATE-TOKEN";
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([\\w-]++\\.[\\w-]++\\.[\\w-]++)");

    /** After CORS, which answers preflight requests, and before authentication. */
    private static final int PRIORITY = 250;

    void register(@Observes Filters filters) {
        filters.register(AccessTokens::take, PRIORITY);
    }

    private static void take(RoutingContext context) {
        var headers = context.request().headers();
        var privateToken = headers.get(PRIVATE_TOKEN);
        if (privateToken != null && !headers.contains(HttpHeaders.AUTHORIZATION)) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + privateToken);
        }
        var authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            var bearer = BEARER.matcher(authorization);
            if (bearer.matches()) {
                headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + bearer.group(1));
            } else {
                headers.remove(HttpHeaders.AUTHORIZATION);
            }
        }
        context.next();
    }
}
