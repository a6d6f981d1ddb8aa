package dev.duoconfig.configuration;

import java.util.List;

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
import static java.util.stream.Collectors.joining;

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

    /** The answer of a GitLab 19.5 to introspection, as far as the import asks. */
    static final String SCHEMA = """
            {"data": {
              "AiSelfHostedModel": {"fields": [%s]},
              "AiFeatureSetting": {"fields": [%s,
                {"name": "gitlabModel", "type": {"fields": [{"name": "ref"}, {"name": "name"}], "ofType": null}}]},
              "DuoSettings": {"fields": [%s]}}}""".formatted(
                    fields("id", "name", "model", "endpoint", "identifier", "hasApiToken", "provider", "iamRole"),
                    fields("feature", "provider", "selfHostedModel"),
                    fields("aiGatewayUrl", "aiGatewayTimeoutSeconds", "duoAgentPlatformServiceUrl"));

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

    /** Answers introspection, and has what GitLab 18.2 does not have. */
    void isNewer() {
        respond("__type", SCHEMA);
        respond("aiSelfHostedModels", """
                {"data": {"aiSelfHostedModels": {"nodes": [
                  {"name": "Sonnet", "model": "claude_3", "endpoint": null, "identifier": "anthropic.claude-sonnet-4",
                   "hasApiToken": false, "provider": "BEDROCK", "iamRole": "arn:aws:iam::111122223333:role/duo"},
                  {"name": "Profile", "model": "claude_3", "endpoint": "http://bedrockselfhostedmodel.com",
                   "identifier": "bedrock/converse/arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc",
                   "hasApiToken": false, "provider": "BEDROCK", "iamRole": null},
                  {"name": "Gemini", "model": "claude_3", "endpoint": "", "identifier": "claude-sonnet-4-6@default",
                   "hasApiToken": false, "provider": "VERTEX_AI", "iamRole": ""},
                  {"name": "Proxy", "model": "gpt", "endpoint": "https://llm.example.com/v1", "identifier": "gpt-oss",
                   "hasApiToken": true, "provider": "API", "iamRole": null},
                  {"name": "Wrong", "model": "gpt", "endpoint": "https://llm.example.com/v1", "identifier": "openai/gpt",
                   "hasApiToken": false, "provider": "API", "iamRole": "arn:aws:iam::111122223333:role/duo"}],
                  "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""");
        respond("aiFeatureSettings", """
                {"data": {"aiFeatureSettings": {"nodes": [
                  {"feature": "duo_agent_platform", "provider": "self_hosted", "selfHostedModel": {"name": "Sonnet"}},
                  {"feature": "duo_chat", "provider": "vendored", "selfHostedModel": null,
                   "gitlabModel": {"ref": "claude_sonnet_4"}},
                  {"feature": "code_generations", "provider": "vendored", "selfHostedModel": null, "gitlabModel": null},
                  {"feature": "code_completions", "provider": "self_hosted", "selfHostedModel": {"name": "Wrong"}},
                  {"feature": "feature_of_tomorrow", "provider": "disabled", "selfHostedModel": null}],
                  "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""");
        respond("duoSettings", """
                {"data": {"duoSettings": {"aiGatewayUrl": "https://aigw.example.com", "aiGatewayTimeoutSeconds": 120,
                  "duoAgentPlatformServiceUrl": "agents.example.com:50052"}}}""");
    }

    private static String fields(String... names) {
        return List.of(names).stream()
                .map(name ->
                        "{\"name\": \"" + name + "\", \"type\": {\"fields\": null, \"ofType\": {\"fields\": null}}}")
                .collect(joining(", "));
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
