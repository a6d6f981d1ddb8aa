package dev.duoconfig.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.choiceOf;
import static dev.duoconfig.browser.Controls.option;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** The copied command of a change does in a terminal what the button does, and has no secret in it. */
@OneAfterTheOther
class CurlIT {

    private static final String KEY = "sk-entered-in-the-page";
    private static final long LIMIT_SECONDS = 20;

    private static final String CONFIGURATION = """
            {"gateway": {"url": "https://aigw.example.com", "outbound_allowlist": ["127.0.0.0/8"]},
             "models": [
               {"name": "Mixtral", "family": "mixtral", "identifier": "custom_openai/mixtral",
                "api_key": "sk-example", "endpoint": "https://vllm.example.com/v1"}],
             "features": []}""";

    @TempDir
    private Path terminal;

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    @BeforeEach
    void storeTheConfiguration() throws Exception {
        SERVICE.call("admin", "PUT", "/configuration", CONFIGURATION);
    }

    @Test
    void choicesForFeatures() throws Exception {
        try (var visit = SERVICE.visitAs("admin").open("#/features")) {
            choiceOf(visit.page(), "General Chat").click();
            option(visit.page(), "Mixtral").first().click();
            button(visit.page(), "Review changes").click();

            run(PlanDialog.of(visit.page(), "Save 1 change?").copiedCommand());
        }
        assertThat(read("/features/duo_chat").path("model").path("name").asText())
                .isEqualTo("Mixtral");
    }

    @Test
    void aNewModelWithItsKey() throws Exception {
        var name = "It's $HOME `here` \"quoted\" \\ añ";
        try (var visit = SERVICE.visitAs("admin").open("#/models/new?family=mistral")) {
            exact(visit.page(), "Deployment name").fill(name);
            exact(visit.page(), "Model identifier").fill("custom_openai/mistral");
            exact(visit.page(), "Endpoint").fill("https://mistral.example.com/v1?a=b&c=$d");
            visit.page().getByLabel("API key").fill(KEY);
            button(visit.page(), "Add self-hosted model").click();

            run(PlanDialog.of(visit.page(), "Add ").copiedCommand());
        }
        var model = read("/models?search=mistral").path(0);
        assertThat(model.path("name").asText()).isEqualTo(name);
        assertThat(model.path("endpoint").asText()).isEqualTo("https://mistral.example.com/v1?a=b&c=$d");
        assertThat(model.path("has_api_key").asBoolean()).isTrue();
    }

    @Test
    void theGatewaySettings() throws Exception {
        try (var visit = SERVICE.visitAs("admin").open("#/configuration")) {
            visit.page().getByLabel("AI gateway URL").fill("https://curl.example.com");
            visit.page().getByLabel("Request timeout in seconds").fill("99");
            button(visit.page(), "Review changes").click();

            run(PlanDialog.of(visit.page(), "Review changes").copiedCommand());
        }
        assertThat(read("/gateway").path("url").asText()).isEqualTo("https://curl.example.com");
        assertThat(read("/gateway").path("request_timeout_seconds").asInt()).isEqualTo(99);
    }

    @Test
    void aDocument() throws Exception {
        var document = "gateway: {outbound_allowlist: [127.0.0.0/8]}\nmodels: []\nfeatures: []\n";
        Files.writeString(terminal.resolve("configuration.yaml"), document);
        try (var visit = SERVICE.visitAs("admin").open("#/documents")) {
            visit.page().getByLabel("Configuration document").fill(document);
            button(visit.page(), "Plan").click();
            button(visit.page(), "Apply document").click();

            run(PlanDialog.of(visit.page(), "Apply document").copiedCommand());
        }
        assertThat(read("/models")).isEmpty();
    }

    @Test
    void restoringARevision() throws Exception {
        SERVICE.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 77}");
        var revision = read("/revision").path("revision").asInt();
        SERVICE.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 88}");
        try (var visit = SERVICE.visitAs("admin").open("#/history/" + revision)) {
            button(visit.page(), "Restore revision " + revision).click();

            run(PlanDialog.of(visit.page(), "Restore revision").copiedCommand());
        }
        assertThat(read("/gateway").path("request_timeout_seconds").asInt()).isEqualTo(77);
    }

    @Test
    void aGitLabInstanceAndItsApply() throws Exception {
        try (var visit = SERVICE.visitAs("admin").open("#/gitlab-instances/new")) {
            exact(visit.page(), "Name").fill("By curl");
            exact(visit.page(), "URL").fill(SERVICE.gitlab().url());
            visit.page().getByLabel("Access token").fill(GitLabDouble.TOKEN);
            button(visit.page(), "Add GitLab instance").click();

            run(PlanDialog.of(visit.page(), "Add GitLab instance").copiedCommand());
        }
        var instance = read("/gitlab-instances").path(0);
        assertThat(instance.path("url").asText()).isEqualTo(SERVICE.gitlab().url());

        try (var visit = SERVICE.visitAs("admin")
                .open("#/gitlab-instances/" + instance.path("id").asText())) {
            button(visit.page(), "Compare now").click();
            button(visit.page(), "Review and apply").click();

            run(PlanDialog.of(visit.page(), "Apply the configuration").copiedCommand());
        }
        assertThat(SERVICE.gitlab().model("Mixtral").identifier()).isEqualTo("custom_openai/mixtral");
    }

    /** Runs a command as an administrator who has followed the documents. */
    private void run(String command) throws IOException, InterruptedException {
        assertThat(command).doesNotContain(SERVICE.application().token("admin"), GitLabDouble.TOKEN, KEY);
        var builder = new ProcessBuilder("bash", "-c", "set -e\n" + command)
                .directory(terminal.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "ADMIN",
                        SERVICE.application().token("admin"),
                        "API_KEY",
                        KEY,
                        "GITLAB_TOKEN",
                        GitLabDouble.TOKEN));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("exit code of %s, which printed %s", command, output)
                .isZero();
    }

    private static JsonNode read(String path) throws Exception {
        return SERVICE.call("viewer", "GET", path, "");
    }

    private static Locator exact(Page page, String label) {
        return page.getByLabel(label, new GetByLabelOptions().setExact(true));
    }
}
