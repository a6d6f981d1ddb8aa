package dev.duoconfig.browser;

import java.util.HashMap;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.gitlab.Failure;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.link;
import static org.assertj.core.api.Assertions.assertThat;

/** GitLab instances: adding one, comparing it, making it equal, and letting it follow. */
@OneAfterTheOther
class InstancesIT {

    private static final String STORED =
            "JSON.stringify([sessionStorage, localStorage, document.cookie, location.href])";

    private static final String CONFIGURATION = """
            {"gateway": {"url": "https://aigw.example.com", "outbound_allowlist": ["127.0.0.0/8"]},
             "models": [
               {"name": "Mixtral", "family": "mixtral", "identifier": "custom_openai/mixtral",
                "api_key": "sk-example", "endpoint": "https://vllm.example.com/v1"}],
             "features": [{"feature": "duo_chat", "model": "Mixtral"}]}""";

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    @BeforeEach
    void storeTheConfiguration() throws Exception {
        SERVICE.call("admin", "PUT", "/configuration", CONFIGURATION);
    }

    @Test
    void anInstanceIsAddedComparedAndMadeEqual() {
        try (var visit = SERVICE.visitAs("admin").open("#/gitlab-instances/new")) {
            var page = visit.page();
            page.getByLabel("Name", new GetByLabelOptions().setExact(true)).fill("Production");
            page.getByLabel("URL", new GetByLabelOptions().setExact(true))
                    .fill(SERVICE.gitlab().url());
            page.getByLabel("Access token").fill(GitLabDouble.TOKEN);
            button(page, "Add GitLab instance").click();
            PlanDialog.of(page, "Add GitLab instance")
                    .says(
                            "Adds the GitLab instance Production at "
                                    + SERVICE.gitlab().url(),
                            "Nothing is sent to GitLab until you compare it")
                    .confirm("Add GitLab instance");

            assertThat(visit.heading()).hasText("Production");
            assertThat(page.getByText("Not compared yet").first()).isVisible();
            assertThat(SERVICE.gitlab().calls()).isEmpty();
            assertThatTheTokenIsNowhere(page);

            button(page, "Compare now").click();
            assertThat(row(page, "Set the AI gateway")).containsText("https://aigw.example.com");
            assertThat(row(page, "Create model Mixtral")).containsText("The stored key is sent");
            assertThat(row(page, "Set features")).containsText("General Chat");
            assertThat(SERVICE.gitlab().models()).isEmpty();
            assertThat(visit.violations()).isEmpty();

            button(page, "Review and apply").click();
            PlanDialog.of(page, "Apply the configuration to Production")
                    .says(
                            "Creates the model Mixtral at https://vllm.example.com/v1",
                            SERVICE.gitlab().url())
                    .confirm("Apply to GitLab");

            var outcome = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Outcome of the apply"));
            assertThat(outcome).containsText("All 3 steps are done");
            assertThat(outcome.getByText("Done", new Locator.GetByTextOptions().setExact(true)))
                    .hasCount(3);
            assertThat(page.getByText("GitLab is in sync").first()).isVisible();
            assertThatTheTokenIsNowhere(page);
            assertThat(visit.violations()).isEmpty();
        }
        assertThat(SERVICE.gitlab().model("Mixtral").endpoint()).isEqualTo("https://vllm.example.com/v1");
        assertThat(SERVICE.gitlab().gateway().url()).isEqualTo("https://aigw.example.com");
        assertThat(SERVICE.gitlab().feature("duo_chat").modelId())
                .isEqualTo(SERVICE.gitlab().model("Mixtral").id());
    }

    @Test
    void aStepThatFailsIsShownWithItsReasonAndTheRestIsSkipped() throws Exception {
        var id = add("Refuses", "off");
        SERVICE.gitlab().failAt("aiSelfHostedModelCreate", Failure.refused("Name is reserved"));
        try (var visit = SERVICE.visitAs("admin").open("#/gitlab-instances/" + id)) {
            visit.watch().allowStatus(502);
            button(visit.page(), "Compare now").click();
            button(visit.page(), "Review and apply").click();
            PlanDialog.of(visit.page(), "Apply the configuration to Refuses").confirm("Apply to GitLab");

            assertThat(visit.page().getByText("Not all steps are done")).isVisible();
            var outcome =
                    visit.page().getByRole(AriaRole.TABLE, new GetByRoleOptions().setName("Outcome of the apply"));
            assertThat(outcome.getByRole(AriaRole.ROW, nameInside("Set the AI gateway")))
                    .containsText("Done");
            assertThat(outcome.getByRole(AriaRole.ROW, nameInside("Create model Mixtral")))
                    .containsText("Name is reserved");
            assertThat(outcome.getByRole(AriaRole.ROW, nameInside("Set features")))
                    .containsText("Skipped");
            assertThat(visit.violations()).isEmpty();
        }
    }

    @Test
    void aChangeByHandInGitLabIsADifference() throws Exception {
        var id = add("Drifts", "off");
        SERVICE.call("admin", "POST", "/gitlab-instances/%s/apply".formatted(id), "");
        var model = SERVICE.gitlab().model("Mixtral");
        SERVICE.gitlab().changeByHand(data -> {
            var input = new HashMap<String, Object>();
            input.put("id", model.id());
            input.put("name", model.name());
            input.put("model", model.family());
            input.put("endpoint", "https://other.example.com/v1");
            input.put("identifier", model.identifier());
            data.updateModel(input);
        });

        try (var visit = SERVICE.visitAs("admin").open("#/gitlab-instances/" + id)) {
            assertThat(visit.page().getByText("In sync", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();

            button(visit.page(), "Compare now").click();

            assertThat(row(visit.page(), "Update model Mixtral"))
                    .containsText("https://other.example.com/v1 becomes https://vllm.example.com/v1");
            assertThat(visit.page().getByText("Different", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(visit.violations()).isEmpty();
        }
    }

    @Test
    void anInstanceThatFollowsGetsAChangeWithinSeconds() throws Exception {
        var id = add("Follows", "enforce");
        Await.until("GitLab has the model", () -> !SERVICE.gitlab().models().isEmpty());
        try (var visit = SERVICE.visitAs("viewer").open("#/gitlab-instances/" + id)) {
            SERVICE.call("admin", "PUT", "/features/duo_chat_write_tests", "{\"provider\": \"disabled\"}");
            var revision = SERVICE.call("viewer", "GET", "/revision", "")
                    .path("revision")
                    .asInt();

            Await.until("GitLab has the choice", () -> SERVICE.gitlab()
                    .feature("duo_chat_write_tests")
                    .provider()
                    .equals("disabled"));
            assertThat(link(visit.page(), "with revision " + revision)).isVisible();
            assertThat(visit.page().getByText("In sync", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
        } finally {
            SERVICE.call("admin", "PATCH", "/gitlab-instances/" + id, "{\"follow\": \"off\"}");
        }
    }

    private String add(String name, String follow) throws Exception {
        return SERVICE.call("admin", "POST", "/gitlab-instances", """
                        {"name": "%s", "url": "%s", "token": "%s", "follow": "%s"}""".formatted(
                                name, SERVICE.gitlab().url(), GitLabDouble.TOKEN, follow))
                .path("id")
                .asText();
    }

    private static void assertThatTheTokenIsNowhere(Page page) {
        assertThat(page.content()).doesNotContain(GitLabDouble.TOKEN);
        assertThat((String) page.evaluate(STORED)).doesNotContain(GitLabDouble.TOKEN);
    }

    private static Locator row(Page page, String name) {
        return page.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(name));
    }

    private static Locator.GetByRoleOptions nameInside(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
