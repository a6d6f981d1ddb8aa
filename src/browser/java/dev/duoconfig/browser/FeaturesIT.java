package dev.duoconfig.browser;

import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
@OneAfterTheOther
class FeaturesIT {

    private static final Map<String, String> STATUSES =
            Map.of("ready", "Ready", "disabled", "Disabled", "unassigned", "No model", "blocked", "Blocked");

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    private static final ChosenModels STORED = new ChosenModels(SERVICE);

    @BeforeEach
    void storeUsual() throws Exception {
        STORED.storeUsual();
    }

    @Test
    void featuresGoBackToNoChoice() throws Exception {
        try (var features = open()) {
            features.choose("Code Explanation", "As General Chat");
            features.choose("Code Generation", "No model");
            var dialog = features.review(2);

            assertThat(dialog).containsText("Code Explanation: Claude → As General Chat");
            assertThat(dialog).containsText("Code Generation: Claude → No model");
            features.save(dialog);

            assertThat(effectOf(features.page(), "Code Explanation")).hasAccessibleName("Ready Mixtral");
            assertThat(effectOf(features.page(), "Code Generation")).hasAccessibleName("No model");
            assertThat(STORED.byTitle())
                    .containsEntry("Code Explanation", "unassigned")
                    .containsEntry("Code Generation", "unassigned");
        }
    }

    @Test
    void aGroupIsDisabledWithOneChoice() throws Exception {
        var titles = STORED.titlesOf("GitLab Duo Chat");
        try (var features = open()) {
            button(features.page(), "Set all of GitLab Duo Chat").click();
            option(features.page(), "Disabled").click();
            features.save(features.review(titles.size()));

            assertThat(titles).contains("General Chat", "Root Cause Analysis");
            for (var title : titles) {
                assertThat(effectOf(features.page(), title)).hasAccessibleName(Pattern.compile("Disabled\\b.*"));
                assertThat(STORED.byTitle()).containsEntry(title, "disabled");
            }
        }
    }

    @Test
    void aConflictSavesNothingAndMineCanReplaceTheirs() throws Exception {
        try (var features = open()) {
            saveAgainstAnotherAdministrator(features);

            button(features.page(), "Use mine for General Chat").click();
            assertThat(choiceOf(features.page(), "General Chat")).isFocused();
            var dialog = features.review(1);
            assertThat(dialog).containsText("General Chat: GPT → Claude");
            features.save(dialog);

            assertThat(effectOf(features.page(), "General Chat")).hasAccessibleName("Ready Claude");
            assertThat(STORED.byTitle()).containsEntry("General Chat", "Claude");
        }
    }

    @Test
    void aConflictSavesNothingAndTheirsCanStay() throws Exception {
        try (var features = open()) {
            saveAgainstAnotherAdministrator(features);

            button(features.page(), "Keep theirs for General Chat").click();

            assertThat(choiceOf(features.page(), "General Chat")).isFocused();
            assertThat(choiceOf(features.page(), "General Chat")).hasText("GPT");
            assertThat(unsaved(features.page())).hasCount(0);
            assertThat(STORED.byTitle()).containsEntry("General Chat", "GPT");
        }
    }

    /** Chooses Claude for General Chat, for which another administrator stores GPT between the plan and saving. */
    private static void saveAgainstAnotherAdministrator(FeaturesPage features) throws Exception {
        var page = features.page();
        features.choose("General Chat", "Claude");
        var dialog = features.review(1);
        STORED.choose("duo_chat", "GPT");
        buttonIn(dialog, "Save changes").click();

        assertThat(dialog).hasCount(0);
        assertThat(page.getByText("local-admin set this to GPT")).containsText("Yours: Claude.");
        assertThat(unsaved(page)).containsText("Somebody changed 1 of the features in the meantime.");
        assertThat(button(page, "Keep theirs for General Chat")).isFocused();
        assertThat(STORED.byTitle()).containsEntry("General Chat", "GPT");
    }

    @Test
    void aChangeByOthersAppearsWithoutLoadingAgainAndKeepsWhatIsNotSaved() throws Exception {
        try (var features = open()) {
            var page = features.page();
            page.evaluate("window.isSamePage = true");
            features.choose("Code Generation", "Disabled");
            assertThat(unsaved(page)).containsText("1 feature gets another model or status.");

            STORED.choose("duo_chat", "GPT");

            assertThat(effectOf(page, "General Chat")).hasAccessibleName("Ready GPT");
            assertThat(effectOf(page, "Fix Code")).hasAccessibleName("Ready GPT");
            assertThat(choiceOf(page, "Code Generation")).hasText("Disabled");
            assertThat(effectOf(page, "Code Generation")).hasAccessibleName("Ready Claude After saving: Disabled");
            assertThat(unsaved(page)).containsText("1 change");
            assertThat(page.evaluate("window.isSamePage")).isEqualTo(true);
        }
    }

    @Test
    void thePlanListsWhatTheAuditThenRecords() throws Exception {
        try (var features = open()) {
            features.choose("General Chat", "GPT");
            features.choose("Code Generation", "Disabled");
            var dialog = features.review(2);
            assertThat(dialog.getByRole(AriaRole.TABLE)).isVisible();
            var planned = dialog.getByRole(AriaRole.ROW).allInnerTexts().stream()
                    .skip(1)
                    .map(row -> row.replaceAll("\\s+", " ").strip())
                    .toList();
            features.save(dialog);

            assertThat(planned)
                    .contains("General Chat Ready Mixtral Ready GPT", "Code Generation Ready Claude Disabled");
            var titles = STORED.titles();
            for (var event : SERVICE.call("admin", "GET", "/audit-events?per_page=2", "")) {
                var recorded = new ArrayList<String>();
                event.path("effective_changes")
                        .forEach(each ->
                                recorded.add(titles.get(each.path("feature").asText())
                                        + outcome(each.path("before"))
                                        + outcome(each.path("after"))));
                assertThat(event.path("action").asText()).isEqualTo("feature.updated");
                assertThat(planned).containsExactlyElementsOf(recorded);
            }
        }
    }

    private static String outcome(JsonNode outcome) {
        var model = outcome.path("model").asText("");
        return " " + STATUSES.get(outcome.path("status").asText()) + (model.isEmpty() ? "" : " " + model);
    }

    @Test
    void leavingWithUnsavedChoicesAsks() {
        try (var features = open()) {
            var page = features.page();
            features.choose("Code Generation", "Disabled");
            button(page, "Why: Code Generation").click();
            buttonIn(dialog(page, "Why: Code Generation"), "Close").click();

            link(page, "Self-hosted models").click();
            buttonIn(dialog(page, "Leave without saving?"), "Cancel").click();
            assertThat(features.visit().heading()).hasText("AI-native features");
            assertThat(unsaved(page)).containsText("1 change");

            link(page, "Self-hosted models").click();
            buttonIn(dialog(page, "Leave without saving?"), "Leave the page").click();
            assertThat(features.visit().heading()).hasText("Self-hosted models");
        }
    }

    @Test
    void closingTheTabWithUnsavedChoicesAsks() {
        try (var features = open()) {
            var asked = new ArrayList<String>();
            features.page().onDialog(dialog -> {
                asked.add(dialog.type());
                dialog.dismiss();
            });
            features.choose("Code Generation", "Disabled");

            features.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
            features.page().waitForCondition(() -> !asked.isEmpty());

            assertThat(asked).containsExactly("beforeunload");
            assertThat(unsaved(features.page())).containsText("1 change");
        }
    }

    @Test
    void theListOfManyModelsNarrowsWhileTyping() throws Exception {
        STORED.store(
                IntStream.rangeClosed(1, 500)
                        .mapToObj(number -> ChosenModels.model("Model " + number, "claude_3"))
                        .toList(),
                "[]");
        try (var features = open()) {
            var page = features.page();
            choiceOf(page, "General Chat").click();
            assertThat(page.getByText(Pattern.compile("^\\d+ of 500 models. Type to narrow down.$")))
                    .isVisible();

            page.keyboard().type("Model 437");
            assertThat(page.getByText("1 model", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.keyboard().press("Enter");

            assertThat(choiceOf(page, "General Chat")).hasText("Model 437");
            features.save(features.review(1));
            assertThat(STORED.byTitle()).containsEntry("General Chat", "Model 437");
        }
    }

    @Test
    void theRowOfAFeatureReadsAsASentence() {
        try (var features = open()) {
            assertThat(features.page().getByRole(AriaRole.MAIN)).matchesAriaSnapshot("""
                    - region "GitLab Duo Chat":
                      - heading "GitLab Duo Chat" [level=2]
                      - paragraph: Answers questions about code, issues, and the development process.
                      - button "Set all of GitLab Duo Chat"
                      - table "GitLab Duo Chat":
                        - rowgroup:
                          - row "Feature Model In effect Explanation"
                        - rowgroup:
                          - 'row "General Chat Model for General Chat: Mixtral Ready Mixtral Why: General Chat"':
                            - rowheader "General Chat"
                            - cell:
                              - 'button "Model for General Chat: Mixtral"'
                            - cell "Ready Mixtral"
                            - cell:
                              - 'button "Why: General Chat"'
                          - row:
                            - rowheader "Beta Root Cause Analysis"
                            - cell:
                              - 'button "Model for Root Cause Analysis: As General Chat"'
                            - cell:
                              - text: Blocked Beta models and features are off.
                              - link "Go to Configuration"
                    """);
        }
    }

    @Test
    void theReasonForAModelReadsAsSentences() {
        try (var visit = SERVICE.visitAs("viewer").open("#/features/duo_chat_fix_code")) {
            assertThat(dialog(visit.page(), "Why: Fix Code")).matchesAriaSnapshot("""
                    - 'dialog "Why: Fix Code"':
                      - 'heading "Why: Fix Code" [level=2]'
                      - paragraph: Ready Requests go to the model of the feature that this one falls back to.
                      - term: Served by
                      - definition:
                        - link "Mixtral"
                      - heading "How this is decided" [level=3]
                      - paragraph: The rules are checked in this order, until one decides.
                      - list:
                        - listitem:
                          - paragraph: "Passed: Own setting"
                          - paragraph: Fix Code has no setting of its own.
                        - listitem:
                          - paragraph: "Decides: Ready"
                          - paragraph: /General Chat is set to model 'Mixtral', and Fix Code has no setting of its own/
                      - heading "Last changes" [level=3]
                    """);
        }
    }

    private static FeaturesPage open() {
        return FeaturesPage.open(SERVICE);
    }
}
