package dev.duoconfig.console;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import dev.duoconfig.http.edge.FrameworkPaths;
import dev.duoconfig.http.edge.RouterProblems;
import dev.duoconfig.http.edge.SecurityHeaders;
import dev.duoconfig.http.problem.CommonProblems;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.security.IssuerState;
import dev.duoconfig.security.Issuers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves the pages of the console, and redirects to them. It runs ahead of the framework, which would let browsers keep an old
 * page for a day. See docs/adr/0028-serving-the-console.md and docs/framework.md.
 */
@ApplicationScoped
class ConsoleRoute {

    private static final String CONSOLE = "/console";
    private static final String PAGES = CONSOLE + "/";
    private static final String PATH_OF_CONFIGURATION = "config.json";
    private static final String METHODS = "GET, HEAD";

    /** Relative to the requested path, so that it works behind a proxy that removes a prefix. */
    private static final String RELATIVE = "console/";

    /** Trusted types keep scripts from turning texts into markup; Vue marks its own templates as trusted. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src %s; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types vue";

    private static final Pattern GZIP = Pattern.compile("(?i)gzip(?:\\s*;\\s*q=(?!0(?:\\.0*)?$)[0-9.]+)?");

    private final ConsoleSettings settings;
    private final RouterProblems problems;
    private final PublicUrls urls;
    private final IssuerState issuer;
    private final String root;
    private final Map<String, ConsoleFile> files;

    ConsoleRoute(
            ConsoleSettings settings,
            RouterProblems problems,
            PublicUrls urls,
            Issuers issuers,
            @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.settings = settings;
        this.problems = problems;
        this.urls = urls;
        this.issuer = issuers.console(settings.consoleIssuer());
        this.root = FrameworkPaths.withoutSlash(root);
        this.files = settings.console() ? ConsoleFiles.read() : Map.of();
    }

    void register(@Observes Router router) {
        // Without a console, and with an encoded slash, too: the framework would serve the files.
        for (var path : List.of("/", CONSOLE, PAGES + "*", CONSOLE + "%2F*", CONSOLE + "%2f*")) {
            router.route(path).order(0).handler(this::handle);
        }
    }

    private void handle(RoutingContext context) {
        var path = context.normalizedPath().substring(root.length());
        if (!settings.console() || path.startsWith(CONSOLE + "%")) {
            end(context, 404);
        } else if (!path.startsWith(PAGES)) {
            redirect(context);
        } else if (path.equals(PAGES + PATH_OF_CONFIGURATION)) {
            context.next();
        } else {
            serve(context, path.substring(PAGES.length()));
        }
    }

    private void redirect(RoutingContext context) {
        if (isRead(context)) {
            context.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, urls.areConfigured() ? urls.of(PAGES) : RELATIVE)
                    .end();
        }
    }

    private void serve(RoutingContext context, String name) {
        var file = files.get(name);
        if (file == null) {
            end(context, 404);
        } else if (isRead(context)) {
            send(context, file);
        }
    }

    private void send(RoutingContext context, ConsoleFile file) {
        var response = context.response();
        var headers = response.headers();
        SecurityHeaders.setContentPolicy(headers, contentPolicy());
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache").set(HttpHeaders.ETAG, file.entityTag());
        if (file.compressed() != null) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (file.isKnownTo(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        var body = file.content();
        var compressed = acceptsGzip(context.request()) ? file.compressed() : null;
        if (compressed != null) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = compressed;
        }
        headers.set(HttpHeaders.CONTENT_TYPE, file.type())
                .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    private String contentPolicy() {
        var origins = new StringJoiner(" ").add("'self'");
        issuer.signInOrigins().forEach(origins::add);
        return CONTENT_POLICY.formatted(origins);
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (header == null) {
            return false;
        }
        for (var coding : header.split(",", -1)) {
            if (GZIP.matcher(coding.strip()).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the request reads; any other is refused. */
    private boolean isRead(RoutingContext context) {
        var method = context.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return true;
        }
        context.response().putHeader(HttpHeaders.ALLOW, METHODS);
        end(context, 405);
        return false;
    }

    private void end(RoutingContext context, int status) {
        problems.end(
                context,
                CommonProblems.ofStatus(status, context.request().method().name()));
    }
}
