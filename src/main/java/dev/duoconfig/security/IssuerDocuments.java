package dev.duoconfig.security;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.duoconfig.http.problem.VisibleText;
import io.quarkus.oidc.OIDCException;
import org.jspecify.annotations.Nullable;

/** The rules for the two documents of an issuer, the discovery document and the key set. See docs/framework.md. */
final class IssuerDocuments {

    /** Names, values, and brackets: more than a thousand keys have. */
    private static final int MAX_TOKENS = 20_000;

    private static final JsonMapper JSON = new JsonMapper();

    private IssuerDocuments() {}

    /**
     * Checks that a discovery document is that of the configured issuer (OpenID Connect Discovery 1.0, section 4.3), and
     * that its keys are fetched as safely as the document.
     *
     * @throws MisconfiguredIssuerException if it is not; the message is written for the operator
     */
    static void checkDiscovery(IssuerId configured, byte[] document) {
        var metadata = discovery(configured, document);
        var variable = configured.variable(IssuerVariables.ISSUER);
        var issuer = metadata.path("issuer");
        if (!issuer.isTextual()
                || !IssuerId.comparable(issuer.textValue()).equals(IssuerId.comparable(configured.issuer()))) {
            throw new MisconfiguredIssuerException(
                    "The discovery document names the issuer '%s', but %s is '%s'. Both must be the same."
                            .formatted(VisibleText.excerpt(issuer.asText()), variable, configured.issuer()));
        }
        var scheme = scheme(metadata.path("jwks_uri").textValue());
        var isSecure = "https".equals(scheme);
        if (!isSecure && (!"http".equals(scheme) || "https".equals(scheme(configured.issuer())))) {
            throw new MisconfiguredIssuerException(
                    "The discovery document must have a jwks_uri with the scheme https, or with the scheme of "
                            + variable + ".");
        }
    }

    /**
     * The origin of the issuer's token endpoint, such as {@code https://sso.example.com}; null if a discovery document has no
     * token endpoint that is as safe as the issuer.
     */
    static @Nullable String tokenOrigin(IssuerId configured, byte[] document) {
        var endpoint = discovery(configured, document).path("token_endpoint").textValue();
        var isSecure = "https".equals(scheme(endpoint));
        return isSecure || !"https".equals(scheme(configured.issuer())) ? origin(endpoint) : null;
    }

    /** The origin of an http or https URL; null if the text is not such a URL. */
    static @Nullable String origin(@Nullable String url) {
        try {
            var parsed = new URI(url == null ? "" : url);
            var scheme = scheme(url);
            if (parsed.getHost() == null || scheme == null || !(scheme.equals("https") || scheme.equals("http"))) {
                return null;
            }
            var port = parsed.getPort() < 0 ? "" : ":" + parsed.getPort();
            return scheme + "://" + parsed.getHost().toLowerCase(Locale.ROOT) + port;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /**
     * Checks the form of a key set, and that reading it takes little time and memory.
     *
     * @return the number of keys
     * @throws OIDCException if it has no list of objects as {@code keys}, or too many parts
     */
    static int checkKeys(byte[] document) {
        if (countTokens(document) > MAX_TOKENS) {
            throw new OIDCException("The issuer's key set has more than " + MAX_TOKENS + " parts");
        }
        var keys = json(document).path("keys");
        if (!keys.isArray() || !StreamSupport.stream(keys.spliterator(), false).allMatch(JsonNode::isObject)) {
            throw new OIDCException("The issuer's key set is not a JSON object with a list of keys");
        }
        return keys.size();
    }

    private static int countTokens(byte[] document) {
        try (var parser = JSON.createParser(document)) {
            var tokens = 0;
            while (tokens <= MAX_TOKENS && parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static JsonNode discovery(IssuerId configured, byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new MisconfiguredIssuerException(
                    "The discovery document of " + configured.variable(IssuerVariables.ISSUER) + " is not JSON.");
        }
    }

    private static JsonNode json(byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static OIDCException notJson(IOException cause) {
        return new OIDCException("The issuer's response is not JSON", cause);
    }

    private static @Nullable String scheme(@Nullable String url) {
        try {
            var scheme = url == null ? null : new URI(url).getScheme();
            return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
