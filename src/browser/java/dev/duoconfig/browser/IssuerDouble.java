package dev.duoconfig.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An OIDC issuer on the loopback interface that signs its user, Jane, in by a click: authorization code with PKCE for one
 * public client, whose page may call the token endpoint.
 */
final class IssuerDouble implements AutoCloseable {

    static final String CLIENT_ID = "duo-config-console";

    /** The usual validity of tokens. */
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final SigningKey key = SigningKey.generate();
    private final Map<String, Map<String, String>> authorizations = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Duration lifetime = LIFETIME;
    private volatile List<String> roles = List.of();
    private volatile String name = "";

    private IssuerDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> respondJson(exchange, 200, discovery()));
        server.createContext("/keys", exchange -> respondJson(exchange, 200, key.published()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/continue", this::redirect);
        server.createContext("/token", this::exchange);
        server.start();
        reset();
    }

    static IssuerDouble start() throws IOException {
        return new IssuerDouble();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Issues tokens of Jane, an administrator, from now on. */
    void reset() {
        issueFor(LIFETIME);
        grant("admin");
        call("jane");
    }

    /** The validity of tokens that are issued from now on. */
    void issueFor(Duration duration) {
        lifetime = duration;
    }

    /** The roles in tokens that are issued from now on. */
    void grant(String... names) {
        roles = List.of(names);
    }

    /** The name in tokens that are issued from now on. */
    void call(String user) {
        name = user;
    }

    /** A token for the service, without a page. */
    String accessToken() {
        return token("duo-config", Map.of());
    }

    /** The number of codes that were exchanged for tokens. */
    int issued() {
        return issued.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String discovery() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
                 "token_endpoint_auth_methods_supported": ["none"]}""".formatted(url());
    }

    /** Shows the page on which Jane signs in, if the request is one for the authorization code flow with PKCE. */
    private void authorize(HttpExchange exchange) throws IOException {
        var request = parameters(exchange.getRequestURI().getRawQuery());
        var complaint = complaint(request);
        if (complaint != null) {
            respond(exchange, 400, "text/plain", complaint);
            return;
        }
        var code = UUID.randomUUID().toString();
        authorizations.put(code, request);
        respond(exchange, 200, "text/html", """
                <!doctype html><html lang="en"><title>Issuer</title><main><h1>Issuer</h1>
                <a href="/continue?code=%s">Continue as Jane</a></main>""".formatted(code));
    }

    private static @Nullable String complaint(Map<String, String> request) {
        var expected = Map.of("response_type", "code", "client_id", CLIENT_ID, "code_challenge_method", "S256");
        for (var parameter : expected.entrySet()) {
            if (!parameter.getValue().equals(request.get(parameter.getKey()))) {
                return parameter.getKey() + " must be " + parameter.getValue();
            }
        }
        for (var name : List.of("redirect_uri", "code_challenge", "state", "scope")) {
            if (request.getOrDefault(name, "").isEmpty()) {
                return name + " is missing";
            }
        }
        return null;
    }

    private void redirect(HttpExchange exchange) throws IOException {
        var code = parameters(exchange.getRequestURI().getRawQuery()).getOrDefault("code", "");
        var request = Objects.requireNonNull(authorizations.get(code));
        var target =
                "%s?code=%s&state=%s&iss=%s".formatted(request.get("redirect_uri"), code, request.get("state"), url());
        exchange.getResponseHeaders().set("Location", target);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Access-Control-Allow-Origin", "*");
        headers.set("Access-Control-Allow-Headers", "*");
        var form = parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        var request = authorizations.remove(form.getOrDefault("code", ""));
        if (request == null
                || !request.getOrDefault("redirect_uri", "").equals(form.get("redirect_uri"))
                || !request.getOrDefault("code_challenge", "")
                        .equals(challenge(form.getOrDefault("code_verifier", "")))) {
            respondJson(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        issued.incrementAndGet();
        respondJson(
                exchange,
                200,
                JSON.writeValueAsString(Map.of(
                        "token_type", "Bearer",
                        "expires_in", lifetime.toSeconds(),
                        "access_token", token("duo-config", request),
                        "id_token", token(CLIENT_ID, request))));
    }

    private String token(String audience, Map<String, String> request) {
        var now = Instant.now();
        var claims = new HashMap<String, Object>(Map.of(
                "iss",
                url(),
                "aud",
                audience,
                "sub",
                "4f7a",
                "preferred_username",
                name,
                "groups",
                roles,
                "iat",
                now.getEpochSecond(),
                "exp",
                now.plus(lifetime).getEpochSecond()));
        if (request.containsKey("nonce")) {
            claims.put("nonce", request.get("nonce"));
        }
        return key.sign(claims);
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(@Nullable String form) {
        var parameters = new HashMap<String, String>();
        for (var parameter : Objects.requireNonNullElse(form, "").split("&", -1)) {
            var name = parameter.replaceAll("=.*", "");
            var value = parameter.substring(Math.min(name.length() + 1, parameter.length()));
            parameters.put(name, URLDecoder.decode(value, UTF_8));
        }
        return parameters;
    }

    private static void respondJson(HttpExchange exchange, int status, String body) throws IOException {
        // The page reads the discovery document, too.
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        respond(exchange, status, "application/json", body);
    }

    private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
