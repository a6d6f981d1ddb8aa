package dev.duoconfig.resolve;

import java.util.List;
import java.util.Map;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Explanation.ResolutionStep;
import dev.duoconfig.resolve.Snapshot.Gateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.resolve.Configurations.CODESTRAL;
import static dev.duoconfig.resolve.Configurations.LLAMA;
import static dev.duoconfig.resolve.Configurations.MIXTRAL;
import static dev.duoconfig.resolve.Configurations.selfHosted;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ExplanationTest {

    @Test
    void anInheritedModelIsExplainedStepByStepWithNames() {
        var snapshot = Configurations.ready("18.2").withSettings(Map.of("duo_chat", selfHosted(MIXTRAL)));

        var trace = trace(snapshot, "duo_chat_explain_code");

        assertThat(trace)
                .containsExactly(
                        new ResolutionStep(
                                "own_disabled",
                                "duo_chat_explain_code",
                                "passed",
                                "Code Explanation has no setting of its own."),
                        new ResolutionStep(
                                "fallback_disabled",
                                "duo_chat",
                                "passed",
                                "General Chat is set to model 'Mixtral on vLLM', and Code Explanation has no setting of"
                                        + " its own."),
                        new ResolutionStep(
                                "not_configured",
                                "duo_chat",
                                "passed",
                                "The setting of General Chat applies: General Chat is set to model 'Mixtral on vLLM'."),
                        new ResolutionStep(
                                "subscription",
                                "duo_chat",
                                "passed",
                                "The subscription is entitled, with the ultimate plan."),
                        new ResolutionStep(
                                "plan", "duo_chat", "passed", "Code Explanation does not require the ultimate plan."),
                        new ResolutionStep(
                                "beta_features",
                                "duo_chat",
                                "passed",
                                "Code Explanation has the release state ga, and beta models and features are on."),
                        new ResolutionStep(
                                "vendored_not_allowed",
                                "duo_chat",
                                "passed",
                                "General Chat is set to model 'Mixtral on vLLM', not to GitLab's own model."),
                        new ResolutionStep(
                                "vendored_licence",
                                "duo_chat",
                                "passed",
                                "General Chat is set to model 'Mixtral on vLLM', which does not depend on the kind of"
                                        + " license."),
                        new ResolutionStep(
                                "vendored",
                                "duo_chat",
                                "passed",
                                "General Chat is set to model 'Mixtral on vLLM', not to GitLab's own model."),
                        new ResolutionStep(
                                "beta_models",
                                "duo_chat",
                                "passed",
                                "The model family Mixtral has the release state ga, and beta models and features are"
                                        + " on."),
                        new ResolutionStep(
                                "endpoint_length",
                                "duo_chat",
                                "passed",
                                "The endpoint of model 'Mixtral on vLLM' has 32 characters, and the AI gateway accepts at"
                                        + " most 255."),
                        new ResolutionStep(
                                "gateway", "duo_chat", "passed", "The AI gateway URL is https://aigw.example.com."),
                        new ResolutionStep(
                                "ready",
                                "duo_chat",
                                "matched",
                                "General Chat is set to model 'Mixtral on vLLM', and Code Explanation has no setting of"
                                        + " its own."));
    }

    @Test
    void theOwnModelOfAFeatureExplainsWhyItDoesNotFallBack() {
        var snapshot = Configurations.ready("18.2")
                .withSettings(Map.of("duo_chat_fix_code", selfHosted(CODESTRAL), "duo_chat", selfHosted(MIXTRAL)));

        var trace = trace(snapshot, "duo_chat_fix_code");

        assertThat(trace.get(1))
                .isEqualTo(new ResolutionStep(
                        "fallback_disabled",
                        "duo_chat_fix_code",
                        "passed",
                        "Fix Code is set to model 'Codestral on vLLM', so it does not fall back to General Chat."));
        assertThat(last(trace)).isEqualTo("Fix Code is set to model 'Codestral on vLLM'.");
    }

    @Test
    void aDisabledFeatureIsExplainedWithTheFeatureThatIsDisabled() {
        var own = Configurations.ready("18.2").withSettings(choice("duo_chat", Provider.DISABLED));

        assertThat(last(trace(own, "duo_chat"))).isEqualTo("General Chat is set to Disabled.");
        assertThat(last(trace(own, "duo_chat_fix_code")))
                .isEqualTo("General Chat is set to Disabled, and Fix Code has no setting of its own.");
    }

    @Test
    void anUnconfiguredFeatureIsExplainedWithAndWithoutAFallback() {
        var empty = Configurations.ready("18.2");

        assertThat(last(trace(empty, "code_generations")))
                .isEqualTo("Code Generation has no setting of its own, and it does not fall back to another feature.");
        assertThat(last(trace(empty, "duo_chat_fix_code")))
                .isEqualTo("Fix Code has no setting of its own, and neither does General Chat.");
        assertThat(trace(empty, "code_generations").get(1).detail())
                .isEqualTo("Code Generation does not fall back to another feature.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NEVER_SYNCED      |         | The subscription has never been synchronized.
            PLAN_NOT_ELIGIBLE | free    | The subscription has the free plan; Premium or Ultimate is required.
            PLAN_NOT_ELIGIBLE |         | The subscription has no plan; Premium or Ultimate is required.
            EXPIRED           | premium | The subscription and its grace period have ended.
            ADD_ON_MISSING    | premium | The subscription does not include the GitLab Duo Enterprise add-on.
            ADD_ON_INACTIVE   | premium | The subscription's GitLab Duo Enterprise add-on is not active.
            NOT_STARTED       | premium | The subscription, or its GitLab Duo Enterprise add-on, has not started yet.
            """)
    void aSubscriptionThatDoesNotResolveIsExplainedByItsReason(
            EntitlementReason reason, @Nullable String plan, String detail) {
        var snapshot = Configurations.ready("18.2")
                .withSettings(Map.of("duo_chat", selfHosted(MIXTRAL)))
                .withEntitlement(new Entitlement(reason, plan));

        var trace = trace(snapshot, "duo_chat");

        assertThat(last(trace)).isEqualTo(detail);
    }

    @Test
    void planBetaAndGatewayAreExplainedWithTheirValues() {
        var chosen = Configurations.ready("18.2")
                .withSettings(Map.of(
                        "resolve_vulnerability", selfHosted(MIXTRAL),
                        "summarize_review", selfHosted(MIXTRAL),
                        "code_generations", selfHosted(LLAMA),
                        "duo_chat", selfHosted(MIXTRAL)));
        var premium = chosen.withEntitlement(new Entitlement(EntitlementReason.IN_GRACE, "premium"));
        var stable = chosen.withGateway(new Gateway(null, 60, false));

        assertThat(last(trace(premium, "resolve_vulnerability")))
                .isEqualTo("Vulnerability Resolution requires the ultimate plan, and the subscription has the"
                        + " premium plan.");
        assertThat(trace(premium, "resolve_vulnerability").get(3).detail())
                .isEqualTo("The subscription has expired, but its grace period has not ended.");
        assertThat(last(trace(stable, "summarize_review")))
                .isEqualTo("Code Review Summary has the release state experiment, and beta models and features are"
                        + " off.");
        assertThat(last(trace(stable, "code_generations")))
                .isEqualTo("The model family Llama 3 has the release state beta, and beta models and features are"
                        + " off.");
        assertThat(last(trace(stable, "duo_chat"))).isEqualTo("No AI gateway URL is configured.");
    }

    @Test
    void gitLabsOwnModelIsExplainedWithItsGateway() {
        var snapshot = Configurations.ready("18.9").withSettings(choice("duo_chat", Provider.VENDORED));

        var trace = trace(snapshot, "duo_chat_fix_code");

        assertThat(last(trace))
                .isEqualTo("General Chat is set to GitLab's own model, served through https://cloud.gitlab.com/ai.");
    }

    @Test
    void gitLabsOwnModelsAreExplainedByTheSettingTheLicenseAndTheirNames() {
        var chosen = Configurations.ready("19.4")
                .withEntitlement(
                        new Entitlement(EntitlementReason.ENTITLED, "ultimate", EntitlementReason.ENTITLED, false))
                .withSettings(Map.of("duo_chat", Configurations.vendored("claude_sonnet_4")));
        var notAllowed = chosen.withGateway(new Gateway(null, 60, true, false));
        var offline = chosen.withEntitlement(
                new Entitlement(EntitlementReason.ENTITLED, "ultimate", EntitlementReason.ENTITLED, true));

        var ready = trace(chosen, "duo_chat_fix_code");

        assertThat(detail(ready, "vendored_not_allowed"))
                .isEqualTo("General Chat is set to GitLab's own model 'claude_sonnet_4', and GitLab's own models are"
                        + " allowed.");
        assertThat(detail(ready, "vendored_licence"))
                .isEqualTo("General Chat is set to GitLab's own model 'claude_sonnet_4', and the license does not rule"
                        + " that out.");
        assertThat(last(ready))
                .isEqualTo("General Chat is set to GitLab's own model 'claude_sonnet_4', served through"
                        + " https://cloud.gitlab.com/ai.");
        assertThat(last(trace(notAllowed, "duo_chat")))
                .isEqualTo(
                        "General Chat is set to GitLab's own model 'claude_sonnet_4', and GitLab's own models are not"
                                + " allowed.");
        assertThat(last(trace(offline, "duo_chat")))
                .isEqualTo("General Chat is set to GitLab's own model 'claude_sonnet_4', which needs an online license,"
                        + " and the license is an offline license.");
    }

    @Test
    void anEndpointThatTheGatewayWouldIgnoreIsExplainedWithItsLength() {
        var tooLong = ModelBuilder.model(12)
                .named("Long")
                .endpoint("https://vllm.example.com/" + "a".repeat(231))
                .build();
        var snapshot =
                Configurations.ready("19.4").withModel(tooLong).withSettings(Map.of("duo_chat", selfHosted(tooLong)));

        assertThat(last(trace(snapshot, "duo_chat")))
                .isEqualTo("The endpoint of model 'Long' has 256 characters, and the AI gateway accepts at most 255; it"
                        + " would use GitLab's own model instead.");
        assertThat(detail(
                        trace(snapshot.withSettings(Map.of("duo_chat", selfHosted(LLAMA))), "duo_chat"),
                        "endpoint_length"))
                .isEqualTo("Model 'Llama on Bedrock' has no endpoint.");
    }

    @Test
    void aFeatureOfTheAgentPlatformIsExplainedByItsOwnEntitlement() {
        var snapshot = Configurations.ready("19.4")
                .withEntitlement(
                        new Entitlement(EntitlementReason.ENTITLED, "ultimate", EntitlementReason.ADD_ON_MISSING, true))
                .withSettings(Map.of("duo_developer", selfHosted(MIXTRAL), "duo_chat", selfHosted(MIXTRAL)));

        assertThat(last(trace(snapshot, "duo_developer")))
                .isEqualTo("The subscription does not include the add-on self_hosted_dap, which the GitLab Duo Agent"
                        + " Platform needs with an offline license.");
        assertThat(detail(trace(snapshot, "duo_chat"), "subscription"))
                .isEqualTo("The subscription is entitled, with the ultimate plan.");
    }

    @Test
    void aFamilyThatTheCatalogueDoesNotContainIsReportedAsUnknown() {
        var general = ModelBuilder.model(11).family("general").onBedrock("own").build();
        Snapshot snapshot =
                Configurations.ready("18.2").withModel(general).withSettings(Map.of("duo_chat", selfHosted(general)));

        var trace = trace(snapshot, "duo_chat");

        assertThat(detail(trace, "beta_models"))
                .isEqualTo(
                        "The catalogue does not contain the model family general, so the family does not count as beta.");
    }

    private static Map<String, Setting> choice(String feature, Provider provider) {
        return Map.of(feature, Configurations.of(provider));
    }

    private static List<ResolutionStep> trace(Snapshot snapshot, String feature) {
        return FeatureResolver.explain(snapshot, Configurations.feature(snapshot, feature))
                .trace();
    }

    private static String detail(List<ResolutionStep> trace, String step) {
        return trace.stream()
                .filter(each -> each.step().equals(step))
                .findFirst()
                .orElseThrow()
                .detail();
    }

    private static String last(List<ResolutionStep> trace) {
        return trace.get(trace.size() - 1).detail();
    }
}
