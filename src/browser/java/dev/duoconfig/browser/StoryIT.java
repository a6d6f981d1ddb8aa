package dev.duoconfig.browser;

import java.util.Map;
import java.util.function.Function;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
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
import static dev.duoconfig.browser.Controls.unsaved;
import static org.assertj.core.api.Assertions.assertThat;

/** The story that README tells with curl, in the console: from signing in to features with models. */
@OneAfterTheOther
class StoryIT {

    private static final String MIXTRAL = "Mixtral-8x7B-it-v0.1 on GCP";
    private static final String CLAUDE = "Claude-3 on Bedrock deployment";

    @RegisterExtension
    private static final NewService SERVICE = NewService.SHARED;

    /** As after the first start, except that the subscription may have been synchronized. */
    @BeforeEach
    void removeEverything() throws Exception {
        if (!SERVICE.call("viewer", "GET", "/models", "").isEmpty()) {
            SERVICE.call("admin", "PUT", "/configuration", EmptyService.EMPTY_CONFIGURATION);
        }
    }

    @Test
    void theStoryOfReadmeIsToldByMouseAlone() throws Exception {
        tellStoryWith(Hand.Mouse::new);
    }

    @Test
    void theStoryOfReadmeIsToldByKeyboardAlone() throws Exception {
        tellStoryWith(Hand.Keyboard::new);
    }

    private static void tellStoryWith(Function<Page, Hand> hands) throws Exception {
        try (var visit = SERVICE.visit().open("#/")) {
            tellStory(visit, hands.apply(visit.page()));

            assertThatThePageShowsWhatIsInEffect(visit.page());
        }
    }

    private static void tellStory(Visit visit, Hand hand) {
        signIn(visit, hand);
        synchronizeTheSubscription(visit, hand);
        setTheGateway(visit, hand);
        addTheModels(visit, hand);
        chooseModels(visit, hand);
        disableFeatures(visit, hand);
        turnBetaOn(visit, hand);
        goTo(visit, hand, "AI-native features");
    }

    private static void signIn(Visit visit, Hand hand) {
        hand.enter(
                visit.page().getByLabel("Token", new GetByLabelOptions().setExact(true)),
                SERVICE.application().token("admin"));
        hand.press(button(visit.page(), "Sign in"));

        assertThat(visit.heading()).hasText("Overview");
    }

    private static void synchronizeTheSubscription(Visit visit, Hand hand) {
        goTo(visit, hand, "Subscription");

        hand.press(button(visit.page(), "Synchronize subscription"));

        assertThat(visit.page().getByText("Synchronized. Your subscription includes GitLab Duo Self-Hosted."))
                .isVisible();
    }

    private static void setTheGateway(Visit visit, Hand hand) {
        goTo(visit, hand, "Configuration");

        hand.enter(visit.page().getByLabel("AI gateway URL"), "https://aigw.example.com/");
        hand.press(button(visit.page(), "Review changes"));
        confirm(visit.page(), hand, "Review changes to the configuration", "Save changes");

        assertThat(visit.page().getByText("Saved.", new GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(visit.page().getByLabel("AI gateway URL")).hasValue("https://aigw.example.com");
    }

    private static void addTheModels(Visit visit, Hand hand) {
        goTo(visit, hand, "Self-hosted models");
        hand.press(link(visit.page(), "Add self-hosted model").first());
        addModel(
                visit,
                hand,
                new NewModel(
                        MIXTRAL,
                        "OpenAI-compatible",
                        "Mixtral",
                        "custom_openai/Mixtral-8x7B-Instruct-v0.1",
                        "https://vllm.example.com:8000/v1"));
        hand.press(link(visit.page(), "Add another model"));
        addModel(
                visit,
                hand,
                new NewModel(
                        CLAUDE,
                        "Amazon Bedrock bedrock/",
                        "Claude",
                        "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0",
                        ""));
        hand.press(link(visit.page(), "Add another model"));
        addModel(
                visit,
                hand,
                new NewModel(
                        "GPT-3.5 on Azure",
                        "Azure OpenAI",
                        "GPT",
                        "azure/gpt-35-turbo",
                        "https://example.openai.azure.com"));
    }

    /** A model of README; on a platform without endpoints, there is no field for the endpoint, and none for an API key. */
    private record NewModel(String name, String platform, String family, String identifier, String endpoint) {}

    private static void addModel(Visit visit, Hand hand, NewModel model) {
        var page = visit.page();
        assertThat(visit.heading()).hasText("Add self-hosted model");
        hand.enter(page.getByLabel("Deployment name"), model.name());
        hand.check(page.getByRole(AriaRole.RADIO, new GetByRoleOptions().setName(model.platform())));
        hand.select(page.getByLabel("Model family"), model.family());
        hand.enter(page.getByLabel("Model identifier"), model.identifier());
        assertThat(page.getByLabel("Endpoint")).hasCount(model.endpoint().isEmpty() ? 0 : 1);
        if (!model.endpoint().isEmpty()) {
            hand.enter(page.getByLabel("Endpoint"), model.endpoint());
            hand.enter(page.getByLabel("API key"), "sk-example");
        }
        hand.press(button(page, "Add self-hosted model"));
        confirm(page, hand, "Add " + model.name(), "Add model");
        assertThat(page.getByText(model.name() + " was added.")).isVisible();
    }

    private static void chooseModels(Visit visit, Hand hand) {
        goTo(visit, hand, "AI-native features");

        hand.choose(choiceOf(visit.page(), "Code Generation"), CLAUDE);
        hand.choose(choiceOf(visit.page(), "General Chat"), MIXTRAL);
        hand.press(button(visit.page(), "Review changes"));
        // The chat features without a choice of their own are affected, too.
        assertThat(visit.page().getByRole(AriaRole.DIALOG).getByText("9 features change"))
                .isVisible();
        confirm(visit.page(), hand, "Save 2 changes?", "Save changes");

        assertThat(unsaved(visit.page())).hasCount(0);
    }

    private static void disableFeatures(Visit visit, Hand hand) {
        hand.choose(choiceOf(visit.page(), "Test Generation"), "Disabled");
        hand.choose(choiceOf(visit.page(), "Refactor Code"), "Disabled");
        hand.press(button(visit.page(), "Review changes"));
        confirm(visit.page(), hand, "Save 2 changes?", "Save changes");
    }

    private static void turnBetaOn(Visit visit, Hand hand) {
        goTo(visit, hand, "Configuration");

        hand.press(button(visit.page(), "Turn on beta"));
        assertThat(visit.page().getByRole(AriaRole.DIALOG))
                .containsText("You accept the GitLab Testing Agreement in your name, local-admin.");
        confirm(visit.page(), hand, "Turn on beta models and features", "Accept and turn on");

        assertThat(visit.page().getByText("The GitLab Testing Agreement was accepted by local-admin"))
                .isVisible();
    }

    /** What the API returns for each feature, on the page where its row says it. */
    private static void assertThatThePageShowsWhatIsInEffect(Page page) throws Exception {
        var features = SERVICE.call("viewer", "GET", "/features?include_unavailable=true", "");
        var words = Map.of("ready", "Ready", "disabled", "Disabled", "unassigned", "No model", "blocked", "Blocked");
        for (var feature : features) {
            var effective = feature.path("effective");
            var model = effective.path("model").path("name").asText("");
            var cell = effectOf(page, feature.path("title").asText());
            assertThat(cell).containsText(words.get(effective.path("status").asText()));
            assertThat(cell).containsText(model);
        }
        assertThat(features.findValuesAsText("status")).contains("ready", "disabled");
    }

    private static void goTo(Visit visit, Hand hand, String title) {
        hand.press(link(visit.page(), title));
        assertThat(visit.heading()).hasText(title);
        visit.awaitLoaded();
    }

    private static void confirm(Page page, Hand hand, String title, String button) {
        var dialog = dialog(page, title);
        assertThat(dialog).isVisible();
        hand.press(buttonIn(dialog, button));
        assertThat(dialog).hasCount(0);
        // Otherwise, the keyboard would have to begin at the top of the page again.
        assertThat(page.locator(":focus")).hasCount(1);
    }
}
