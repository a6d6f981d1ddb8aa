package dev.duoconfig.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Catalogue.Vendored;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

@Tag("fast")
class CatalogueTest {

    private static final String FAMILIES_OF_18_2 = """
            mistral | Mistral | ga
            mixtral | Mixtral | ga
            codestral | Mistral Codestral | ga
            claude_3 | Claude 3 | ga
            gpt | GPT | ga
            llama3 | Llama 3 | beta
            codegemma | CodeGemma | beta
            codellama | Code Llama | beta
            deepseekcoder | DeepSeek Coder | beta
            """;

    private static final String FAMILIES_OF_18_9 = FAMILIES_OF_18_2.replace("Claude 3", "Claude")
            + "general | General (bring your own compatible model) | beta\n";

    /** In list order: id, title, main feature, release state, families, fallback, plan. */
    private static final String FEATURES_OF_18_2 = """
            code_generations | Code Generation | Code Suggestions | ga | all | - | -
            code_completions | Code Completion | Code Suggestions | ga | all | - | -
            duo_chat | General Chat | GitLab Duo Chat | ga | chat | - | -
            duo_chat_explain_code | Code Explanation | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_write_tests | Test Generation | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_refactor_code | Refactor Code | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_fix_code | Fix Code | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_troubleshoot_job | Root Cause Analysis | GitLab Duo Chat | beta | core | duo_chat | -
            generate_commit_message | Merge Commit Message Generation | GitLab Duo for merge requests | beta | core | - | -
            summarize_new_merge_request | Merge Request Summary | GitLab Duo for merge requests | beta | core | - | -
            summarize_review | Code Review Summary | GitLab Duo for merge requests | experiment | core | - | -
            duo_chat_summarize_comments | Discussion Summary | GitLab Duo for issues | beta | core | duo_chat | -
            duo_chat_explain_vulnerability | Vulnerability Explanation | Other GitLab Duo features | beta | core | duo_chat | ultimate
            resolve_vulnerability | Vulnerability Resolution | Other GitLab Duo features | beta | core | - | ultimate
            glab_ask_git_command | GitLab Duo for CLI | Other GitLab Duo features | beta | core | - | -
            """;

    private static final String FEATURES_OF_18_9 =
            FEATURES_OF_18_2.replace("generate_commit_message |", """
                    review_merge_request | Code Review | GitLab Duo for merge requests | ga | core | - | -
                    generate_commit_message |""").replace("duo_chat_explain_vulnerability |", """
                    duo_agent_platform | Agents and flows | GitLab Duo Agent Platform | ga | agents | - | -
                    duo_agent_platform_agentic_chat | Agentic Chat | GitLab Duo Agent Platform | ga | agents | - | -
                    duo_chat_explain_vulnerability |""");

    private static final String FAMILIES_OF_19_4 =
            FAMILIES_OF_18_9.replace("General (bring your own compatible model)", "General") + """
            qwen | Qwen | beta
            gemini | Gemini | beta
            embedding | Embedding | beta
            """;

    private static final String FEATURES_OF_19_4 = """
            duo_agent_platform | Agents & flows | GitLab Duo Agent Platform | ga | agents | - | -
            duo_agent_platform_agentic_chat | Agentic Chat | GitLab Duo Agent Platform | ga | agents | - | -
            secret_vulnerability_fp_detection | Secret Vulnerability False Positive Detection | GitLab Duo Agent Platform | ga | security_agents | - | ultimate
            review_merge_request_dap | Agentic Code Review | GitLab Duo Agent Platform | ga | core | - | -
            duo_developer | Duo Developer | GitLab Duo Agent Platform | ga | agents | - | -
            sast_vulnerability_fp_detection | SAST Vulnerability False Positive Detection | GitLab Duo Agent Platform | beta | security_agents | - | ultimate
            sast_vulnerability_resolution | SAST Vulnerability Resolution | GitLab Duo Agent Platform | beta | security_agents | - | ultimate
            security_review | Security Review | GitLab Duo Agent Platform | beta | security_agents | - | ultimate
            resolve_dependency_bump | Resolve Dependency Bump Breaking Changes | GitLab Duo Agent Platform | beta | security_agents | - | ultimate
            duo_chat | General Chat | GitLab Duo Chat | ga | chat | - | -
            duo_chat_explain_code | Code Explanation | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_write_tests | Test Generation | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_refactor_code | Refactor Code | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_fix_code | Fix Code | GitLab Duo Chat | ga | chat | duo_chat | -
            duo_chat_troubleshoot_job | Root Cause Analysis | GitLab Duo Chat | beta | core | duo_chat | -
            code_generations | Code Generation | Code Suggestions | ga | all | - | -
            code_completions | Code Completion | Code Suggestions | ga | all | - | -
            review_merge_request | Non-Agentic Code Review | GitLab Duo for merge requests | ga | core | - | -
            generate_commit_message | Merge Commit Message Generation | GitLab Duo for merge requests | beta | core | - | -
            summarize_new_merge_request | Merge Request Summary | GitLab Duo for merge requests | beta | core | - | -
            summarize_review | Code Review Summary | GitLab Duo for merge requests | experiment | core | - | -
            duo_chat_summarize_comments | Discussion Summary | GitLab Duo for issues | beta | core | duo_chat | -
            duo_chat_explain_vulnerability | Vulnerability Explanation | Other GitLab Duo features | beta | core | duo_chat | ultimate
            resolve_vulnerability | Vulnerability Resolution | Other GitLab Duo features | beta | core | - | ultimate
            glab_ask_git_command | GitLab Duo for CLI | Other GitLab Duo features | beta | core | - | -
            """;

    private static final Map<String, String> SETS_OF_19_4 = Map.of(
            "mistral,mixtral,codestral,claude_3,gpt,llama3,codegemma,codellama,deepseekcoder,general,qwen", "all",
            "mistral,mixtral,codestral,claude_3,gpt,llama3,general,qwen", "chat",
            "mistral,mixtral,claude_3,gpt,llama3,general,qwen", "core",
            "claude_3,gpt,general,mistral,gemini,qwen", "agents",
            "claude_3,gpt,general", "security_agents");

    /** Id, prefix, endpoint, API key, IAM role. */
    private static final String PLATFORMS_OF_18 = """
            vllm | custom_openai/ | endpoint | api_key | -
            azure_openai | azure/ | endpoint | api_key | -
            bedrock | bedrock/ | - | - | -
            """;

    private static final String PLATFORMS_OF_19_4 = """
            vllm | custom_openai/ | endpoint | api_key | -
            azure_openai | azure/ | endpoint | api_key | -
            openai | openai/ | endpoint | api_key | -
            anthropic | anthropic/ | endpoint | api_key | -
            bedrock | bedrock/ | - | - | iam_role
            bedrock_mantle | bedrock_mantle/ | endpoint | api_key | -
            vertex_ai | vertex_ai/ | - | - | -
            other | - | endpoint | api_key | -
            """;

    @Test
    void version18Point2HoldsItsFamiliesFeaturesAndProviders() {
        var catalogue = Catalogue.load("18.2");

        assertThat(catalogue.version()).isEqualTo("18.2");
        assertThat(familiesOf(catalogue)).isEqualTo(FAMILIES_OF_18_2);
        assertThat(featuresOf(catalogue, "")).isEqualTo(FEATURES_OF_18_2);
        assertThat(Stream.of(Provider.values()).filter(catalogue::offers))
                .containsExactly(Provider.UNASSIGNED, Provider.SELF_HOSTED, Provider.DISABLED);
    }

    @Test
    void version18Point9AddsAFamilyFeaturesAndTheVendoredProvider() {
        var catalogue = Catalogue.load("18.9");

        assertThat(catalogue.version()).isEqualTo("18.9");
        assertThat(familiesOf(catalogue)).isEqualTo(FAMILIES_OF_18_9);
        assertThat(featuresOf(catalogue, ",general")).isEqualTo(FEATURES_OF_18_9);
        assertThat(Provider.values()).allMatch(catalogue::offers);
    }

    @Test
    void version19Point4HoldsWhatGitLabsPageShows() {
        var catalogue = Catalogue.load("19.4");

        assertThat(catalogue.version()).isEqualTo("19.4");
        assertThat(familiesOf(catalogue)).isEqualTo(FAMILIES_OF_19_4);
        assertThat(featuresOf(catalogue, feature -> SETS_OF_19_4.get(String.join(",", feature.families()))))
                .isEqualTo(FEATURES_OF_19_4);
        assertThat(Provider.values()).allMatch(catalogue::offers);
    }

    @ParameterizedTest
    @CsvSource({"18.2, false, false", "18.9, false, false", "19.4, true, true"})
    void version19Point4NamesGitLabsOwnModelsAndNeedsAnOnlineLicenseForThem(
            String version, boolean names, boolean online) {
        assertThat(Catalogue.load(version).vendored())
                .returns(names, Vendored::namesModels)
                .returns(online, Vendored::needsOnlineLicense);
    }

    @Test
    void version19Point4AsksForAnotherEntitlementForTheAgentPlatformOnly() {
        assertThat(Catalogue.load("19.4").features())
                .allMatch(feature -> (feature.entitlement() == EntitlementKind.AGENT_PLATFORM)
                        == feature.mainFeature().equals("GitLab Duo Agent Platform"));
        assertThat(Catalogue.load("19.4").entitlements()).containsExactlyInAnyOrder(EntitlementKind.values());
        assertThat(Catalogue.load("18.9").entitlements()).containsExactly(EntitlementKind.DUO_ENTERPRISE);
        assertThat(Catalogue.load("18.2").entitlements()).containsExactly(EntitlementKind.DUO_ENTERPRISE);
    }

    @Test
    void threeFeaturesOf19Point4AreSplitFromOthers() {
        assertThat(Catalogue.load("19.4").features())
                .filteredOn(feature -> feature.copiedFrom() != null)
                .extracting(Feature::id, Feature::copiedFrom)
                .containsExactly(
                        tuple("duo_agent_platform_agentic_chat", "duo_agent_platform"),
                        tuple("review_merge_request_dap", "review_merge_request"),
                        tuple("duo_developer", "duo_agent_platform"));
        assertThat(List.of(Catalogue.load("18.2"), Catalogue.load("18.9")))
                .flatExtracting(Catalogue::features)
                .allMatch(feature -> feature.copiedFrom() == null
                        && feature.signedBy() == null
                        && feature.refusedFamilies().isEmpty());
    }

    @Test
    void theFlowsOf19Point4AreSignedByAgentsAndFlowsAndOneRefusesFamilies() {
        assertThat(Catalogue.load("19.4").features())
                .allMatch(feature -> "duo_agent_platform".equals(feature.signedBy())
                        == (feature.entitlement() == EntitlementKind.AGENT_PLATFORM
                                && !feature.id().equals("duo_agent_platform")))
                .filteredOn(feature -> !feature.refusedFamilies().isEmpty())
                .extracting(Feature::id, Feature::refusedFamilies)
                .containsExactly(
                        tuple("review_merge_request_dap", List.of("mistral", "mixtral", "codestral", "llama3")));
    }

    @Test
    void thePlatformsAreThoseOfTheVersion() {
        assertThat(platformsOf(Catalogue.load("18.2"))).isEqualTo(PLATFORMS_OF_18);
        assertThat(platformsOf(Catalogue.load("18.9"))).isEqualTo(PLATFORMS_OF_18);
        assertThat(platformsOf(Catalogue.load("19.4"))).isEqualTo(PLATFORMS_OF_19_4);
        assertThat(Catalogue.load("18.9").platform(Platform.OTHER)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.4"})
    void everyExampleIsAnIdentifierOnItsPlatform(String version) {
        assertThat(Catalogue.load(version).platforms()).allSatisfy(rules -> assertThat(rules.examples())
                .isNotEmpty()
                .allMatch(example -> Platform.ofIdentifier(example).orElseThrow() == rules.platform()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.4"})
    void gitLabsOwnGatewayIsKnownToEveryVersion(String version) {
        assertThat(Catalogue.load(version).vendored().gatewayUrl()).isEqualTo("https://cloud.gitlab.com/ai");
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.4"})
    void sevenFeaturesFallBackToGeneralChatInListOrder(String version) {
        var catalogue = Catalogue.load(version);

        assertThat(catalogue.features())
                .filteredOn(feature -> "duo_chat".equals(feature.fallback()))
                .extracting(Feature::id)
                .containsExactly(
                        "duo_chat_explain_code",
                        "duo_chat_write_tests",
                        "duo_chat_refactor_code",
                        "duo_chat_fix_code",
                        "duo_chat_troubleshoot_job",
                        "duo_chat_summarize_comments",
                        "duo_chat_explain_vulnerability");
        assertThat(catalogue.features()).extracting(Feature::fallback).containsOnly("duo_chat", null);
    }

    @Test
    void entriesAreFoundByTheirIds() {
        var catalogue = Catalogue.load("18.2");

        assertThat(catalogue.features()).allMatch(feature -> feature.equals(catalogue.feature(feature.id())));
        assertThat(catalogue.families()).allMatch(family -> family.equals(catalogue.family(family.id())));
        assertThat(catalogue.feature("duo_agent_platform")).isNull();
        assertThat(catalogue.family("general")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"duo_chat, false", "duo_chat_troubleshoot_job, true", "summarize_review, true"})
    void betaAndExperimentCountAsBeta(String feature, boolean beta) {
        assertThat(Catalogue.load("18.2").feature(feature)).isNotNull().returns(beta, Feature::beta);
    }

    @Test
    void aCatalogueIsImmutable() {
        var catalogue = Catalogue.load("18.2");

        assertThatThrownBy(() -> catalogue.features().remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> catalogue.families().remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> catalogue.features().get(0).families().remove(0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.3", "", "../application", "18.2.yaml"})
    void anUnknownVersionIsRefusedWithTheKnownOnes(String version) {
        assertThatThrownBy(() -> Catalogue.load(version))
                .isInstanceOf(CatalogueException.class)
                .hasMessage("catalogue/%s.yaml: unknown version '%s'; known are: 18.2, 18.9, 19.4"
                        .formatted(version, version));
    }

    @Test
    void everyCatalogueFileCanBeLoaded() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/catalogue"))) {
            var names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();

            assertThat(names)
                    .isEqualTo(Catalogue.versions().stream()
                            .map(version -> version + ".yaml")
                            .toList());
        }
    }

    private static String familiesOf(Catalogue catalogue) {
        var lines = new StringBuilder();
        for (var family : catalogue.families()) {
            lines.append(String.join(
                            " | ",
                            family.id(),
                            family.name(),
                            family.releaseState().id()))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String platformsOf(Catalogue catalogue) {
        var lines = new StringBuilder();
        for (var rules : catalogue.platforms()) {
            var prefix = rules.platform().prefix();
            lines.append(String.join(
                            " | ",
                            rules.platform().id(),
                            prefix == null ? "-" : prefix,
                            rules.endpointRequired() ? "endpoint" : "-",
                            rules.apiKeyUsed() ? "api_key" : "-",
                            rules.iamRoleUsed() ? "iam_role" : "-"))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String featuresOf(Catalogue catalogue, String added) {
        return featuresOf(catalogue, feature -> setName(catalogue, feature, added));
    }

    private static String featuresOf(Catalogue catalogue, Function<Feature, @Nullable String> setName) {
        var lines = new StringBuilder();
        for (var feature : catalogue.features()) {
            lines.append(String.join(
                            " | ",
                            feature.id(),
                            feature.title(),
                            feature.mainFeature(),
                            feature.releaseState().id(),
                            String.valueOf(setName.apply(feature)),
                            feature.fallback() == null ? "-" : feature.fallback(),
                            feature.requiresUltimate() ? "ultimate" : "-"))
                    .append('\n');
        }
        return lines.toString();
    }

    /** The name of a feature's family set, derived from its members; {@code added} is the suffix of this version. */
    private static String setName(Catalogue catalogue, Feature feature, String added) {
        if (catalogue.families().stream().map(Family::id).allMatch(feature::supports)) {
            return "all";
        }
        var members = String.join(",", feature.families());
        if (members.equals("mistral,mixtral,codestral,claude_3,gpt,llama3" + added)) {
            return "chat";
        }
        if (members.equals("mistral,mixtral,claude_3,gpt,llama3" + added)) {
            return "core";
        }
        return members.equals("claude_3,gpt" + added) ? "agents" : members;
    }
}
