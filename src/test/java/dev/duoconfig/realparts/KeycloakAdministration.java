package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator does in Keycloak's console, by its API, and the tokens that its clients get. */
public final class KeycloakAdministration {

    static final String USER = "administrator";

    private static final String KEYS = "org.keycloak.keys.KeyProvider";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String password;

    KeycloakAdministration(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** Adds a user who can sign in with the name as password. */
    public void addUser(String realm, String name, String... groups) throws IOException, InterruptedException {
        send("POST", realm, "/users", """
                {"username": "%1$s", "enabled": true, "email": "%1$s@example.com", "firstName": "%1$s", "lastName": "Example",
                 "groups": %2$s, "credentials": [{"type": "password", "value": "%1$s"}]}""".formatted(name, JSON.writeValueAsString(groups)));
    }

    /** Changes some properties of a realm. */
    public void changeRealm(String realm, String properties) throws IOException, InterruptedException {
        send("PUT", realm, "", properties);
    }

    /** Lets users of a public client get tokens without a browser, which no realm needs but for tests. */
    void allowPasswords(String realm, String clientId) throws IOException, InterruptedException {
        send("PUT", realm, "/clients/" + client(realm, clientId).path("id").asText(), """
                {"clientId": "%s", "directAccessGrantsEnabled": true}""".formatted(clientId));
    }

    /** The access token that a user gets through a public client. */
    String userToken(String realm, String clientId, String name) throws IOException, InterruptedException {
        return token(
                realm, Map.of("grant_type", "password", "client_id", clientId, "username", name, "password", name));
    }

    /** The access token of a client's service account. */
    String clientToken(String realm, String clientId) throws IOException, InterruptedException {
        var secret = client(realm, clientId).path("secret").asText();
        return token(realm, Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
    }

    /** The IDs of the keys that sign access tokens. */
    List<String> signingKeys(String realm) throws IOException, InterruptedException {
        var found = send("GET", realm, "/components?type=" + KEYS, "");
        return StreamSupport.stream(found.spliterator(), false)
                .filter(component -> component.path("providerId").asText().equals("rsa-generated"))
                .map(component -> component.path("id").asText())
                .toList();
    }

    /** Adds a key that signs all tokens from now on. */
    void addSigningKey(String realm) throws IOException, InterruptedException {
        send("POST", realm, "/components", """
                {"name": "rsa-new", "providerId": "rsa-generated", "providerType": "%s",
                 "config": {"priority": ["200"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"]}}""".formatted(KEYS));
    }

    /** Removes a key, which is then no longer published. */
    void removeKey(String realm, String id) throws IOException, InterruptedException {
        send("DELETE", realm, "/components/" + id, "");
    }

    private JsonNode client(String realm, String clientId) throws IOException, InterruptedException {
        return send("GET", realm, "/clients?clientId=" + clientId, "").path(0);
    }

    private String token(String realm, Map<String, String> form) throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        var uri = URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token");
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request).path("access_token").asText();
    }

    private JsonNode send(String method, String realm, String path, String body)
            throws IOException, InterruptedException {
        var login = Map.of("grant_type", "password", "client_id", "admin-cli", "username", USER, "password", password);
        var token = token("master", login);
        return send(HttpRequest.newBuilder(URI.create(url + "/admin/realms/" + realm + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as("status of %s, which returned %s", request, response.body())
                .isBetween(200, 299);
        return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
    }
}
