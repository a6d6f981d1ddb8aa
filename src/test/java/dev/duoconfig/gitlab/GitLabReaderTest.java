package dev.duoconfig.gitlab;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.duoconfig.gitlab.GitLabException.Fault;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.gitlab.GitLabState.Gateway;
import dev.duoconfig.gitlab.GitLabState.Model;
import dev.duoconfig.testkit.gitlab.Failure;
import dev.duoconfig.testkit.gitlab.GitLabData;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/** Reading a GitLab, whose interface differs between versions and can differ from all of them. */
@Tag("fast")
class GitLabReaderTest {

    private static final Connection CONNECTION = new Connection();

    @AfterAll
    static void close() {
        CONNECTION.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.5"})
    void aGitLabIsReadAsFarAsItsVersionGoes(String version) {
        try (var gitlab = GitLabDouble.start(version)) {
            gitlab.changeByHand(GitLabReaderTest::configure);

            var state = CONNECTION.reader(gitlab).read();

            var newest = version.equals("19.5");
            var oldest = version.equals("18.2");
            assertThat(state.version()).isEqualTo(version + ".0-ee");
            assertThat(state.gateway())
                    .isEqualTo(new Gateway(
                            "https://aigw.example.com",
                            oldest ? null : 90,
                            oldest ? null : "agents.example.com:50052"));
            assertThat(state.models())
                    .containsExactly(
                            new Model(
                                    "gid://gitlab/Ai::SelfHostedModel/1",
                                    "Mixtral",
                                    "mixtral",
                                    "https://vllm.example.com/v1",
                                    "mixtral-8x7b",
                                    newest ? "api" : null,
                                    null,
                                    true),
                            new Model(
                                    "gid://gitlab/Ai::SelfHostedModel/2",
                                    "Claude",
                                    "claude_3",
                                    "http://bedrockselfhostedmodel.com",
                                    "claude",
                                    newest ? "bedrock" : null,
                                    newest ? "arn:aws:iam::111122223333:role/duo" : null,
                                    false));
            assertThat(feature(state, "duo_chat"))
                    .isEqualTo(new FeatureSetting(
                            "duo_chat",
                            "self_hosted",
                            "gid://gitlab/Ai::SelfHostedModel/1",
                            "Mixtral",
                            null,
                            gitlab.families("duo_chat")));
            assertThat(feature(state, "code_generations").provider()).isEqualTo("disabled");
            assertThat(feature(state, "code_completions").provider()).isEqualTo("unassigned");
            assertThat(state.features()).hasSize(gitlab.features().size());
            assertThat(gitlab.askedForApiToken()).isFalse();
            assertThat(gitlab.calls())
                    .extracting("operation")
                    .containsExactly("__type", "duoSettings", "aiSelfHostedModels", "aiFeatureSettings");
        }
    }

    @Test
    void theOldestInterfaceIsThatOfGitLab182() {
        try (var gitlab = GitLabDouble.start("18.2")) {
            var offered = CONNECTION.reader(gitlab).read().offered();

            var oldest = GitLabInterface.OLDEST;
            assertThat(offered).isNotEqualTo(oldest);
            assertThat(offered.values()).containsAllEntriesOf(oldest.values());
            oldest.fields()
                    .forEach((type, fields) ->
                            assertThat(offered.fields().get(type)).containsAll(fields));
            oldest.inputs()
                    .forEach((type, fields) ->
                            assertThat(offered.inputs().get(type)).containsAllEntriesOf(fields));
            assertThat(offered.knows(GitLabInterface.PLATFORMS, "API")).isFalse();
        }
    }

    @Test
    void requiredInputsAndValuesAreFoundByIntrospection() {
        try (var gitlab = GitLabDouble.start("19.5", text -> text.replace(
                        "  endpoint: String\n  identifier: String\n  apiToken: String\n",
                        "  endpoint: String\n  identifier: String! = \"none\"\n  apiToken: String\n  region: String!\n")
                .replace("GEMINI EMBEDDING", "GEMINI @deprecated"))) {
            var offered = CONNECTION.reader(gitlab).read().offered();

            assertThat(offered.inputs().get(GitLabInterface.CREATE_MODEL))
                    .isEqualTo(Map.of(
                            "clientMutationId", false,
                            "name", true,
                            "model", true,
                            "endpoint", false,
                            "identifier", false,
                            "apiToken", false,
                            "region", true,
                            "provider", true,
                            "iamRole", false));
            assertThat(offered.requires(GitLabInterface.UPDATE_FEATURES, "features"))
                    .isTrue();
            assertThat(offered.takes(GitLabInterface.UPDATE_FEATURES, "offeredModelRef"))
                    .isTrue();
            assertThat(offered.takes(GitLabInterface.UPDATE_GATEWAY, "aiGatewayTimeoutSeconds"))
                    .isTrue();
            assertThat(offered.knows(GitLabInterface.FAMILIES, "GEMINI")).isTrue();
            assertThat(offered.knows(GitLabInterface.FAMILIES, "EMBEDDING")).isFalse();
            assertThat(offered.knows(GitLabInterface.PLATFORMS, "VERTEX_AI")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hasApiToken: Boolean!",
                "iamRole: String\n}\ntype AiSelfHostedModelEdge",
                "provider: AiSelfHostedModelProvider!\n  iamRole: String\n}\ntype AiSelfHostedModelEdge",
                "compatibleLlms: [String!]",
                "aiGatewayTimeoutSeconds: Int\n  duoAgentPlatformServiceUrl: String\n}\n\ntype CurrentLicense"
            })
    void aFieldThatIsMissingIsNotRequested(String field) {
        var rest = field.contains("}") ? field.substring(field.indexOf("}")) : "";
        try (var gitlab = GitLabDouble.start("19.5", text -> text.replace(field, rest))) {
            gitlab.changeByHand(GitLabReaderTest::configure);

            var state = CONNECTION.reader(gitlab).read();

            assertThat(state.models()).hasSize(2);
            assertThat(state.models().get(0).hasApiKey()).isEqualTo(field.startsWith("hasApiToken") ? null : true);
            assertThat(state.models().get(1).iamRole())
                    .isEqualTo(field.contains("iamRole") ? null : "arn:aws:iam::111122223333:role/duo");
            assertThat(state.models().get(1).provider()).isEqualTo(field.startsWith("provider") ? null : "bedrock");
            assertThat(feature(state, "duo_chat").compatibleFamilies().isEmpty())
                    .isEqualTo(field.startsWith("compatibleLlms"));
            assertThat(state.gateway().timeoutSeconds())
                    .isEqualTo(field.startsWith("aiGatewayTimeoutSeconds") ? null : 90);
        }
    }

    @Test
    void fieldsThatAreNotKnownHereAreIgnored() {
        try (var gitlab = GitLabDouble.start(
                "19.5", text -> text.replace("hasApiToken: Boolean!", "hasApiToken: Boolean! region: String"))) {
            gitlab.changeByHand(GitLabReaderTest::configure);

            var state = CONNECTION.reader(gitlab).read();

            assertThat(state.models()).hasSize(2);
            assertThat(state.offered().has(GitLabInterface.MODEL, "region")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'offeredModelRef: String', true",
        "'offeredModel: VendoredModel', true",
        "'gitlabModel: VendoredModel!', true",
        "'gitlabModel: String', false",
        "'', false"
    })
    void gitLabsOwnModelIsReadWhereItIsShown(String field, boolean shown) {
        try (var gitlab = GitLabDouble.start(
                "19.5",
                text -> text.replace("mainFeature: String", field)
                        + "\ntype VendoredModel { name: String ref: String }")) {
            gitlab.changeByHand(data -> data.setFeatures(Map.of(
                    "features", List.of("DUO_CHAT"), "provider", "VENDORED", "offeredModelRef", "claude_sonnet_4")));

            var state = CONNECTION.reader(gitlab).read();

            assertThat(state.offered().showsVendoredModel()).isEqualTo(shown);
            assertThat(feature(state, "duo_chat").vendoredModel()).isEqualTo(shown ? "claude_sonnet_4" : null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.5"})
    void aGitLabThatRefusesIntrospectionIsAskedAsTheOldestOne(String version) {
        try (var gitlab = GitLabDouble.start(version)) {
            gitlab.changeByHand(GitLabReaderTest::configure);
            gitlab.refuseIntrospection();

            var state = CONNECTION.reader(gitlab).read();

            assertThat(state.offered()).isEqualTo(GitLabInterface.OLDEST);
            assertThat(state.version()).isEqualTo(version + ".0-ee");
            assertThat(state.models()).hasSize(2);
            assertThat(state.models().get(1).iamRole()).isNull();
        }
    }

    @Test
    void aGitLabThatDoesNotSayItsVersionIsRead() {
        try (var gitlab = GitLabDouble.start("19.5", text -> text.replace("metadata: Metadata", ""))) {
            var state = CONNECTION.reader(gitlab).read();

            assertThat(state.version()).isNull();
            assertThat(state.offered().has(GitLabInterface.MODEL, "iamRole")).isTrue();
        }
    }

    @Test
    void namesThatCannotBeShownAreLeftOut() {
        var secret = GitLabDouble.TOKEN.replace('-', '_');
        var names = List.of("a".repeat(100), "b".repeat(101), secret);
        var fields = names.stream().map(name -> name + ": String ").collect(joining());
        try (var gitlab = GitLabDouble.start("19.5", text -> text.replace(
                        "input AiSelfHostedModelCreateInput {",
                        "input AiSelfHostedModelCreateInput {" + fields.replace("String", "String!"))
                .replace("type AiSelfHostedModel {", "type AiSelfHostedModel {" + fields)
                .replace("mainFeature: String", "glpat_doub: Other")
                .replace("EMBEDDING QWEN", String.join(" ", names))
                .concat("\ntype Other { le_01234: String ref: String }"))) {
            var offered = CONNECTION.reader(gitlab).read().offered();

            assertThat(offered.inputs().get(GitLabInterface.CREATE_MODEL))
                    .containsKey(names.get(0))
                    .doesNotContainKeys(names.get(1), secret);
            assertThat(offered.fields().get(GitLabInterface.MODEL))
                    .contains(names.get(0))
                    .doesNotContain(names.get(1), secret);
            assertThat(offered.values().get(GitLabInterface.FAMILIES))
                    .contains(names.get(0).toUpperCase(Locale.ROOT))
                    .doesNotContain(names.get(1).toUpperCase(Locale.ROOT), secret.toUpperCase(Locale.ROOT));
            assertThat(offered.fields().get(GitLabInterface.FEATURE_SETTING))
                    .contains("glpat_doub.ref")
                    .doesNotContain("glpat_doub.le_01234");
        }
    }

    @Test
    void anInterfaceWithTooManyNamesIsAFailure() {
        var fields = IntStream.rangeClosed(1, 5000)
                .mapToObj(number -> "field" + number + ": String ")
                .collect(joining());
        try (var gitlab = GitLabDouble.start(
                "19.5",
                text -> text.replace(
                        "input AiSelfHostedModelCreateInput {", "input AiSelfHostedModelCreateInput {" + fields))) {
            var failure = Connection.failure(CONNECTION.reader(gitlab)::read);

            assertThat(failure.detail()).isEqualTo("GitLab's description of its API has more than 5000 names.");
        }
    }

    @Test
    void everyPageIsRead() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.changeByHand(data -> {
                for (var number = 0; number < 201; number++) {
                    data.createModel(Map.of("name", "Model " + number, "model", "GPT"));
                }
            });

            var state = CONNECTION.reader(gitlab).read();

            assertThat(state.models()).hasSize(201).doesNotHaveDuplicates();
            assertThat(gitlab.calls("aiSelfHostedModels")).hasSize(3);
        }
    }

    /** The list has no end. */
    @ParameterizedTest
    @CsvSource({"10050, 100, 101, 10050 entries", "200, 0, 102, 102 pages"})
    void aListHasAsManyPagesAsItsEntriesNeedAndSomeMore(int max, int entries, int pages, String limit) {
        var nodes =
                String.join(",", Collections.nCopies(entries, "{\"id\": \"a\", \"name\": \"a\", \"model\": \"a\"}"));
        var server = responding("\"aiSelfHostedModels\": {\"nodes\": [" + nodes
                + "], \"pageInfo\": {\"hasNextPage\": true, \"endCursor\": \"A\"}}");
        var limits = new GitLabReader.Limits(Connection.LONG, Connection.LONG, max, 1000);

        var failure = Connection.failure(
                new GitLabReader(CONNECTION.client("http://127.0.0.1:" + server.port()), limits)::read);
        server.stop();

        assertThat(failure.detail()).isEqualTo("GitLab's list of aiSelfHostedModels has more than " + limit + ".");
        assertThat(server.findAll(anyRequestedFor(anyUrl()).withRequestBody(containing("aiSelfHostedModels("))))
                .hasSize(pages);
    }

    @Test
    void aListThatIsTooLongIsAFailure() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.changeByHand(GitLabReaderTest::configure);
            var reader = new GitLabReader(
                    CONNECTION.client(gitlab.url()),
                    new GitLabReader.Limits(Connection.LONG, Connection.LONG, 1, 1000));

            var failure = Connection.failure(reader::read);

            assertThat(failure.detail()).isEqualTo("GitLab's list of aiSelfHostedModels has more than 1 entries.");
        }
    }

    @ParameterizedTest
    @CsvSource({"401, REFUSED_TOKEN", "403, REFUSED_TOKEN", "404, FAILED", "500, FAILED", "502, FAILED"})
    void aStatusTellsWhatIsWrong(int status, Fault fault) {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.failAlways(Failure.status(status));

            var failure = Connection.failure(CONNECTION.reader(gitlab)::read);

            assertThat(failure.fault()).isEqualTo(fault);
            assertThat(failure.detail()).contains(Integer.toString(status));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' 7 ', 7",
        "0, 1",
        "100000, 900",
        "99999999999999999999, 900",
        "'Fri, 01 Jan 2100 00:00:00 GMT', 900",
        "'Thu, 01 Jan 1970 00:00:00 GMT', 1",
        "-5, 60",
        "soon, 60",
        "'', 60"
    })
    void theWaitThatGitLabAsksForIsBounded(String header, int seconds) {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.failAtCall(1, Failure.tooManyRequests(header));

            var failure = Connection.failure(CONNECTION.reader(gitlab)::read);

            assertThat(failure.fault()).isEqualTo(Fault.RATE_LIMITED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aTokenThatIsNotAnAdministratorsIsRefused() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.setAdministrator(false);

            assertRefused(Connection.failure(CONNECTION.reader(gitlab)::read));
        }
    }

    @Test
    void aTokenWithoutTheScopeOfAdminModeIsRefused() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.setAdminMode(true);

            assertRefused(Connection.failure(CONNECTION.reader(gitlab)::read));
        }
    }

    @Test
    void aWrongTokenIsRefusedAndNotShown() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            var failure = Connection.failure(CONNECTION.reader(gitlab.url(), "glpat-wrong-0123")::read);

            assertRefused(failure);
            assertThat(failure.detail()).doesNotContain("glpat-wrong-0123");
        }
    }

    private static void assertRefused(GitLabException failure) {
        assertThat(failure.fault()).isEqualTo(Fault.REFUSED_TOKEN);
        assertThat(failure.detail()).contains("administrator", "read_api", "scope api", "admin_mode");
    }

    @Test
    void aConnectionThatEndsIsUnreachable() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.failAt("aiSelfHostedModels", Failure.cutBefore());

            assertThat(Connection.failure(CONNECTION.reader(gitlab)::read).fault())
                    .isEqualTo(Fault.UNREACHABLE);
        }
    }

    @Test
    void aGitLabThatIsStoppedIsUnreachable() {
        var gitlab = GitLabDouble.start("19.5");
        gitlab.close();

        assertThat(Connection.failure(CONNECTION.reader(gitlab)::read).fault()).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void anIntrospectionThatIsCutIsNotARefusal() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.failAt("__type", Failure.cutBefore());

            assertThat(Connection.failure(CONNECTION.reader(gitlab)::read).fault())
                    .isEqualTo(Fault.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 500})
    void anIntrospectionThatFailsIsARefusalInAnImportOnly(int status) {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.changeByHand(GitLabReaderTest::configure);
            gitlab.failAt("__type", Failure.status(status));
            var failure = Connection.failure(CONNECTION.reader(gitlab)::read);
            gitlab.failAt("__type", Failure.status(status));
            gitlab.failAt("__type", Failure.status(status));
            var imported = CONNECTION.reader(gitlab).readWithGaps();

            assertThat(failure.fault()).isEqualTo(Fault.FAILED);
            assertThat(imported.version()).isEqualTo("19.5.0-ee");
            assertThat(imported.offered()).isEqualTo(GitLabInterface.OLDEST);
            assertThat(imported.models()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 20000", "20000, 400"})
    void eachCallAndAllCallsHaveATimeLimit(int total, int call) {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.failAt("aiFeatureSettings", Failure.hangs());
            var limits = new GitLabReader.Limits(Duration.ofMillis(total), Duration.ofMillis(call), 1000, 1000);

            var failure = Connection.failure(new GitLabReader(CONNECTION.client(gitlab.url()), limits)::read);

            assertThat(failure.fault()).isEqualTo(Fault.TIMED_OUT);
        }
    }

    @Test
    void aValueWithTheTokenInItIsRefused() {
        try (var gitlab = GitLabDouble.start("19.5")) {
            gitlab.changeByHand(
                    data -> data.createModel(Map.of("name", "Model " + GitLabDouble.TOKEN, "model", "GPT")));

            var failure = Connection.failure(CONNECTION.reader(gitlab)::read);

            assertThat(failure.detail()).isEqualTo("GitLab's response has a name that contains the token.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            nullValues = "none",
            value = {
                "{\"name\": \"a\", \"model\": \"gpt\"} | {\"feature\": \"a\", \"provider\": \"b\"} | aiSelfHostedModels.nodes.id",
                "{\"id\": \"a\", \"model\": \"gpt\"} | {\"feature\": \"a\", \"provider\": \"b\"} | aiSelfHostedModels.nodes.name",
                "{\"id\": \"a\", \"name\": \"a\"} | {\"feature\": \"a\", \"provider\": \"b\"} | aiSelfHostedModels.nodes.model",
                "{\"id\": \"a\", \"name\": \"a\", \"model\": \"a\"} | {\"feature\": \"a\"} | aiFeatureSettings.nodes.provider",
                "{\"id\": \"a\", \"name\": \"a\", \"model\": \"a\"} | {\"provider\": \"a\"} | aiFeatureSettings.nodes.feature",
                "{\"id\": \"a\", \"name\": \"a\", \"model\": \"a\"} | {\"feature\": \"a\", \"provider\": \"b\"} | none"
            })
    void modelsAndFeaturesMustHaveWhatIdentifiesThem(String model, String feature, @Nullable String missing) {
        var server = responding(model, feature);
        var reader = CONNECTION.reader("http://127.0.0.1:" + server.port(), GitLabDouble.TOKEN);
        var failure = Connection.failure(reader::read);
        var gaps = reader.readWithGaps();
        server.stop();

        assertThat(failure == null ? null : failure.detail())
                .isEqualTo(
                        missing == null
                                ? null
                                : "GitLab's response lacks " + missing + ". Use the token of an administrator.");
        assertThat(gaps.models()).hasSize(1);
        assertThat(gaps.features()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "id, 1000",
        "name, 1000",
        "model, 1000",
        "endpoint, 4096",
        "identifier, 1000",
        "provider, 1000",
        "iamRole, 4096"
    })
    void aTextOfAModelThatIsTooLongIsAFailure(String property, int max) {
        var model = new HashMap<>(Map.of("id", "a", "name", "a", "model", "a"));
        model.put(property, "x".repeat(max));
        var longest = failureOf(object(model), "");
        model.put(property, "x".repeat(max + 1));
        var tooLong = failureOf(object(model), "");

        assertThat(longest).isNull();
        assertThat(tooLong).isEqualTo("GitLab's response has a " + property + " of more than " + max + " characters.");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "feature | {\"feature\": \"LONG\", \"provider\": \"a\"}",
                "provider | {\"feature\": \"a\", \"provider\": \"LONG\"}",
                "id | {\"feature\": \"a\", \"provider\": \"a\", \"selfHostedModel\": {\"id\": \"LONG\"}}",
                "name | {\"feature\": \"a\", \"provider\": \"a\", \"selfHostedModel\": {\"name\": \"LONG\"}}",
                "compatibleLlms | {\"feature\": \"a\", \"provider\": \"a\", \"compatibleLlms\": [\"LONG\"]}"
            })
    void aTextOfAFeatureThatIsTooLongIsAFailure(String property, String feature) {
        var failure = failureOf("", feature.replace("LONG", "x".repeat(1001)));

        assertThat(failure).isEqualTo("GitLab's response has a " + property + " of more than 1000 characters.");
    }

    @Test
    void moreFamiliesThanAnyGitLabHasAreAFailure() {
        var families = IntStream.rangeClosed(1, 201).mapToObj(number -> "\"a\"").collect(joining(","));

        var failure =
                failureOf("", "{\"feature\": \"a\", \"provider\": \"a\", \"compatibleLlms\": [" + families + "]}");

        assertThat(failure).isEqualTo("GitLab's response has more than 200 compatibleLlms.");
    }

    /** The detail of the failure to read a GitLab with this model and this feature setting; null if it is read. */
    private static @Nullable String failureOf(String model, String feature) {
        var server = responding(model, feature);
        var failure =
                Connection.failure(CONNECTION.reader("http://127.0.0.1:" + server.port(), GitLabDouble.TOKEN)::read);
        server.stop();
        return failure == null ? null : failure.detail();
    }

    /** A server whose responses have this model and this feature setting. */
    private static WireMockServer responding(String model, String feature) {
        return responding("""
                "aiSelfHostedModels": {"nodes": [%s], "pageInfo": {"hasNextPage": false}},
                "aiFeatureSettings": {"nodes": [%s], "pageInfo": {"hasNextPage": false}}""".formatted(model, feature));
    }

    private static WireMockServer responding(String lists) {
        var server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withBody("{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": null}, " + lists + "}}")));
        return server;
    }

    private static String object(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> "\"" + property.getKey() + "\": \"" + property.getValue() + "\"")
                .collect(joining(", ", "{", "}"));
    }

    private static FeatureSetting feature(GitLabState state, String id) {
        return state.features().stream()
                .filter(setting -> setting.feature().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void configure(GitLabData data) {
        var model = data.createModel(Map.of(
                "name", "Mixtral",
                "model", "MIXTRAL",
                "endpoint", "https://vllm.example.com/v1",
                "identifier", "mixtral-8x7b",
                "apiToken", "sk-123"));
        data.createModel(Map.of(
                "name", "Claude",
                "model", "CLAUDE_3",
                "endpoint", "http://bedrockselfhostedmodel.com",
                "identifier", "claude",
                "provider", "BEDROCK",
                "iamRole", "arn:aws:iam::111122223333:role/duo"));
        data.setGateway(Map.of(
                "aiGatewayUrl", "https://aigw.example.com",
                "aiGatewayTimeoutSeconds", 90,
                "duoAgentPlatformServiceUrl", "agents.example.com:50052"));
        data.setFeatures(
                Map.of("features", List.of("DUO_CHAT"), "provider", "SELF_HOSTED", "aiSelfHostedModelId", model));
        data.setFeatures(Map.of("features", List.of("CODE_GENERATIONS"), "provider", "DISABLED"));
    }
}
