package dev.duoconfig.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.buttonIn;
import static org.assertj.core.api.Assertions.assertThat;

/** Import and export: the configuration as a document, and the configuration of a GitLab. */
@OneAfterTheOther
class DocumentsIT {

    private static final String BEFORE = """
            {"gateway": {"url": "https://aigw.example.com", "outbound_allowlist": ["127.0.0.0/8"]},
             "models": [
               {"name": "Goes", "family": "gpt", "identifier": "azure/gpt-4o", "api_key": "sk-example",
                "endpoint": "https://example.openai.azure.com"},
               {"name": "Stays", "family": "mixtral", "identifier": "custom_openai/mixtral",
                "endpoint": "https://vllm.example.com/v1"}],
             "features": [{"feature": "duo_chat", "model": "Stays"}]}""";

    private static final String AFTER = """
            gateway:
              url: https://aigw.example.com
              outbound_allowlist: [127.0.0.0/8]
            models:
              - name: Comes
                family: claude_3
                identifier: bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0
              - name: Stays
                family: mixtral
                identifier: custom_openai/mixtral-8x22b
                endpoint: https://vllm.example.com/v1
            features:
              - feature: duo_chat
                model: Comes
            """;

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    @BeforeEach
    void storeTheDocumentBefore() throws Exception {
        SERVICE.call("admin", "PUT", "/configuration", BEFORE);
    }

    @Test
    void theDownloadIsTheConfigurationAsTheServiceReturnsIt() throws Exception {
        try (var visit = SERVICE.visitAs("viewer").open("#/documents")) {
            var download = visit.page()
                    .waitForDownload(() -> button(visit.page(), "Download YAML").click());

            assertThat(download.suggestedFilename())
                    .isEqualTo("duo-config-revision-%d.yaml".formatted(SERVICE.revision()));
            assertThat(Files.readString(download.path())).isEqualTo(currentYaml());
        }
    }

    @Test
    void aTextThatIsNoYamlHasItsProblemAtItsLine() {
        try (var visit = SERVICE.visitAs("admin").open("#/documents")) {
            editor(visit.page()).fill("gateway: {}\nmodels:\n\t- name: Mixtral\nfeatures: []\n");
            button(visit.page(), "Plan").click();

            assertThat(visit.page().getByText("1 problem in the document")).isVisible();
            assertThat(editor(visit.page())).hasAttribute("aria-invalid", "true");
            assertThat(button(visit.page(), "Line 3")).isVisible();
            assertThat(editor(visit.page())).isFocused();
            assertThat(visit.violations()).isEmpty();
        }
    }

    @Test
    void aValueThatIsNotAcceptedHasItsProblemAtItsLine() {
        try (var visit = SERVICE.visitAs("admin").open("#/documents")) {
            editor(visit.page()).fill(AFTER.replace("family: mixtral", "family: mixtrall"));
            button(visit.page(), "Plan").click();

            var line = button(visit.page(), "Line 9");
            assertThat(line).isVisible();
            assertThat(visit.page().getByRole(AriaRole.MAIN)).containsText("The model family is unknown");

            editor(visit.page()).fill(AFTER);
            assertThat(line).hasCount(0);
            button(visit.page(), "Plan").click();
            assertThat(planHeading(visit.page())).isVisible();
        }
    }

    @Test
    void aChangedDocumentIsPlannedAndApplied() throws Exception {
        var before = SERVICE.revision();
        try (var visit = SERVICE.visitAs("admin").open("#/documents")) {
            editor(visit.page()).fill(AFTER);
            button(visit.page(), "Plan").click();

            assertThat(planHeading(visit.page())).isFocused();
            var main = visit.page().getByRole(AriaRole.MAIN);
            for (var text : new String[] {"1 model added", "1 model changed", "1 model deleted", "1 choice changed"}) {
                assertThat(main).containsText(text);
            }
            assertThat(row(visit.page(), "Deleted Goes")).containsText("Its API key is deleted too.");
            assertThat(row(visit.page(), "Changed Stays")).containsText("custom_openai/mixtral-8x22b");
            assertThat(row(visit.page(), "Added Comes")).isVisible();
            assertThat(visit.violations()).isEmpty();
            assertThat(SERVICE.revision()).isEqualTo(before);

            button(visit.page(), "Apply document").click();
            PlanDialog.of(visit.page(), "Apply document")
                    .says(
                            "Adds 1 model: Comes",
                            "Changes 1 model: Stays",
                            "Deletes 1 model: Goes (with its API key)",
                            "General Chat")
                    .confirm("Apply document");

            assertThat(visit.page().getByText("The document was applied as revision %d.".formatted(before + 1)))
                    .isVisible();
            assertThat(editor(visit.page())).hasValue("");
        }
        assertThat(names(SERVICE.call("viewer", "GET", "/models?order_by=name", "")))
                .isEqualTo("Comes, Stays");
    }

    @Test
    void aDocumentIsPlannedAgainAfterAChangeBySomebodyElse() throws Exception {
        try (var visit = SERVICE.visitAs("admin").open("#/documents")) {
            editor(visit.page()).fill(AFTER);
            button(visit.page(), "Plan").click();
            assertThat(planHeading(visit.page())).isVisible();
            button(visit.page(), "Apply document").click();
            var plan = PlanDialog.of(visit.page(), "Apply document");
            SERVICE.call("admin", "POST", "/models", """
                    {"name": "Meanwhile", "family": "claude_3",
                     "identifier": "bedrock/anthropic.claude-3-haiku-20240307-v1:0"}""");
            var theirs = SERVICE.revision();

            buttonIn(plan.dialog(), "Apply document").click();
            plan.says("Somebody changed this in the meantime. Nothing was saved", "Deletes 2 models: Goes");
            assertThat(SERVICE.revision()).isEqualTo(theirs);
            plan.confirm("Apply document");

            assertThat(visit.page().getByText("The document was applied as revision %d.".formatted(theirs + 1)))
                    .isVisible();
        }
    }

    @Test
    void aGitLabIsTakenOverAfterItsPlan() throws Exception {
        var before = SERVICE.revision();
        SERVICE.gitlab().changeByHand(data -> {
            data.models().forEach(model -> data.deleteModel(model.id()));
            data.createModel(model("In GitLab", "custom_openai/in-gitlab"));
        });
        try (var visit = SERVICE.visitAs("admin").open("#/documents?from=gitlab")) {
            visit.page()
                    .getByRole(AriaRole.RADIO, new GetByRoleOptions().setName("Another GitLab server"))
                    .check();
            visit.page()
                    .getByLabel("URL", new GetByLabelOptions().setExact(true))
                    .fill(SERVICE.gitlab().url());
            visit.page().getByLabel("Access token").fill(GitLabDouble.TOKEN);
            button(visit.page(), "Plan the import").click();

            assertThat(planHeading(visit.page())).isFocused();
            assertThat(visit.page().getByRole(AriaRole.MAIN)).containsText("1 model added");
            assertThat(visit.page().getByRole(AriaRole.MAIN)).containsText("2 models deleted");
            assertThat(visit.page().getByRole(AriaRole.MAIN)).containsText("1 API key to set afterward");
            assertThat(SERVICE.revision()).isEqualTo(before);
            assertThat(visit.page().content()).doesNotContain(GitLabDouble.TOKEN);

            button(visit.page(), "Import").click();
            PlanDialog.of(visit.page(), "Import from GitLab")
                    .says("Adds 1 model: In GitLab")
                    .confirm("Import");

            assertThat(visit.page().getByText("The configuration was imported as revision %d.".formatted(before + 1)))
                    .isVisible();
            assertThat(visit.page().getByLabel("Access token")).hasValue("");
            assertThat(visit.violations()).isEmpty();
        }
        assertThat(names(SERVICE.call("viewer", "GET", "/models", ""))).isEqualTo("In GitLab");
        assertThat(SERVICE.gitlab().askedForApiToken()).isFalse();
    }

    private static Map<String, Object> model(String name, String identifier) {
        var model = new HashMap<String, Object>();
        model.put("name", name);
        model.put("model", "MIXTRAL");
        model.put("endpoint", "https://vllm.example.com/v1");
        model.put("identifier", identifier);
        model.put("apiToken", "sk-example");
        return model;
    }

    private static String names(JsonNode models) {
        return String.join(", ", models.findValuesAsText("name"));
    }

    private static String currentYaml() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/configuration"
                        .formatted(SERVICE.application().port())))
                .header("Authorization", "Bearer " + SERVICE.application().token("viewer"))
                .header("Accept", "application/yaml")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static Locator editor(Page page) {
        return page.getByLabel("Configuration document");
    }

    private static Locator planHeading(Page page) {
        return page.getByRole(
                AriaRole.HEADING, new GetByRoleOptions().setName("Plan").setExact(true));
    }

    private static Locator row(Page page, String name) {
        return page.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(name));
    }
}
