package dev.duoconfig.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.check.FakeServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator does with self-hosted models: the form and its errors, keys, tests of connections, and deletions. */
@OneAfterTheOther
class ModelsIT {

    private static final String CANARY = "sk-canary-0123456789-abcdefghij";

    /** Everything that a page keeps without showing it. */
    private static final String KEPT = """
            async () => JSON.stringify([
              document.documentElement.outerHTML, [...document.querySelectorAll('input')].map(each => each.value),
              sessionStorage, localStorage, document.cookie, location.href, history.state,
              await indexedDB.databases(), await caches.keys(), performance.getEntries().map(each => each.name)
            ])
            """;

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    @BeforeEach
    void allowLocalServers() throws Exception {
        SERVICE.call("admin", "PATCH", "/gateway", """
                {"url": "https://aigw.example.com", "outbound_allowlist": ["127.0.0.0/8"]}""");
    }

    @Test
    void twoErrorsAreAtTheirFieldsAndTheFocusIsAtTheFirst() {
        try (var visit = SERVICE.visitAs("admin").open("#/models/new")) {
            var name = field(visit, "Deployment name");
            var endpoint = field(visit, "Endpoint");
            name.fill("Zero\u200bwidth");
            visit.page().getByLabel("Model family").selectOption("mixtral");
            field(visit, "Model identifier").fill("custom_openai/Mixtral");
            endpoint.fill("https://vllm.example.com/v1 ,https://other.example.com/v1");

            button(visit, "Add self-hosted model").click();

            assertThat(name).isFocused();
            assertError(name, "U\\+200B");
            assertError(endpoint, "two URLs");
            assertThat(visit.page().locator("[aria-invalid=true]")).hasCount(2);
            assertThat(name).hasValue("Zero\u200bwidth");
            assertThat(endpoint).hasValue("https://vllm.example.com/v1 ,https://other.example.com/v1");
            assertThat(visit.page().getByRole(AriaRole.DIALOG)).hasCount(0);
        }
    }

    @Test
    void eachFieldShowsItsError() {
        try (var visit = SERVICE.visitAs("admin").open("#/models/new")) {
            button(visit, "Add self-hosted model").click();

            var key = visit.page().getByLabel("API key");
            assertError(field(visit, "Deployment name"), "required");
            assertError(visit.page().getByLabel("Model family"), "Select a model family");
            assertError(field(visit, "Model identifier"), "after custom_openai/");
            assertError(field(visit, "Endpoint"), "need an endpoint");
            key.fill("schlüssel");
            button(visit, "Add self-hosted model").click();
            assertError(key, "visible ASCII");
            assertThat(visit.page().locator("[aria-invalid=true]")).hasCount(5);
            visit.picture("model-errors");
            assertThat(visit.violations()).isEmpty();

            visit.page()
                    .getByRole(AriaRole.RADIO, new GetByRoleOptions().setName("Amazon Bedrock bedrock/"))
                    .check();
            field(visit, "IAM role").fill("admin");
            button(visit, "Add self-hosted model").click();
            assertError(field(visit, "IAM role"), "ARN of an IAM role");
            assertThat(field(visit, "Endpoint")).hasCount(0);
        }
    }

    @Test
    void aTestSuggestsTheEndpointWithV1WhichIsAppliedPassesAndIsSaved() throws Exception {
        try (var server = FakeServer.start().lists(FakeServer.MODEL);
                var visit = SERVICE.visitAs("admin").open("#/models/new")) {
            field(visit, "Deployment name").fill("Without a version");
            visit.page().getByLabel("Model family").selectOption("mixtral");
            field(visit, "Model identifier").fill("custom_openai/" + FakeServer.MODEL);
            field(visit, "Endpoint").fill(server.url());
            button(visit, "Test connection").click();
            var steps = visit.page().getByRole(AriaRole.LIST, named("Steps of the test"));
            assertThat(steps).containsText("Failed");
            visit.picture("model-suggestion");

            button(visit, "Apply " + server.url() + "/v1 to Endpoint").click();

            assertThat(field(visit, "Endpoint")).hasValue(server.url() + "/v1");
            assertThat(steps).not().containsText("Failed");
            assertThat(visit.page().locator("[role=status]").getByText("Passed"))
                    .isVisible();
            button(visit, "Add self-hosted model").click();
            dialog(visit, "Add Without a version")
                    .getByRole(AriaRole.BUTTON, in("Add model"))
                    .click();
            assertThat(visit.heading()).hasText("Without a version");
            assertThat(stored("Without a version").path("endpoint").asText()).isEqualTo(server.url() + "/v1");
        }
    }

    @Test
    void aKeyThatIsReplacedAndRemovedIsNowhereAndInNoRequestButItsPlanAndItsWrite() throws Exception {
        var id = create("With a key", "\"api_key\": \"sk-first\",");
        var requests = new ArrayList<String>();
        try (var visit = SERVICE.visitAs("admin").open("#/models/" + id)) {
            var page = visit.page();
            page.onRequest(request -> requests.add(request.url() + request.headers()));
            button(visit, "Replace API key").click();
            page.getByLabel("API key").fill(CANARY);
            assertThat(page.content()).doesNotContain(CANARY);
            review(visit, "With a key");
            dialog(visit, "Save changes to With a key")
                    .getByText("As curl", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.content()).contains("$API_KEY").doesNotContain(CANARY);
            save(visit, "With a key");
            assertThat(button(visit, "Replace API key")).isVisible();
            assertForgotten(visit);

            button(visit, "Remove API key").click();
            assertThat(page.getByText("The stored key is removed when you save."))
                    .isVisible();
            review(visit, "With a key");
            assertThat(dialog(visit, "Save changes to With a key")).containsText("Removes the API key.");
            save(visit, "With a key");
            assertThat(page.locator("input[type=password]")).hasValue("");
            assertForgotten(visit);
            visit.open("#/models");
            page.goBack();
            visit.awaitLoaded();
            assertForgotten(visit);
            assertThat(visit.operationsThatSent(CANARY))
                    .contains("POST /plan")
                    .containsOnlyOnce("PATCH /models/" + id)
                    .containsOnly("POST /plan", "PATCH /models/" + id);
        }
        assertThat(requests).isNotEmpty().noneMatch(request -> request.contains(CANARY));
        assertThat(stored("With a key").path("has_api_key").asBoolean()).isFalse();
    }

    @Test
    void aModelInUseIsDeletedAndAnotherOneTakesItsPlace() throws Exception {
        var id = create("Retired", "");
        var successor = create("Successor", "");
        choose("code_generations", id);
        try (var visit = SERVICE.visitAs("admin").open("#/models?search=Retired")) {
            delete(visit, "Retired");
            var dialog = dialog(visit, "Delete Retired?");
            assertThat(dialog).containsText("1 feature uses this model:");
            dialog.getByRole(AriaRole.BUTTON, in("Review deletion")).click();
            var replacement = dialog.getByLabel("Replacement model");
            assertThat(replacement).isFocused();
            assertError(replacement, "Select a replacement model");
            replacement.selectOption(String.valueOf(successor));
            dialog.getByRole(AriaRole.BUTTON, in("Review deletion")).click();

            assertThat(dialog).containsText("Deletes the model Retired.");
            assertEffect(dialog, "Code Generation Ready Retired Ready Successor");
            dialog.getByRole(AriaRole.BUTTON, in("Delete model")).click();
            assertThat(visit.page().getByText("Saved.")).isVisible();
            assertThat(visit.page().getByText("No models match")).isVisible();
        }
        assertThat(choice("code_generations").path("model").path("id").asInt()).isEqualTo(successor);
    }

    @Test
    void aModelInUseIsDeletedAndItsFeatureHasNoChoice() throws Exception {
        var id = create("Dropped", "");
        choose("code_completions", id);
        try (var visit = SERVICE.visitAs("admin").open("#/models?search=Dropped")) {
            delete(visit, "Dropped");
            var dialog = dialog(visit, "Delete Dropped?");
            dialog.getByLabel("Leave the features without a choice").check();
            dialog.getByRole(AriaRole.BUTTON, in("Review deletion")).click();

            assertThat(dialog).containsText("Leaves Code Completion without a choice.");
            assertEffect(dialog, "Code Completion Ready Dropped No model");
            visit.picture("model-deletion");
            dialog.getByRole(AriaRole.BUTTON, in("Delete model")).click();
            assertThat(visit.page().getByText("No models match")).isVisible();
        }
        assertThat(choice("code_completions").path("provider").asText()).isEqualTo("unassigned");
    }

    @Test
    void aChangeByOthersBetweenThePlanAndTheWriteIsPlannedAgainAndKept() throws Exception {
        var id = create("Shared", "");
        try (var visit = SERVICE.visitAs("admin").open("#/models/" + id)) {
            field(visit, "Deployment name").fill("Shared by us");
            review(visit, "Shared");
            var dialog = dialog(visit, "Save changes to Shared");
            assertThat(dialog).containsText("from Shared to Shared by us");
            SERVICE.call("admin", "PATCH", "/models/" + id, "{\"endpoint\": \"https://theirs.example.com/v1\"}");

            dialog.getByRole(AriaRole.BUTTON, in("Save changes")).click();

            assertThat(dialog).containsText("Somebody changed this in the meantime. Nothing was saved.");
            assertThat(stored("Shared").path("name").asText()).isEqualTo("Shared");
            dialog.getByRole(AriaRole.BUTTON, in("Save changes")).click();
            assertThat(dialog).hasCount(0);
            assertThat(visit.heading()).hasText("Shared by us");
            assertThat(field(visit, "Endpoint")).hasValue("https://theirs.example.com/v1");
        }
        assertThat(stored("Shared by us").path("endpoint").asText()).isEqualTo("https://theirs.example.com/v1");
    }

    @Test
    void aChangeByOthersDuringTheEntryKeepsTheEntry() throws Exception {
        var id = create("Edited by two", "");
        try (var visit = SERVICE.visitAs("admin").open("#/models/" + id)) {
            assertThat(visit.page().getByText("Live")).isVisible();
            field(visit, "Deployment name").fill("Edited by us");
            SERVICE.call("admin", "PATCH", "/models/" + id, "{\"name\": \"Edited by them\"}");

            assertThat(visit.page().getByText("local-admin changed this model while you were editing it."))
                    .isVisible();
            assertThat(visit.heading()).hasText("Edited by them");
            assertThat(field(visit, "Deployment name")).hasValue("Edited by us");
            button(visit, "Discard my changes and load the new version").click();
            assertThat(field(visit, "Deployment name")).hasValue("Edited by them");
        }
    }

    @Test
    void twoHundredModelsWithLongNamesAreListedPageByPage() throws Exception {
        addTwoHundredModels();
        try (var visit = SERVICE.visitAs("admin").open("#/models?search=Crowd")) {
            var page = visit.page();
            var rows = page.locator("tbody").getByRole(AriaRole.ROW);
            assertThat(page.getByText("200 models", exactly())).isVisible();
            assertThat(rows).hasCount(20);
            assertThat(rows.first()).containsText("Crowd 000");
            assertThat(page.getByText("Page 1 of 10")).isVisible();

            button(visit, "Next page").click();

            assertThat(page.getByText("Page 2 of 10")).isVisible();
            assertThat(rows.first()).containsText("Crowd 020");
            assertThat(page).hasURL(Pattern.compile("page=2"));
            for (var look : List.of(Look.DEFAULT, new Look(Theme.DARK, Look.NARROW))) {
                visit.show(look).picture("models-crowd");
                assertThat(visit.violations()).as("violations as %s", look).isEmpty();
            }
            visit.show(Look.DEFAULT);
            page.getByRole(AriaRole.SEARCHBOX, named("Search models")).fill("Crowd 117");
            assertThat(page.getByText("1 model", exactly())).isVisible();
            assertThat(rows).hasCount(1);
            assertThat(button(visit, "Next page")).hasCount(0);
        }
    }

    private static void addTwoHundredModels() throws Exception {
        var document = (ObjectNode) SERVICE.call("admin", "GET", "/configuration", "");
        var models = document.withArray("models");
        for (var number = 0; number < 200; number++) {
            models.addObject()
                    .put(
                            "name",
                            "Crowd %03d, %s"
                                    .formatted(number, "a long name ".repeat(number % 18))
                                    .strip())
                    .put("family", "mixtral")
                    .put("endpoint", "https://" + "long.".repeat(number % 9) + "example.com:8443/deployments/v1")
                    .put("identifier", "custom_openai/" + "Mixtral-".repeat(1 + number % 12) + number);
        }
        SERVICE.call("admin", "PUT", "/configuration", document.toString());
    }

    private static void assertError(Locator field, String pattern) {
        assertThat(field).hasAttribute("aria-invalid", "true");
        assertThat(field).hasAccessibleDescription(Pattern.compile(pattern));
    }

    private static void assertForgotten(Visit visit) {
        assertThat((String) visit.page().evaluate(KEPT)).doesNotContain(CANARY);
        assertThat(visit.tree()).doesNotContain(CANARY);
    }

    private static void review(Visit visit, String name) {
        button(visit, "Review changes").click();
        assertThat(dialog(visit, "Save changes to " + name)
                        .getByText("As curl", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    private static void save(Visit visit, String name) {
        var dialog = dialog(visit, "Save changes to " + name);
        dialog.getByRole(AriaRole.BUTTON, in("Save changes")).click();
        assertThat(dialog).hasCount(0);
    }

    private static void delete(Visit visit, String name) {
        button(visit, "Actions for " + name).click();
        visit.page().getByRole(AriaRole.MENUITEM, named("Delete")).click();
    }

    /** A row of the plan: a feature, and what is in effect before and after. */
    private static void assertEffect(Locator dialog, String row) {
        assertThat(dialog.getByRole(AriaRole.ROW, in(row))).isVisible();
    }

    private static GetByTextOptions exactly() {
        return new GetByTextOptions().setExact(true);
    }

    private static Locator field(Visit visit, String name) {
        return visit.page().getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName(name));
    }

    private static Locator button(Visit visit, String name) {
        return visit.page().getByRole(AriaRole.BUTTON, named(name));
    }

    private static Locator dialog(Visit visit, String title) {
        return visit.page().getByRole(AriaRole.DIALOG, named(title));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static int create(String name, String further) throws Exception {
        return SERVICE.call("admin", "POST", "/models", """
                        {"name": "%s", "family": "mixtral", "endpoint": "https://vllm.example.com/v1", %s
                         "identifier": "custom_openai/Mixtral"}""".formatted(name, further))
                .path("id")
                .asInt();
    }

    private static JsonNode stored(String name) throws Exception {
        var models = SERVICE.call("viewer", "GET", "/models?search=" + name.replace(" ", "%20"), "");
        assertThat(models).hasSize(1);
        return models.get(0);
    }

    private static void choose(String feature, int model) throws Exception {
        SERVICE.call("admin", "PUT", "/features/" + feature, "{\"model_id\": %d}".formatted(model));
    }

    private static JsonNode choice(String feature) throws Exception {
        return SERVICE.call("viewer", "GET", "/features/" + feature, "");
    }
}
