package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator does in Keycloak's console, by its API. */
public final class KeycloakAdministration {

    static final String USER = "administrator";

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

    private String token() throws IOException, InterruptedException {
        var form = "grant_type=password&client_id=admin-cli&username=%s&password=%s".formatted(USER, password);
        var request = HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return send(request).path("access_token").asText();
    }

    private void send(String method, String realm, String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url + "/admin/realms/" + realm + path))
                .header("Authorization", "Bearer " + token())
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
