package dev.duoconfig.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.check.FakeServer;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.browser.Controls.button;

/** The pictures of the documents, of a configuration as an administrator could have it. */
class PicturesIT {

    private static final List<String> HOSTS = List.of("aigw.example.com", "vllm.example.com", "gitlab.example.com");

    private static final String OTHER_MODELS = """
            {"name": "Claude-3 on Bedrock deployment", "family": "claude_3",
             "identifier": "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0"}
            {"name": "GPT-4o on Azure", "family": "gpt", "api_key": "example", "identifier": "azure/gpt-4o",
             "endpoint": "https://example.openai.azure.com"}""";

    /** Scrolls until an element is at the end of the window, with the edge of its box below it. */
    private static final String TO_THE_END = "element => { element.scrollIntoView({ block: 'end' }); scrollBy(0, 64) }";

    @TempDir
    private static Path home;

    private static PackagedApplication application;
    private static FakeServer server;
    private static GitLabDouble gitlab;

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start()
                .gets("/models", 404, "{\"detail\": \"Not Found\"}")
                .lists("Mixtral-8x7B-Instruct-v0.1", "Codestral-22B-v0.1")
                .chats();
        gitlab = GitLabDouble.start("19.5");
        application =
                PackagedApplication.start(home, Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hostsFile()));
        storeConfiguration();
    }

    @AfterAll
    static void stop() {
        application.close();
        gitlab.close();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "overview, #/",
        "features, #/features",
        "models, #/models",
        "configuration, #/configuration",
        "instance, #/gitlab-instances/1",
        "history, #/history"
    })
    void thePage(String name, String route) {
        try (var visit = Visit.as("admin", application).open(route)) {
            Pictures.keepForDocuments(visit.page(), name);
        }
    }

    @Test
    void aModelWithTheStepsOfItsTest() {
        try (var visit = Visit.as("admin", application).open("#/models/1")) {
            visit.page()
                    .getByLabel("Endpoint", new GetByLabelOptions().setExact(true))
                    .fill(url("vllm.example.com", server.port()));
            button(visit.page(), "Test connection").click();
            visit.page()
                    .getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Apply http"))
                    .evaluate(TO_THE_END);

            Pictures.keepForDocuments(visit.page(), "model");
        }
    }

    /** A file with the names that the service can look up: on this machine, whatever the network is. */
    private static Path hostsFile() throws IOException {
        return Files.write(
                home.resolve("hosts"),
                HOSTS.stream().map(host -> "127.0.0.1 " + host).toList());
    }

    private static void storeConfiguration() throws Exception {
        call("POST", "/subscription/sync", "");
        call("PATCH", "/gateway", """
                {"url": "https://aigw.example.com", "outbound_allowlist": ["127.0.0.0/8", "10.20.0.0/16"]}""");
        call("POST", "/models", onVllm("Mixtral-8x7B-it-v0.1 on GCP", "mixtral", "Mixtral-8x7B-Instruct-v0.1"));
        call("POST", "/models", onVllm("Codestral on vLLM", "codestral", "Codestral-22B-v0.1"));
        for (var model : OTHER_MODELS.split("\n(?=\\{)", -1)) {
            call("POST", "/models", model);
        }
        call("PUT", "/features/duo_chat", "{\"model_id\": 1}");
        call("POST", "/gitlab-instances", """
                {"name": "Production", "url": "%s", "token": "%s"}""".formatted(url("gitlab.example.com", gitlab.port()), GitLabDouble.TOKEN));
        call("POST", "/gitlab-instances/1/apply", "");
        call("PATCH", "/features", """
                [{"feature": "code_generations", "model_id": 2}, {"feature": "code_completions", "model_id": 2},
                 {"feature": "duo_chat_write_tests", "provider": "disabled"},
                 {"feature": "duo_agent_platform", "model_id": 3},
                 {"feature": "duo_agent_platform_agentic_chat", "model_id": 3},
                 {"feature": "review_merge_request_dap", "model_id": 3},
                 {"feature": "secret_vulnerability_fp_detection", "model_id": 3}]""");
        call("PATCH", "/models/4", "{\"name\": \"GPT-4o on Azure (Sweden Central)\"}");
        call("PATCH", "/gateway", "{\"agent_platform_url\": \"duo-agent-platform.example.com:50052\"}");
        for (var id = 1; id <= 4; id++) {
            call("POST", "/models/%d/check".formatted(id), "");
        }
        call("POST", "/gitlab-instances/1/plan", "");
    }

    private static void call(String method, String path, String body) throws Exception {
        application.call("admin", method, path, body);
    }

    private static String onVllm(String name, String family, String identifier) {
        return """
                {"name": "%s", "family": "%s", "api_key": "example", "endpoint": "%s/v1",
                 "identifier": "custom_openai/%s"}""".formatted(name, family, url("vllm.example.com", server.port()), identifier);
    }

    private static String url(String host, int port) {
        return "http://%s:%d".formatted(host, port);
    }
}
