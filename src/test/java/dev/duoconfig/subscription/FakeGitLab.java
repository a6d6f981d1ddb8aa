package dev.duoconfig.subscription;

import java.net.URI;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

/** A GitLab that returns the responses to GraphQL queries that a test sets. */
final class FakeGitLab {

    static final String TOKEN = "glpat-fake-0123456789";

    static final String ULTIMATE = """
            {"data": {"currentLicense": {"id": "gid://gitlab/License/1", "type": "online_cloud", "plan": "ultimate",
              "startsAt": "2026-01-01", "expiresAt": null, "lastSync": "2026-11-22T02:00:00Z"},
              "addOnPurchases": [
                {"id": "gid://gitlab/AddOnPurchase/1", "name": "DUO_ENTERPRISE", "assignedQuantity": 3,
                 "purchasedQuantity": 50},
                {"id": "gid://gitlab/AddOnPurchase/2", "name": "DUO_CORE", "assignedQuantity": 0,
                 "purchasedQuantity": 50}]}}""";

    private final String url;
    private final WireMock admin;

    private FakeGitLab(String url) {
        this.url = url;
        this.admin = new WireMock(URI.create(url).getHost(), URI.create(url).getPort());
    }

    /** The fake that already runs at the URL. */
    static FakeGitLab at(String url) {
        return new FakeGitLab(url);
    }

    static WireMockServer start() {
        var server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        return server;
    }

    String url() {
        return url;
    }

    void answers(String body) {
        answers(200, body);
    }

    void answers(int status, String body) {
        answers(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body));
    }

    void answers(ResponseDefinitionBuilder response) {
        admin.resetMappings();
        admin.resetRequests();
        admin.register(post(urlEqualTo("/api/graphql")).willReturn(response));
    }

    /** Fails unless this many matching requests arrived since the last response was set. */
    void verify(int count, RequestPatternBuilder request) {
        admin.verifyThat(count, request);
    }
}
