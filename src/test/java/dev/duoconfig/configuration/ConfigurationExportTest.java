package dev.duoconfig.configuration;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.configuration.Documents.CLAUDE;
import static dev.duoconfig.configuration.Documents.MIXTRAL;
import static dev.duoconfig.configuration.Documents.document;
import static dev.duoconfig.configuration.Documents.json;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** The export as JSON and YAML. Applying it again changes nothing. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ConfigurationExportTest {

    private static final String FULL = document(
            """
            {"url": "https://aigw.example.com", "request_timeout_seconds": 90, "beta_features_enabled": true,
             "outbound_allowlist": ["10.0.0.0/8", "fd00::/8"], "agent_platform_url": "agents.example.com:50052",
             "agent_platform_tls": false, "vendored_models_allowed": false}""", CLAUDE + "," + MIXTRAL.replace("\"Mixtral\"", "\"Mixtral\", \"api_key\": \"sk-secret\""), """
            {"feature": "duo_chat_write_tests", "provider": "disabled"}, {"feature": "duo_chat", "model": "Mixtral"},
            {"feature": "code_generations", "provider": "self_hosted", "model": "Claude"}""");

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void aNewInstallationCanBeExported() {
        assertThat(Documents.exported()).isEqualTo(json("""
                {"gateway": {"url": null, "request_timeout_seconds": 60, "beta_features_enabled": false,
                             "outbound_allowlist": [], "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true},
                 "models": [], "features": []}"""));
    }

    @Test
    void theExportHasEverythingExceptKeysInAStableOrder() {
        Documents.apply(FULL);

        var response = Documents.get();

        assertThat(json(response.asString())).isEqualTo(json("""
                {"gateway": {"url": "https://aigw.example.com", "request_timeout_seconds": 90,
                             "beta_features_enabled": true, "outbound_allowlist": ["10.0.0.0/8", "fd00::/8"],
                             "agent_platform_url": "agents.example.com:50052", "agent_platform_tls": false,
                             "vendored_models_allowed": false},
                 "models": [
                   {"name": "Claude", "family": "claude_3", "endpoint": null, "identifier": "bedrock/claude",
                    "iam_role": null, "has_api_key": false},
                   {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                    "identifier": "custom_openai/mixtral", "iam_role": null, "has_api_key": true}],
                 "features": [
                   {"feature": "duo_chat", "provider": "self_hosted", "model": "Mixtral"},
                   {"feature": "duo_chat_write_tests", "provider": "disabled", "model": null},
                   {"feature": "code_generations", "provider": "self_hosted", "model": "Claude"}]}"""));
        assertThat(response.asString())
                .doesNotContain("sk-secret")
                .isEqualTo(Documents.get().asString());
    }

    @Test
    void applyingAnExportChangesNothing() {
        Documents.apply(FULL);
        var revision = Documents.revision();
        var events = Documents.events();

        var again = Documents.apply(Documents.get().asString());

        assertThat(Documents.changesNothing(again)).as(again.asString()).isTrue();
        assertThat(again.header("Config-Revision")).isEqualTo(Long.toString(revision));
        assertThat(Documents.events()).isEqualTo(events);
    }

    @Test
    void applyingAYamlExportChangesNothing() {
        Documents.apply(FULL);
        var revision = Documents.revision();

        var yaml = yaml();
        var again = Documents.putYaml(yaml);

        assertThat(yaml).startsWith("gateway:\n  url: https://aigw.example.com\n  request_timeout_seconds: 90\n");
        assertThat(Documents.changesNothing(again)).as(again.asString()).isTrue();
        assertThat(Documents.revision()).isEqualTo(revision);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes", "No", "on", "y", "null", "~", "true", "1e3", "12", "0x1F", "0o14", "012", "1_000", "12:30:45",
                ".5", ".inf", "2026-11-25", "# x", "a # x", "a: b", "a:", ": ", "- a", "-", "? a", "!!str a", "&a",
                        "*a",
                "%a", "@a", "`a", "{a}", "[a]", "a, b", "'a'", "\\\"a\\\"", "it's", "|", ">", "<<", "=", "a\\\\nb",
                "caf\u00e9", "\u6a21\u578b", "\ud83e\udd16", "a  b", "mode\u0300le: \ud83d\udc69\ud83d\udcbb"
            })
    void anyNameSurvivesBothFormats(String name) {
        Documents.apply(document(Documents.model(name, "\"api_key\": null"), """
                {"feature": "duo_chat", "model": "%s"}""".formatted(name)));
        var exported = Documents.exported();

        var yaml = yaml();

        assertThat(tree(yaml)).isEqualTo(exported);
        assertThat(Documents.changesNothing(Documents.putYaml(yaml))).as(yaml).isTrue();
        assertThat(Documents.changesNothing(Documents.put(exported.toString()))).isTrue();
    }

    @Test
    void theLongestEndpointSurvivesBothFormats() {
        var endpoint = "https://vllm.example.com/" + "a".repeat(2023);
        Documents.apply(document(Documents.MIXTRAL.replace("https://vllm.example.com/v1", endpoint), ""));

        var yaml = yaml();

        assertThat(yaml).contains("endpoint: " + endpoint + "\n");
        assertThat(Documents.changesNothing(Documents.putYaml(yaml))).isTrue();
    }

    @Test
    void aPlanIsAlsoAvailableAsYaml() {
        var response = Api.as("admin").accept("application/yaml").body(FULL).put("/configuration?dry_run=true");

        assertThat(response.contentType()).startsWith("application/yaml");
        assertThat(tree(response.asString()))
                .isEqualTo(json(Documents.plan(FULL).asString()));
    }

    @Test
    void responsesVaryByAccept() {
        var tag = Documents.get().header("ETag");

        var responses = List.of(
                Documents.get(),
                Api.as("admin").accept("application/yaml").get("/configuration"),
                Api.as("admin").header("If-None-Match", tag).get("/configuration"),
                Api.as("admin").get("/configuration?at_revision=" + Documents.revision()),
                Documents.plan(FULL));

        assertThat(responses).extracting(response -> response.header("Vary")).containsOnly("Accept");
        assertThat(responses.get(2).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "application/*",
                "application/yaml;q=0.1, application/*",
                "application/json;q=0.5, application/yaml;q=0",
                "application/yaml;q=0.5, application/json"
            })
    void jsonIsThePreferredFormat(String accept) {
        assertThat(Api.as("admin").accept(accept).get("/configuration").contentType())
                .startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/yaml",
                "application/json;q=0, */*",
                "application/*;q=0.5, application/yaml",
                "application/json;q=0.9, application/yaml",
                "text/yaml",
                "application/x-yaml",
                "Text/X-YAML; charset=utf-8",
                "application/json;q=0.5, text/yaml;q=0.9",
                "text/html, text/x-yaml"
            })
    void yamlIsReturnedIfItHasAHigherWeight(String accept) {
        assertThat(Api.as("admin").accept(accept).get("/configuration").contentType())
                .startsWith("application/yaml");
    }

    @Test
    void aProblemIsJsonEvenIfYamlIsRequested() {
        var response = Api.as("admin").accept("application/yaml").body("{}").put("/configuration");

        assertProblem(response, 422, "validation-failed");
    }

    @Test
    void anUnchangedDocumentIsNotSentAgain() {
        Documents.apply(FULL);
        var tag = Documents.get().header("ETag");

        var again = Api.as("admin").header("If-None-Match", tag).get("/configuration");

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(tag).isEqualTo("\"" + Documents.revision() + "\"");
    }

    @Test
    void anotherInstallationBecomesTheSameExceptForKeys() {
        Documents.apply(FULL);
        var document = Documents.exported();
        Documents.apply(document("", ""));

        var applied = Documents.apply(document.toString());

        assertThat(withoutKeys(Documents.exported())).isEqualTo(withoutKeys(document));
        assertThat(json(applied.asString()).path("warnings")).hasSize(1);
        assertThat(applied.jsonPath().getString("warnings[0].code")).isEqualTo("api_key_missing");
        assertThat(applied.jsonPath().getString("warnings[0].pointer")).isEqualTo("/models/1");
    }

    private static String yaml() {
        var response = Api.as("admin").accept("application/yaml").get("/configuration");
        response.then().statusCode(200);
        assertThat(response.contentType()).startsWith("application/yaml");
        return new String(response.asByteArray(), StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new AssertionError(yaml, e);
        }
    }

    private static List<JsonNode> withoutKeys(ObjectNode document) {
        var copy = document.deepCopy();
        copy.path("models").forEach(model -> ((ObjectNode) model).remove("has_api_key"));
        return List.of(copy);
    }
}
