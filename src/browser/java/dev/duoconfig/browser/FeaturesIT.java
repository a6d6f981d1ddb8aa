package dev.duoconfig.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.packaged.PackagedApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.buttonIn;
import static dev.duoconfig.browser.Controls.choiceOf;
import static dev.duoconfig.browser.Controls.dialog;
import static dev.duoconfig.browser.Controls.effectOf;
import static dev.duoconfig.browser.Controls.link;
import static dev.duoconfig.browser.Controls.option;
import static dev.duoconfig.browser.Controls.unsaved;
import static org.assertj.core.api.Assertions.assertThat;

/** Choosing models for features: what is planned, saved, and shown, also while others change the same. */
@BrowserTest
class FeaturesIT {

    private static final Map<String, String> STATUSES =
            Map.of("ready", "Ready", "disabled", "Disabled", "unassigned", "No model", "blocked", "Blocked");

    @TempDir
    private static Path home;

    private static PackagedApplication application;

    @BeforeAll
    static void start() throws Exception {
        application = PackagedApplication.start(home, Map.of());
        application.call("admin", "POST", "/subscription/sync", "");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    /** Three models; General Chat has Mixtral, and Code Explanation and Code Generation have Claude. */
    @BeforeEach
    void prepare() throws Exception {
        store(List.of("mixtral", "claude_3", "gpt"), """
                [{"feature": "duo_chat", "provider": "self_hosted", "model": "Model mixtral"},
                 {"feature": "duo_chat_explain_code", "provider": "self_hosted", "model": "Model claude_3"},
                 {"feature": "code_generations", "provider": "self_hosted", "model": "Model claude_3"}]""");
    }

    @Test
    void featuresGoBackToNoChoice() throws Exception {
        try (var visit = open()) {
            choose(visit.page(), "Code Explanation", "As General Chat");
            choose(visit.page(), "Code Generation", "No model");
            var dialog = review(visit.page(), 2);

            assertThat(dialog).containsText("Code Explanation: Model claude_3 → As General Chat");
            assertThat(dialog).containsText("Code Generation: Model claude_3 → No model");
            save(dialog);

            assertThat(effectOf(visit.page(), "Code Explanation")).hasText("Ready Model mixtral");
            assertThat(effectOf(visit.page(), "Code Generation")).hasText("No model");
            assertThat(stored("duo_chat_explain_code").path("provider").asText())
                    .isEqualTo("unassigned");
            assertThat(stored("code_generations").path("provider").asText()).isEqualTo("unassigned");
        }
    }

    @Test
    void aGroupIsDisabledWithOneChoice() throws Exception {
        try (var visit = open()) {
            var page = visit.page();
            button(page, "Set all of GitLab Duo Chat").click();
            option(page, "Disabled").click();
            var features = Stream.of(features())
                    .filter(each -> each.path("main_feature").asText().equals("GitLab Duo Chat"))
                    .toList();

            save(review(page, features.size()));

            for (var feature : features) {
                assertThat(effectOf(page, feature.path("title").asText())).hasText("Disabled");
                assertThat(stored(feature.path("feature").asText()).path("provider").asText())
                        .isEqualTo("disabled");
            }
        }
    }

    @Test
    void aConflictSavesNothingAndMineCanReplaceTheirs() throws Exception {
        try (var visit = open()) {
            saveAgainstAnotherAdministrator(visit.page());

            button(visit.page(), "Use mine for General Chat").click();
            assertThat(choiceOf(visit.page(), "General Chat")).isFocused();
            var dialog = review(visit.page(), 1);
            assertThat(dialog).containsText("General Chat: Model gpt → Model claude_3");
            save(dialog);

            assertThat(effectOf(visit.page(), "General Chat")).hasText("Ready Model claude_3");
            assertThat(modelOf("duo_chat")).isEqualTo("Model claude_3");
        }
    }

    @Test
    void aConflictSavesNothingAndTheirsCanStay() throws Exception {
        try (var visit = open()) {
            saveAgainstAnotherAdministrator(visit.page());

            button(visit.page(), "Keep theirs for General Chat").click();

            assertThat(choiceOf(visit.page(), "General Chat")).isFocused();
            assertThat(choiceOf(visit.page(), "General Chat")).hasText("Model gpt");
            assertThat(unsaved(visit.page())).hasCount(0);
            assertThat(modelOf("duo_chat")).isEqualTo("Model gpt");
        }
    }

    /** Chooses Claude for General Chat, for which another administrator stores GPT between the plan and saving. */
    private static void saveAgainstAnotherAdministrator(Page page) throws Exception {
        choose(page, "General Chat", "Model claude_3");
        var dialog = review(page, 1);
        storeChoice("duo_chat", "gpt");
        button(page, "Save changes").click();

        assertThat(dialog).hasCount(0);
        assertThat(page.getByText("local-admin set this to Model gpt")).containsText("Yours: Model claude_3.");
        assertThat(unsaved(page)).containsText("Somebody changed 1 of the features in the meantime.");
        assertThat(button(page, "Keep theirs for General Chat")).isFocused();
        assertThat(modelOf("duo_chat")).isEqualTo("Model gpt");
    }

    @Test
    void aChangeByOthersAppearsWithoutLoadingAgainAndKeepsWhatIsNotSaved() throws Exception {
        try (var visit = open()) {
            var page = visit.page();
            page.evaluate("window.isSamePage = true");
            choose(page, "Code Generation", "Disabled");
            assertThat(unsaved(page)).containsText("1 feature gets another model or status.");

            storeChoice("duo_chat", "gpt");

            assertThat(effectOf(page, "General Chat")).hasText("Ready Model gpt");
            assertThat(effectOf(page, "Fix Code")).hasText("Ready Model gpt");
            assertThat(choiceOf(page, "Code Generation")).hasText("Disabled");
            assertThat(effectOf(page, "Code Generation")).hasText("Ready Model claude_3 After saving: Disabled");
            assertThat(unsaved(page)).containsText("1 change");
            assertThat(page.evaluate("window.isSamePage")).isEqualTo(true);
        }
    }

    @Test
    void thePlanListsWhatTheAuditThenRecords() throws Exception {
        var titles = Stream.of(features())
                .collect(Collectors.toMap(
                        each -> each.path("feature").asText(),
                        each -> each.path("title").asText()));
        try (var visit = open()) {
            choose(visit.page(), "General Chat", "Model gpt");
            choose(visit.page(), "Code Generation", "Disabled");
            var dialog = review(visit.page(), 2);
            assertThat(dialog.getByRole(AriaRole.TABLE)).isVisible();
            var planned = dialog.getByRole(AriaRole.ROW).allInnerTexts().stream()
                    .skip(1)
                    .map(row -> row.replaceAll("\\s+", " ").strip())
                    .toList();
            save(dialog);

            assertThat(planned).contains("General Chat Ready Model mixtral Ready Model gpt");
            var events = application.call("admin", "GET", "/audit-events?per_page=2", "");
            for (var event : events) {
                var recorded = new ArrayList<String>();
                event.path("effective_changes")
                        .forEach(each -> recorded.add(titles.get(each.path("feature").asText())
                                + outcome(each.path("before")) + outcome(each.path("after"))));
                assertThat(event.path("action").asText()).isEqualTo("feature.updated");
                assertThat(planned).containsExactlyElementsOf(recorded);
            }
        }
    }

    private static String outcome(JsonNode outcome) {
        return " " + (STATUSES.get(outcome.path("status").asText()) + " "
                        + outcome.path("model").asText(""))
                .strip();
    }

    @Test
    void leavingWithUnsavedChoicesAsks() {
        try (var visit = open()) {
            var page = visit.page();
            choose(page, "Code Generation", "Disabled");
            button(page, "Why: Code Generation").click();
            assertThat(dialog(page, "Why: Code Generation")).isVisible();
            page.keyboard().press("Escape");

            link(page, "Self-hosted models").click();
            buttonIn(dialog(page, "Leave without saving?"), "Cancel").click();
            assertThat(visit.heading()).hasText("AI-native features");
            assertThat(unsaved(page)).containsText("1 change");

            link(page, "Self-hosted models").click();
            buttonIn(dialog(page, "Leave without saving?"), "Leave the page").click();
            assertThat(visit.heading()).hasText("Self-hosted models");
        }
    }

    @Test
    void closingTheTabWithUnsavedChoicesAsks() {
        try (var visit = open()) {
            var asked = new ArrayList<String>();
            visit.page().onDialog(dialog -> {
                asked.add(dialog.type());
                dialog.dismiss();
            });
            choose(visit.page(), "Code Generation", "Disabled");

            visit.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
            visit.page().waitForCondition(() -> !asked.isEmpty());

            assertThat(asked).containsExactly("beforeunload");
            assertThat(unsaved(visit.page())).containsText("1 change");
        }
    }

    @Test
    void theListOfManyModelsNarrowsWhileTyping() throws Exception {
        store(IntStream.rangeClosed(1, 500).mapToObj(String::valueOf).toList(), "[]");
        try (var visit = open()) {
            var page = visit.page();
            choiceOf(page, "General Chat").click();
            assertThat(page.getByText("100 of 500 models. Type to narrow down.")).isVisible();

            page.keyboard().type("Model 437");
            assertThat(option(page, "Model 437")).isVisible();
            assertThat(page.getByText("1 model", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.keyboard().press("Enter");

            assertThat(choiceOf(page, "General Chat")).hasText("Model 437");
            save(review(page, 1));
            assertThat(modelOf("duo_chat")).isEqualTo("Model 437");
        }
    }

    @Test
    void theRowOfAFeatureReadsAsASentence() {
        try (var visit = open()) {
            assertThat(visit.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("GitLab Duo Chat")))
                    .matchesAriaSnapshot("""
                            - region "GitLab Duo Chat":
                              - heading "GitLab Duo Chat" [level=2]
                              - paragraph: Answers questions about code, issues, and the development process.
                              - button "Set all of GitLab Duo Chat"
                              - table "GitLab Duo Chat":
                                - rowgroup:
                                  - row "Feature Model In effect Explanation"
                                - rowgroup:
                                  - row /General Chat Model for General Chat. Model mixtral Ready Model mixtral Why. General Chat/:
                                    - rowheader "General Chat"
                                    - cell:
                                      - button "Model for General Chat: Model mixtral"
                                    - cell "Ready Model mixtral"
                                    - cell:
                                      - button "Why: General Chat"
                                  - row:
                                    - rowheader "Beta Root Cause Analysis"
                                    - cell:
                                      - button "Model for Root Cause Analysis: As General Chat"
                                    - cell:
                                      - text: Blocked Beta models and features are off.
                                      - link "Go to Configuration"
                            """);
        }
    }

    @Test
    void theReasonForAModelReadsAsSentences() {
        try (var visit = Visit.as("viewer", application).open("#/features/duo_chat_fix_code")) {
            assertThat(dialog(visit.page(), "Why: Fix Code")).matchesAriaSnapshot("""
                    - dialog "Why: Fix Code":
                      - heading "Why: Fix Code" [level=2]
                      - paragraph: Ready Requests go to the model of the feature that this one falls back to.
                      - term: Served by
                      - definition:
                        - link "Model mixtral"
                      - heading "How this is decided" [level=3]
                      - paragraph: The rules are checked in this order, until one decides.
                      - list:
                        - listitem:
                          - paragraph: "Passed: Own setting"
                          - paragraph: Fix Code has no setting of its own.
                        - listitem:
                          - paragraph: "Decides: Ready"
                          - paragraph: /General Chat is set to model 'Model mixtral', and Fix Code has no setting of its own/
                      - heading "Last changes" [level=3]
                      - paragraph: The setting of this feature has never been changed.
                    """);
        }
    }

    private static Visit open() {
        return Visit.as("admin", application).open("#/features");
    }

    private static void choose(Page page, String feature, String name) {
        choiceOf(page, feature).click();
        option(page, name).click();
        assertThat(choiceOf(page, feature)).hasText(name);
    }

    private static Locator review(Page page, int changes) {
        button(page, "Review changes").click();
        var dialog = dialog(page, changes == 1 ? "Save 1 change?" : "Save " + changes + " changes?");
        assertThat(dialog).isVisible();
        assertThat(buttonIn(dialog, "Save changes")).isEnabled();
        return dialog;
    }

    private static void save(Locator dialog) {
        buttonIn(dialog, "Save changes").click();
        assertThat(dialog).hasCount(0);
        assertThat(unsaved(dialog.page())).hasCount(0);
    }

    /** Stores models named after families, or of a family that serves all features, and choices, instead of all others. */
    private static void store(List<String> models, String choices) throws Exception {
        var list = models.stream()
                .map(model -> """
                        {"name": "Model %s", "family": "%s", "identifier": "bedrock/%s"}"""
                        .formatted(model, model.matches("\\d+") ? "claude_3" : model, model))
                .collect(Collectors.joining(",", "[", "]"));
        application.call("admin", "PUT", "/configuration", """
                {"gateway": {"url": "https://aigw.example.com"}, "models": %s, "features": %s}"""
                .formatted(list, choices));
    }

    /** What another administrator would do. */
    private static void storeChoice(String feature, String model) throws Exception {
        var models = application.call("admin", "GET", "/models?search=Model%20" + model, "");
        application.call("admin", "PUT", "/features/" + feature, "{\"model_id\": %d}"
                .formatted(models.path(0).path("id").asInt()));
    }

    private static JsonNode[] features() throws Exception {
        var features = application.call("admin", "GET", "/features?include_unavailable=true", "");
        return Stream.iterate(0, index -> index + 1)
                .limit(features.size())
                .map(features::path)
                .toArray(JsonNode[]::new);
    }

    private static JsonNode stored(String feature) throws Exception {
        return application.call("admin", "GET", "/features/" + feature, "");
    }

    private static String modelOf(String feature) throws Exception {
        return stored(feature).path("model").path("name").asText();
    }
}
