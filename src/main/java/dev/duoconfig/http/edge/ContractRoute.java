package dev.duoconfig.http.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
 * Serves the contract as it was written, with the URL of the issuer. It is read at the first request, and from memory that all
 * responses share: clients that read slowly would otherwise exhaust the memory. See docs/framework.md.
 */
@ApplicationScoped
class ContractRoute {

    /** A form of the contract. */
    enum Format {
        YAML("application/yaml"),
        JSON("application/json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    private static final String CONTRACT = "/META-INF/openapi.yaml";

    /** The URL in openapi.yaml, which stands for that of the issuer. It occurs there once. */
    private static final String EXAMPLE_DISCOVERY_URL =
            "https://sso.example.com/realms/duo-config/.well-known/openid-configuration";

    private final SignInIssuer issuer;
    private final ObjectMapper json;
    private final String path;
    private final Map<Format, Buffer> documents = new ConcurrentHashMap<>();

    ContractRoute(
            SignInIssuer issuer,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.root-path") String root,
            @ConfigProperty(name = "quarkus.http.non-application-root-path") String framework) {
        this.issuer = issuer;
        this.json = json;
        this.path = FrameworkPaths.of(root, framework) + "/openapi";
    }

    void register(@Observes Router router) {
        for (var suffix : List.of("", ".yaml", ".yml", ".json")) {
            router.route(path + suffix).order(0).handler(this::respond);
        }
    }

    /** Responds to all methods, because the framework has a document of its own for those that are left to it. */
    private void respond(RoutingContext context) {
        var method = context.request().method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            context.fail(405);
            return;
        }
        var format = format(context);
        var document = documents.get(format);
        if (document == null) {
            context.vertx()
                    .executeBlocking(() -> document(format), false)
                    .onSuccess(read -> send(context, format, read))
                    .onFailure(context::fail);
        } else {
            send(context, format, document);
        }
    }

    private static void send(RoutingContext context, Format format, Buffer document) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType + ";charset=UTF-8")
                .end(document);
    }

    private Format format(RoutingContext context) {
        var suffix = context.normalizedPath().substring(path.length());
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (!suffix.isEmpty() && !suffix.equals("/")) {
            return suffix.equals(".json") ? Format.JSON : Format.YAML;
        }
        var isJson = (accept != null && accept.contains(Format.JSON.mediaType))
                || "JSON".equalsIgnoreCase(context.request().getParam("format"));
        return isJson ? Format.JSON : Format.YAML;
    }

    /** The same buffer every time. */
    Buffer document(Format format) {
        return documents.computeIfAbsent(format, missing -> SharedBuffer.of(read(missing)));
    }

    private byte[] read(Format format) {
        try (var contract = Objects.requireNonNull(ContractRoute.class.getResourceAsStream(CONTRACT))) {
            var written = new String(contract.readAllBytes(), UTF_8);
            var text = issuer.discoveryUrl()
                    .map(url -> written.replace(EXAMPLE_DISCOVERY_URL, url))
                    .orElse(written);
            return switch (format) {
                case YAML -> text.getBytes(UTF_8);
                case JSON -> json.writeValueAsBytes(new YAMLMapper().readTree(text));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
