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

/** A GitLab with models, choices and a gateway, in the words of its GraphQL API. */
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
            .extensions(new BeforeAnswers()));

    private volatile Runnable meanwhile = () -> {};

    FakeGitLab() {
        server.start();
        answers("aiSelfHostedModels", MODELS);
        answers("aiFeatureSettings", FEATURES);
        answers("duoSettings", GATEWAY);
    }

    String url() {
        return server.baseUrl();
    }

    int port() {
        return server.port();
    }

    /** Answers a query of a field. */
    void answers(String field, String body) {
        answers(
                field,
                aResponse().withHeader("Content-Type", "application/json").withBody(body));
    }

    void answers(String field, ResponseDefinitionBuilder answer) {
        server.stubFor(post(urlEqualTo("/api/graphql"))
                .withRequestBody(matchingJsonPath("$.query", containing(field)))
                .willReturn(answer));
    }

    /** Answers a query of the page behind a cursor. */
    void answersAfter(String field, String cursor, String body) {
        server.stubFor(post(urlEqualTo("/api/graphql"))
                .withRequestBody(matchingJsonPath("$.query", containing(field)))
                .withRequestBody(matchingJsonPath("$.variables.after", WireMock.equalTo(cursor)))
                .willReturn(aResponse().withBody(body)));
    }

    /** Does something before each answer. */
    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    /** Answers every query. */
    void answersAlways(ResponseDefinitionBuilder answer) {
        server.resetMappings();
        server.stubFor(post(urlEqualTo("/api/graphql")).willReturn(answer));
    }

    WireMockServer server() {
        return server;
    }

    void stop() {
        server.stop();
    }

    private final class BeforeAnswers implements ServeEventListener {

        @Override
        public String getName() {
            return "before-answers";
        }

        @Override
        public void beforeResponseSent(ServeEvent event, Parameters parameters) {
            meanwhile.run();
        }
    }
}
