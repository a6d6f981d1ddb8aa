package dev.duoconfig.http.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token of a request in {@code Authorization: Bearer} or in {@code PRIVATE-TOKEN}, which GitLab clients send. A
 * value that cannot be a signed JWT counts as no token, because OIDC fails on some of them. See docs/framework.md.
 */
@ApplicationScoped
public class AccessTokens {

    private static final CharSequence PRIVATE_TOKEN = HttpHeaders.createOptimized("PRIVATE-TOKEN");
    private static final String SCHEME = "bearer";
    private static final boolean[] BASE64URL = base64url();
    private static final String PREFIX = "Bearer ";
    private static final String REFUSED = AccessTokens.class.getName();

    /** The token of a request that has passed this filter, or null if it has no value that can be a token. */
    public static @Nullable String of(HttpServerRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization == null ? null : authorization.substring(PREFIX.length());
    }

    /**
     * The unchecked token of a request that has not passed this filter yet; null if it has none, or has it in an unusual
     * spelling.
     */
    public static @Nullable String claimed(MultiMap headers) {
        var authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return headers.get(PRIVATE_TOKEN);
        }
        return authorization.startsWith(PREFIX) ? authorization.substring(PREFIX.length()) : null;
    }

    /** Whether a request that has passed this filter came with a token, valid or not. */
    public static boolean wereSent(RoutingContext context) {
        return of(context.request()) != null || context.get(REFUSED) != null;
    }

    void register(@Observes Filters filters) {
        FilterOrder.ACCESS_TOKENS.register(filters, AccessTokens::normalize);
    }

    private static void normalize(RoutingContext context) {
        var headers = context.request().headers();
        var privateToken = headers.get(PRIVATE_TOKEN);
        if (privateToken != null && !isBearer(headers.get(HttpHeaders.AUTHORIZATION))) {
            headers.set(HttpHeaders.AUTHORIZATION, PREFIX + privateToken);
        }
        var authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            var token = token(authorization);
            if (token != null) {
                headers.set(HttpHeaders.AUTHORIZATION, PREFIX + token);
            } else {
                if (isBearer(authorization)) {
                    context.put(REFUSED, true);
                }
                headers.remove(HttpHeaders.AUTHORIZATION);
            }
        }
        context.next();
    }

    /** The value after the scheme, if it has the form of a signed JWT: three parts in base64url, separated by dots. */
    private static @Nullable String token(String authorization) {
        if (!isBearer(authorization)) {
            return null;
        }
        var begin = SCHEME.length();
        while (begin < authorization.length() && authorization.charAt(begin) == ' ') {
            begin++;
        }
        var dots = 0;
        var partBegin = begin;
        for (var i = begin; i < authorization.length(); i++) {
            var character = authorization.charAt(i);
            if (character == '.' && i > partBegin) {
                dots++;
                partBegin = i + 1;
            } else if (character >= BASE64URL.length || !BASE64URL[character]) {
                return null;
            }
        }
        var complete = begin > SCHEME.length() && dots == 2 && partBegin < authorization.length();
        return complete ? authorization.substring(begin) : null;
    }

    private static boolean[] base64url() {
        var characters = new boolean['z' + 1];
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .forEach(character -> characters[character] = true);
        return characters;
    }

    /** A proxy may send its own credentials in another scheme, beside a {@code PRIVATE-TOKEN}. */
    private static boolean isBearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
