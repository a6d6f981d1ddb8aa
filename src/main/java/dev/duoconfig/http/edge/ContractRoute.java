package dev.duoconfig.http.edge;

import java.util.EnumMap;
import java.util.Map;

import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Serves the contract, with the URL of the issuer, from memory that all responses share. The framework copies it for each
 * response, so clients that read slowly would exhaust the memory. See docs/framework.md.
 */
@ApplicationScoped
class ContractRoute {

    private static final String DOCUMENT = "<default>";

    /** The URL in openapi.yaml, which stands for that of the issuer. It occurs there once. */
    private static final String EXAMPLE_DISCOVERY_URL =
            "https://sso.example.com/realms/duo-config/.well-known/openid-configuration";

    private final OpenApiDocumentService documents;
    private final SignInIssuer issuer;
    private final String path;
    private final Map<Format, Buffer> shared = new EnumMap<>(Format.class);

    ContractRoute(
            OpenApiDocumentService documents,
            SignInIssuer issuer,
            @ConfigProperty(name = "quarkus.http.root-path") String root,
            @ConfigProperty(name = "quarkus.http.non-application-root-path") String framework) {
        this.documents = documents;
        this.issuer = issuer;
        this.path = FrameworkPaths.of(root, framework) + "/openapi";
    }

    void register(@Observes Router router) {
        router.route(HttpMethod.GET, path).order(0).handler(this::send);
    }

    private void send(RoutingContext context) {
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        var isJson = (accept != null && accept.contains(Format.JSON.getMimeType()))
                || "JSON".equalsIgnoreCase(context.request().getParam("format"));
        var format = isJson ? Format.JSON : Format.YAML;
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8")
                .end(document(format));
    }

    /** The same buffer every time. */
    synchronized Buffer document(Format format) {
        return shared.computeIfAbsent(format, missing -> {
            var bytes = documents.getDocument(DOCUMENT, format);
            return SharedBuffer.of(issuer.discoveryUrl()
                    .map(url -> new String(bytes, UTF_8)
                            .replace(EXAMPLE_DISCOVERY_URL, url)
                            .getBytes(UTF_8))
                    .orElse(bytes));
        });
    }
}
