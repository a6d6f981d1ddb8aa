package dev.duoconfig.http.edge;

import java.util.StringJoiner;
import java.util.regex.Pattern;

import dev.duoconfig.http.request.PublicUrls;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The header {@code WWW-Authenticate} of responses with 401. With an OIDC issuer, it says where to learn about it (RFC 9728). */
@Singleton
class TokenChallenges {

    /** RFC 6750, section 3.1: a request without a token gets no error. */
    static final String TOKEN_REQUIRED = "Bearer";

    private static final String METADATA = "/.well-known/oauth-protected-resource";

    /** The hosts that need no escape in the header; the caller chooses the host. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

    private final TokenIssuers issuers;
    private final PublicUrls urls;
    private final String root;

    TokenChallenges(
            TokenIssuers issuers, PublicUrls urls, @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.issuers = issuers;
        this.urls = urls;
        this.root = FrameworkPaths.withoutSlash(root);
    }

    /** The challenge to a request without a valid token. */
    String of(RoutingContext context) {
        var parameters = new StringJoiner(", ", TOKEN_REQUIRED + " ", "").setEmptyValue(TOKEN_REQUIRED);
        if (AccessTokens.wereSent(context)) {
            parameters.add("error=\"invalid_token\"");
        }
        var metadata = issuers.areRemote() ? metadata(context.request()) : null;
        if (metadata != null) {
            parameters.add("resource_metadata=\"" + metadata + "\"");
        }
        return parameters.toString();
    }

    private @Nullable String metadata(HttpServerRequest request) {
        if (urls.areConfigured()) {
            return urls.of(METADATA);
        }
        var host = String.valueOf(request.authority());
        return HOST.matcher(host).matches() ? request.scheme() + "://" + host + root + METADATA : null;
    }
}
