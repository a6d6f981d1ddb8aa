package dev.duoconfig.resolve;

import java.util.Map;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Gateway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.resolve.Configurations.CODESTRAL;
import static dev.duoconfig.resolve.Configurations.MIXTRAL;
import static dev.duoconfig.resolve.Configurations.selfHosted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Tag("fast")
class WarningTest {

    private static final Snapshot.Model CLAUDE = ModelBuilder.model(13)
            .family("claude_3")
            .onBedrock("anthropic.claude-sonnet-4")
            .build();

    private static final Warning AGENTS_NOT_SELF_HOSTED = new Warning(
            "agents_not_self_hosted",
            null,
            "Duo Developer has a self-hosted model, but Agents & flows does not; up to GitLab 19.4.1, such a flow fails with an"
                    + " offline license.");

    @Test
    void anInheritedModelOfAnUnsupportedFamilyIsUsedWithAWarning() {
        var snapshot = Configurations.ready("18.2").withSettings(Map.of("duo_chat", selfHosted(CODESTRAL)));

        var resolution = resolve(snapshot, "duo_chat_troubleshoot_job");

        assertThat(resolution.status()).isEqualTo(Status.READY);
        assertThat(resolution.model()).isEqualTo(CODESTRAL);
        assertThat(resolution.warnings())
                .containsExactly(new Warning(
                        "family_not_supported",
                        "family",
                        "Root Cause Analysis does not support the model family Mistral Codestral; the model 'Codestral on"
                                + " vLLM' is used anyway."));
    }

    @Test
    void aModelWhoseFamilyLeftTheCatalogueStillServesWithAWarningEvenIfBetaIsOff() {
        var general = ModelBuilder.model(11)
                .named("Own model")
                .family("general")
                .onBedrock("own.model")
                .build();
        var snapshot = Configurations.ready("18.2")
                .withGateway(new Gateway("https://aigw.example.com", 60, false))
                .withModel(general)
                .withSettings(Map.of("duo_chat", selfHosted(general)));

        var resolution = resolve(snapshot, "duo_chat");

        assertThat(resolution.status()).isEqualTo(Status.READY);
        assertThat(resolution.reason()).isEqualTo(Reason.ASSIGNED);
        assertThat(resolution.warnings()).extracting(Warning::code).containsExactly("family_not_supported");
    }

    @Test
    void aSubscriptionInGraceStillServesWithAWarning() {
        var snapshot = Configurations.ready("18.9")
                .withEntitlement(new Entitlement(EntitlementReason.IN_GRACE, "premium"))
                .withSettings(Map.of(
                        "duo_chat", selfHosted(MIXTRAL), "code_generations", Configurations.of(Provider.VENDORED)));

        var selfHosted = resolve(snapshot, "duo_chat");
        var vendored = resolve(snapshot, "code_generations");

        assertThat(selfHosted.warnings()).isEqualTo(vendored.warnings()).hasSize(1);
        assertThat(selfHosted.warnings().get(0).code()).isEqualTo("subscription_in_grace");
        assertThat(selfHosted.warnings().get(0).field()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"mistral, true", "mixtral, true", "llama3, true", "codestral, true", "claude_3, false", "qwen, false"})
    void theFlowOfAgenticCodeReviewRefusesFamilies(String family, boolean refused) {
        var model = ModelBuilder.model(12).family(family).build();
        var snapshot = Configurations.ready("19.4")
                .withModel(model)
                .withSettings(Map.of(
                        "review_merge_request_dap", selfHosted(model), "duo_agent_platform", selfHosted(MIXTRAL)));

        var warnings = resolve(snapshot, "review_merge_request_dap").warnings();

        assertThat(warnings)
                .filteredOn(warning -> warning.code().equals("family_not_supported_by_flow"))
                .hasSize(refused ? 1 : 0)
                .allMatch(warning -> "family".equals(warning.field()));
    }

    @Test
    void anAgentWithAModelOfItsOwnNeedsAgentsAndFlowsToHaveOneToo() {
        var alone = Configurations.ready("19.4").withSettings(Map.of("duo_developer", selfHosted(MIXTRAL)));
        var both = alone.withSettings(Map.of("duo_agent_platform", selfHosted(MIXTRAL)));
        var vendored = alone.withSettings(Map.of("duo_agent_platform", Configurations.of(Provider.VENDORED)));

        assertThat(resolve(alone, "duo_developer").warnings()).contains(AGENTS_NOT_SELF_HOSTED);
        assertThat(resolve(vendored, "duo_developer").warnings()).contains(AGENTS_NOT_SELF_HOSTED);
        assertThat(resolve(both, "duo_developer").warnings()).doesNotContain(AGENTS_NOT_SELF_HOSTED);
        assertThat(resolve(both, "duo_agent_platform").warnings()).doesNotContain(AGENTS_NOT_SELF_HOSTED);
    }

    @Test
    void anUncommonPrefixIsReportedOnTheModelAndTheResolution() {
        var groq = ModelBuilder.model(12)
                .endpoint("https://api.groq.com/openai/v1")
                .identifier("groq/llama-3.3-70b-versatile")
                .build();
        var snapshot = Configurations.ready("19.4").withModel(groq).withSettings(Map.of("duo_chat", selfHosted(groq)));

        assertThat(Warning.ofDeployment(groq.deployment()))
                .isEqualTo(resolve(snapshot, "duo_chat").warnings())
                .extracting(Warning::code, Warning::field)
                .containsExactly(tuple("identifier_prefix_uncommon", "identifier"));
    }

    @Test
    void theGracePeriodOfTheFeaturesOwnEntitlementIsReported() {
        var snapshot = Configurations.ready("19.4")
                .withEntitlement(
                        new Entitlement(EntitlementReason.ENTITLED, "ultimate", EntitlementReason.IN_GRACE, true))
                .withModel(CLAUDE)
                .withSettings(Map.of("duo_chat", selfHosted(MIXTRAL), "duo_agent_platform", selfHosted(CLAUDE)));

        assertThat(resolve(snapshot, "duo_chat").warnings()).isEmpty();
        assertThat(resolve(snapshot, "duo_agent_platform").warnings())
                .extracting(Warning::code)
                .containsExactly("subscription_in_grace");
    }

    @Test
    void severalWarningsHaveAFixedOrder() {
        var withoutV1 = ModelBuilder.model(12)
                .named("Codestral without v1")
                .family("codestral")
                .endpoint("http://10.1.2.3:8000")
                .identifier("custom_openai/codestral")
                .build();
        var snapshot = Configurations.ready("18.2")
                .withEntitlement(new Entitlement(EntitlementReason.IN_GRACE, "ultimate"))
                .withModel(withoutV1)
                .withSettings(Map.of("duo_chat", selfHosted(withoutV1)));

        var resolution = resolve(snapshot, "duo_chat_explain_vulnerability");

        assertThat(resolution.warnings())
                .extracting(Warning::code)
                .containsExactly("family_not_supported", "subscription_in_grace", "endpoint_without_v1");
    }

    @Test
    void onlyReadyFeaturesHaveWarnings() {
        var withoutV1 = ModelBuilder.model(12)
                .named("Codestral without v1")
                .family("codestral")
                .endpoint("http://10.1.2.3:8000")
                .identifier("custom_openai/codestral")
                .build();
        var snapshot = Configurations.ready("18.2")
                .withEntitlement(new Entitlement(EntitlementReason.IN_GRACE, "ultimate"))
                .withGateway(new Gateway(null, 60, true))
                .withModel(withoutV1)
                .withSettings(Map.of("duo_chat", selfHosted(withoutV1)));

        var resolution = resolve(snapshot, "duo_chat_explain_vulnerability");

        assertThat(resolution.status()).isEqualTo(Status.BLOCKED);
        assertThat(resolution.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.1.2.3:8000/v1",
                "http://10.1.2.3:8000/v1/",
                "http://10.1.2.3:8000/v1///",
                "https://proxy.example.com/models/mixtral/v1",
                "https://[2001:db8::1]:8000/v1",
                "https://vllm.example.com/v1?tenant=a/b",
                "https://generativelanguage.googleapis.com/v1beta/openai/",
                "https://api.deepinfra.com/v1/openai",
                "https://api.z.ai/api/coding/paas/v4"
            })
    void anEndpointWhosePathEndsInAVersionHasNoWarning(String endpoint) {
        var warning = Warning.endpointWithoutV1(Platform.VLLM, endpoint);

        assertThat(warning).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.1.2.3:8000",
                "http://10.1.2.3:8000/",
                "https://v1",
                "https://v1/",
                "https://vllm.example.com/v1/models",
                "https://vllm.example.com/v1/openai/models",
                "https://vllm.example.com/openai",
                "https://vllm.example.com/V1",
                "https://vllm.example.com/version1",
                "https://vllm.example.com/nov1",
                "https://vllm.example.com?next=/v1",
                "https://vllm.example.com/api#/v1",
                "",
                "v1",
                "/"
            })
    void anyOtherEndpointPathHasAWarning(String endpoint) {
        var warning = Warning.endpointWithoutV1(Platform.VLLM, endpoint);

        assertThat(warning)
                .isNotNull()
                .extracting(Warning::code, Warning::field)
                .containsExactly("endpoint_without_v1", "endpoint");
    }

    @Test
    void aReadyFeatureHasTheWarningAboutAnEndpointThatGoesTooFar() {
        var tooFar = ModelBuilder.model(12)
                .named("Mixtral with an operation")
                .endpoint("http://10.1.2.3:8000/v1/chat/completions")
                .identifier("custom_openai/mixtral")
                .build();
        var snapshot =
                Configurations.ready("18.2").withModel(tooFar).withSettings(Map.of("duo_chat", selfHosted(tooFar)));

        assertThat(resolve(snapshot, "duo_chat").warnings())
                .extracting(Warning::code)
                .containsExactly("endpoint_goes_too_far");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://proxy.example.com/models/mixtral/v1",
                "https://proxy.example.com/v1/models/someone/mixtral/v1",
                "https://api.example.com/compatible-mode/v1",
                "https://api.example.com/inference/v1?tenant=/chat/completions",
                "https://embeddings.example.com/v1",
                "https://example.com/chat/v1",
                "nonsense/chat/completions",
                ""
            })
    void anEndpointThatOnlyLooksLikeAnOperationDoesNotGoTooFar(String endpoint) {
        assertThat(EndpointPath.withoutOperation(endpoint)).isNull();
    }

    @Test
    void longPathsAreReadInLittleTime() {
        var longest = "https://example.com" + "/v1".repeat(600) + "/".repeat(200);

        assertThat(EndpointPath.withoutOperation(longest)).isNull();
        assertThat(EndpointPath.azureResource(longest)).isNull();
        assertThat(EndpointPath.azureV1(longest)).isNull();
        assertThat(EndpointPath.endsInVersion(longest)).isTrue();
        assertThat(EndpointPath.endsInVersion(longest + "-")).isFalse();
    }

    @Test
    void onlyOpenAiCompatibleServersAreExpectedUnderV1() {
        assertThat(Warning.endpointWithoutV1(Platform.AZURE_OPENAI, "https://name.openai.azure.com"))
                .isNull();
        assertThat(Warning.endpointWithoutV1(Platform.BEDROCK, null)).isNull();
        assertThat(Warning.endpointWithoutV1(Platform.VLLM, null)).isNull();
    }

    private static Resolution resolve(Snapshot snapshot, String feature) {
        return FeatureResolver.resolve(snapshot, Configurations.feature(snapshot, feature));
    }
}
