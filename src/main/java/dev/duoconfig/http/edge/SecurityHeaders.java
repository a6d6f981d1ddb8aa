package dev.duoconfig.http.edge;

import java.util.StringJoiner;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Adds security headers to every response, problems included. Responses are data: a browser must not guess their type, frame
 * them, run anything in them, or send their URL to other sites. Only Swagger UI and the console are pages, with their own scripts and styles.
 */
@ApplicationScoped
public class SecurityHeaders {

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence OPENER_POLICY = HttpHeaders.createOptimized("Cross-Origin-Opener-Policy");
    private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence DATA = HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final String PAGE = "default-src 'none'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src %s; frame-ancestors 'none';"
            + " base-uri 'none'; form-action 'none'";

    /** Swagger UI opens a window for the sign-in at an issuer, and the page to which the issuer returns calls its opener. */
    private static final CharSequence WITH_WINDOWS = HttpHeaders.createOptimized("same-origin-allow-popups");

    private static final CharSequence WITH_OPENER = HttpHeaders.createOptimized("unsafe-none");
    private static final String RETURN_PAGE = "/oauth2-redirect.html";

    private final String pages;
    private final TokenIssuers issuers;

    SecurityHeaders(
            TokenIssuers issuers,
            @ConfigProperty(name = "quarkus.http.root-path") String root,
            @ConfigProperty(name = "quarkus.http.non-application-root-path") String framework) {
        this.issuers = issuers;
        this.pages = FrameworkPaths.of(root, framework) + "/swagger-ui";
    }

    /** Replaces the policy for data by that of a page, in a response that has the headers already. */
    public static void setContentPolicy(MultiMap headers, String policy) {
        headers.set(CONTENT_POLICY, policy);
    }

    /** Adds the headers for data; the response must not have any of them yet. */
    public static void addForData(MultiMap headers) {
        addTo(headers, DATA);
    }

    void register(@Observes Filters filters) {
        FilterOrder.SECURITY_HEADERS.register(filters, this::add);
    }

    private void add(RoutingContext context) {
        var headers = context.response().headers();
        addTo(headers, DATA);
        var path = context.normalizedPath();
        if (isPage(path)) {
            var origins = new StringJoiner(" ").add("'self'");
            issuers.signInOrigins().forEach(origins::add);
            setContentPolicy(headers, PAGE.formatted(origins));
            headers.set(OPENER_POLICY, path.endsWith(RETURN_PAGE) ? WITH_OPENER : WITH_WINDOWS);
        }
        context.next();
    }

    /** Of the path that is served, not of the one that was sent, which can climb out of the pages with {@code ..}. */
    private boolean isPage(String path) {
        return path.equals(pages) || path.startsWith(pages + "/");
    }

    private static void addTo(MultiMap headers, CharSequence contentPolicy) {
        headers.add(CONTENT_TYPE_OPTIONS, NOSNIFF)
                .add(FRAME_OPTIONS, DENY)
                .add(REFERRER_POLICY, NO_REFERRER)
                .add(OPENER_POLICY, SAME_ORIGIN)
                .add(CONTENT_POLICY, contentPolicy);
    }
}
