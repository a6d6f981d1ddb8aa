package dev.duoconfig.instance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.duoconfig.gitlab.GitLabInterface;

/** The GraphQL interfaces of GitLab releases, and others that differ from them. */
final class Interfaces {

    static final List<String> MODEL_INPUTS = List.of(GitLabInterface.CREATE_MODEL, GitLabInterface.UPDATE_MODEL);

    static final GitLabInterface V18_2 = v18Dot2().build();
    static final GitLabInterface V18_9 = v18Dot9().build();
    static final GitLabInterface V19_5 = v19Dot5().build();
    static final List<GitLabInterface> RELEASES = List.of(V18_2, V18_9, V19_5);

    private final Map<String, Set<String>> fields = new TreeMap<>();
    private final Map<String, Map<String, Boolean>> inputs = new TreeMap<>();
    private final Map<String, Set<String>> values = new TreeMap<>();

    private Interfaces() {}

    static Interfaces like(GitLabInterface release) {
        var copy = new Interfaces();
        release.fields().forEach((type, names) -> copy.fields.put(type, new TreeSet<>(names)));
        release.inputs().forEach((type, names) -> copy.inputs.put(type, new TreeMap<>(names)));
        release.values().forEach((type, names) -> copy.values.put(type, new TreeSet<>(names)));
        return copy;
    }

    private static Interfaces v18Dot2() {
        return new Interfaces()
                .shows(GitLabInterface.MODEL, "id name model endpoint identifier hasApiToken")
                .shows(GitLabInterface.FEATURE_SETTING, "feature provider compatibleLlms selfHostedModel")
                .shows(GitLabInterface.GATEWAY, "aiGatewayUrl")
                .accepts(GitLabInterface.CREATE_MODEL, "clientMutationId identifier apiToken")
                .requires(GitLabInterface.CREATE_MODEL, "name model endpoint")
                .accepts(GitLabInterface.UPDATE_MODEL, "clientMutationId identifier apiToken")
                .requires(GitLabInterface.UPDATE_MODEL, "id name model endpoint")
                .accepts(GitLabInterface.UPDATE_FEATURES, "clientMutationId aiSelfHostedModelId")
                .requires(GitLabInterface.UPDATE_FEATURES, "features provider")
                .accepts(GitLabInterface.UPDATE_GATEWAY, "clientMutationId aiGatewayUrl")
                .offers(GitLabInterface.FAMILIES, "CLAUDE_3 CODEGEMMA CODELLAMA CODESTRAL GPT LLAMA3 MISTRAL MIXTRAL")
                .offers(
                        GitLabInterface.FEATURES,
                        "CODE_GENERATIONS CODE_COMPLETIONS DUO_CHAT DUO_CHAT_EXPLAIN_CODE DUO_CHAT_WRITE_TESTS"
                                + " SUMMARIZE_REVIEW GLAB_ASK_GIT_COMMAND")
                .offers(GitLabInterface.PROVIDERS, "DISABLED VENDORED SELF_HOSTED");
    }

    private static Interfaces v18Dot9() {
        return v18Dot2()
                .shows(GitLabInterface.GATEWAY, "aiGatewayTimeoutSeconds duoAgentPlatformServiceUrl")
                .accepts(GitLabInterface.UPDATE_GATEWAY, "aiGatewayTimeoutSeconds duoAgentPlatformServiceUrl")
                .accepts(GitLabInterface.UPDATE_FEATURES, "offeredModelRef")
                .offers(GitLabInterface.FAMILIES, "GENERAL")
                .offers(GitLabInterface.FEATURES, "REVIEW_MERGE_REQUEST DUO_AGENT_PLATFORM")
                .offers(GitLabInterface.PROVIDERS, "UNASSIGNED");
    }

    private static Interfaces v19Dot5() {
        var latest = v18Dot9()
                .shows(GitLabInterface.MODEL, "provider iamRole")
                .offers(GitLabInterface.FAMILIES, "GEMINI EMBEDDING QWEN")
                .offers(GitLabInterface.FEATURES, "SECURITY_REVIEW DUO_DEVELOPER")
                .offers(GitLabInterface.PLATFORMS, "API BEDROCK VERTEX_AI");
        for (var input : MODEL_INPUTS) {
            latest.accepts(input, "endpoint iamRole").requires(input, "provider");
        }
        return latest;
    }

    Interfaces shows(String type, String names) {
        fields.computeIfAbsent(type, key -> new TreeSet<>()).addAll(words(names));
        return this;
    }

    Interfaces hides(String type, String names) {
        fields.getOrDefault(type, new TreeSet<>()).removeAll(words(names));
        return this;
    }

    Interfaces accepts(String input, String names) {
        words(names).forEach(name -> inputs.computeIfAbsent(input, key -> new TreeMap<>())
                .put(name, false));
        return this;
    }

    Interfaces requires(String input, String names) {
        words(names).forEach(name -> inputs.computeIfAbsent(input, key -> new TreeMap<>())
                .put(name, true));
        return this;
    }

    Interfaces rejects(String input, String names) {
        inputs.getOrDefault(input, new TreeMap<>()).keySet().removeAll(words(names));
        return this;
    }

    Interfaces offers(String enumeration, String names) {
        values.computeIfAbsent(enumeration, key -> new TreeSet<>()).addAll(words(names));
        return this;
    }

    Interfaces lacks(String enumeration, String names) {
        values.getOrDefault(enumeration, new TreeSet<>()).removeAll(words(names));
        return this;
    }

    GitLabInterface build() {
        return new GitLabInterface(new HashMap<>(fields), new HashMap<>(inputs), new HashMap<>(values));
    }

    private static Set<String> words(String names) {
        return new LinkedHashSet<>(Arrays.asList(names.split(" ")));
    }
}
