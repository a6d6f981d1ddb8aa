package dev.duoconfig.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9"})
    void gitLabsOwnGatewayIsKnownToEveryVersion(String version) {
        assertThat(Catalogue.load(version).vendoredGatewayUrl()).isEqualTo("https://cloud.gitlab.com/ai");
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9"})
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
                .hasMessage(
                        "catalogue/%s.yaml: unknown version '%s'; known are: 18.2, 18.9".formatted(version, version));
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

    private static String featuresOf(Catalogue catalogue, String added) {
        var lines = new StringBuilder();
        for (var feature : catalogue.features()) {
            lines.append(String.join(
                            " | ",
                            feature.id(),
                            feature.title(),
                            feature.mainFeature(),
                            feature.releaseState().id(),
                            setName(catalogue, feature, added),
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
