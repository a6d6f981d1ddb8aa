package dev.duoconfig.configuration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

/** A GitLab with models, feature settings, and a gateway, as its GraphQL API returns them. */
final class FakeGitLab {

    static final String TOKEN = "glpat-fake-0123456789";

    static final String MODELS = """
            {"data": {"aiSelfHostedModels": {"nodes": [
              {"name": "Mixtral", "model": "MIXTRAL", "endpoint": "https://vllm.example.com/v1",
               "identifier": "custom_openai/mixtral", "hasApiToken": true},
              {"name": "Claude", "model": "CLAUDE_3", "endpoint": null, "identifier": "bedrock/claude",
               "hasApiToken": false}],
              "pageInfo": {"hasNextPage": false, "endCursor": "MQ"}}}}""";

    static final String FEATURES = """
            {"data": {"aiFeatureSettings": {"nodes": [
              {"feature": "DUO_CHAT", "provider": "SELF_HOSTED", "selfHostedModel": {"name": "Mixtral"}},
              {"feature": "DUO_CHAT_WRITE_TESTS", "provider": "DISABLED", "selfHostedModel": null},
              {"feature": "CODE_GENERATIONS", "provider": "VENDORED", "selfHostedModel": null},
              {"feature": "CODE_COMPLETIONS", "provider": "UNASSIGNED", "selfHostedModel": null},
              {"feature": "DUO_AGENT_PLATFORM", "provider": "SELF_HOSTED", "selfHostedModel": {"name": "Claude"}}],
              "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""";

    static final String GATEWAY = "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": \"https://aigw.example.com\"}}}";

    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .extensions(new BeforeResponses()));

    private volatile Runnable beforeResponse = () -> {};

    FakeGitLab() {
        server.start();
        respond("aiSelfHostedModels", MODELS);
        respond("aiFeatureSettings", FEATURES);
        respond("duoSettings", GATEWAY);
    }

    String url() {
        return server.baseUrl();
    }

    int port() {
        return server.port();
    }

    /** Sets the response to queries for a field. */
    void respond(String field, String body) {
        respond(
                field,
                aResponse().withHeader("Content-Type", "application/json").withBody(body));
    }

    void respond(String field, ResponseDefinitionBuilder response) {
        server.stubFor(post(urlEqualTo("/api/graphql"))
                .withRequestBody(matchingJsonPath("$.query", containing(field)))
                .willReturn(response));
    }

    /** Sets the response to queries for the page after a cursor. */
    void respondAfter(String field, String cursor, String body) {
        server.stubFor(post(urlEqualTo("/api/graphql"))
                .withRequestBody(matchingJsonPath("$.query", containing(field)))
                .withRequestBody(matchingJsonPath("$.variables.after", WireMock.equalTo(cursor)))
                .willReturn(aResponse().withBody(body)));
    }

    /** Runs an action before each response. */
    void beforeEachResponse(Runnable action) {
        beforeResponse = action;
    }

    /** Sets the response to all queries. */
    void respondAlways(ResponseDefinitionBuilder response) {
        server.resetMappings();
        server.stubFor(post(urlEqualTo("/api/graphql")).willReturn(response));
    }

    WireMockServer server() {
        return server;
    }

    void stop() {
        server.stop();
    }

    private final class BeforeResponses implements ServeEventListener {

        @Override
        public String getName() {
            return "before-responses";
        }

        @Override
        public void beforeResponseSent(ServeEvent event, Parameters parameters) {
            beforeResponse.run();
        }
    }
}
