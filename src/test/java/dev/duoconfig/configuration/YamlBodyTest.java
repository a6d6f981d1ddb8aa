package dev.duoconfig.configuration;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** YAML is read as strictly as JSON, and features that JSON lacks are refused. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class YamlBodyTest {

    private static final String DOCUMENT = """
            # All of it
            gateway:
              url: https://aigw.example.com
              request_timeout_seconds: 90
            models:
            - name: Claude   # on Bedrock
              family: claude_3
              identifier: 'bedrock/claude'
              api_key: "sk-1"
            features:
            - {feature: duo_chat, model: Claude}
            """;

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void aDocumentWithCommentsAndBothStylesIsApplied() {
        var applied = Documents.putYaml(DOCUMENT);

        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(applied.contentType()).startsWith("application/json");
        assertThat(Documents.exported().at("/models/0/has_api_key").asBoolean()).isTrue();
        assertThat(Documents.exported().at("/gateway/request_timeout_seconds").asInt())
                .isEqualTo(90);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway: &a {}\nmodels: []\nfeatures: []",
                "gateway: {}\nmodels: []\nfeatures: *a",
                "a: &a [x]\nb: *a",
                "gateway: {}\nmodels: []\nfeatures: []\n---\ngateway: {}",
                "--- {}\n--- {}",
                "gateway: {}\ngateway: {}\nmodels: []\nfeatures: []",
                "gateway: {url: a, url: b}",
                "gateway: !!java.net.URL [http://127.0.0.1]",
                "gateway: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://a\"]]]]",
                "gateway: !!map {}",
                "gateway: {url: !!str a}",
                "gateway: !local {}",
                "gateway: {",
                "gateway: }",
                "gateway:\n\t- tab",
                "a: b: c",
                "\"unclosed",
                "%YAML 9.9\n---\na: b",
                "? [a]\n: b",
                "a: \u0007",
                "- a\nb"
            })
    void yamlBeyondJsonIsRefused(String yaml) {
        var response = Documents.putYaml(yaml);

        assertProblem(response, 400, "malformed-yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on",
                "Off",
                "yes",
                "NO",
                "y",
                "n",
                "0144",
                "-017",
                "0x64",
                "0o144",
                "0b11",
                "1_00",
                "+100",
                "+1_0",
                "1:30",
                "12:30:45",
                "007",
                "1e3",
                "-1E-3",
                "1_0.5",
                "190:20:30.15",
                "2026-11-25"
            })
    void ambiguousScalarsAreRefused(String value) {
        var response = Documents.putYaml("gateway: {beta_features_enabled: " + value + "}\nmodels: []\nfeatures: []");
        var quoted = Documents.putYaml(
                DOCUMENT.replace("Claude ", "'" + value + "' ").replace("model: Claude", "model: \"" + value + "\""));

        assertProblem(response, 400, "malformed-yaml");
        assertThat(response.jsonPath().getString("detail")).contains("at line 1", "true or false");
        assertThat(quoted.statusCode()).as(quoted.asString()).isEqualTo(200);
    }

    @Test
    void theProblemNamesTheError() {
        assertThat(Documents.putYaml("gateway:\n\t- tab").jsonPath().getString("detail"))
                .contains("line 2", "TAB");
        assertThat(Documents.putYaml("gateway: {}\ngateway: {}").jsonPath().getString("detail"))
                .contains("line 2", "Duplicate field 'gateway'");
    }

    @Test
    void entityExpansionIsRefused() {
        var expanding = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (var level = 1; level < 30; level++) {
            expanding.append("a%d: &a%d [*a%d, *a%d]%n".formatted(level, level, level - 1, level - 1));
        }

        assertProblem(Documents.putYaml(expanding.toString()), 400, "malformed-yaml");
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 1000, 100_000})
    void deepNestingIsRefused(int depth) {
        assertProblem(Documents.putYaml("gateway: " + "[".repeat(depth) + "]".repeat(depth)), 400, "malformed-yaml");
        assertProblem(Documents.putYaml("gateway: " + "{a: ".repeat(depth) + "}".repeat(depth)), 400, "malformed-yaml");
        assertProblem(Documents.putYaml("- ".repeat(depth)), 400, "malformed-yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "# nothing", "null", "~"})
    void anEmptyBodyIsMissing(String yaml) {
        assertProblem(Documents.putYaml(yaml), 400, "body-missing");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        var response = Api.as("admin")
                .contentType("application/yaml")
                .body("gateway: {url: caf\u00e9}".getBytes(StandardCharsets.ISO_8859_1))
                .put("/configuration");

        assertProblem(response, 400, "malformed-yaml");
    }

    @Test
    void aWrongTypeIsReportedWithItsPointer() {
        assertInvalid(Documents.putYaml(DOCUMENT.replace("90", "'90'")))
                .containsExactly("/gateway/request_timeout_seconds wrong-type");
        assertInvalid(Documents.putYaml(DOCUMENT.replace("Claude   #", "12   #")))
                .containsExactly("/models/0/name wrong-type");
        assertInvalid(Documents.putYaml(DOCUMENT.replace("family:", "familie:")))
                .containsExactly("/models/0/familie unknown-property");
        assertInvalid(Documents.putYaml("gateway:\nmodels: ~\nfeatures: null"))
                .containsExactly("/gateway required", "/models required", "/features required");
        assertInvalid(Documents.putYaml("[]")).containsExactly(" wrong-type");
        assertInvalid(Documents.putYaml("text")).containsExactly(" wrong-type");
        assertInvalid(Documents.putYaml(DOCUMENT.replace("  url:", "  <<: {url: a}\n  url:")))
                .containsExactly("/gateway/<< unknown-property");
    }

    @Test
    void anInvalidNameIsNotRepeatedUnescaped() {
        var response = Documents.putYaml("\"a\\ud800b\": 1");

        assertInvalid(response).containsExactly("/a\ufffdb unknown-property");
        assertThat(response.asString()).doesNotContainIgnoringCase("\\ud800");
    }

    @Test
    void theProblemNeitherRepeatsTheBodyNorShowsTheParser() {
        var response = Documents.putYaml("models: [{api_key: hunter2, name: *b}]");

        assertProblem(response, 400, "malformed-yaml");
        assertThat(response.jsonPath().getString("detail")).contains("line 1", "alias");
        assertThat(response.asString()).doesNotContain("hunter2").doesNotContainIgnoringCase("snakeyaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/yaml",
                "application/x-yaml",
                "text/x-yaml",
                "TEXT/YAML",
                "application/yaml; charset=utf-8",
                "text/x-yaml;charset=\"UTF-8\""
            })
    void theAliasesOfYamlAreAccepted(String type) {
        var applied = as(type, DOCUMENT);
        var malformed = as(type, "gateway: *a");

        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(Documents.exported().at("/gateway/request_timeout_seconds").asInt())
                .isEqualTo(90);
        assertProblem(malformed, 400, "malformed-yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/vnd.yaml", "text/x-yaml; charset=iso-8859-1", "application/x-yml"})
    void otherTypesAreNot(String type) {
        assertProblem(as(type, DOCUMENT), 415, "unsupported-media-type");
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        for (var beginning : List.of("", "# comment\n", "---\n", "%YAML 1.2\n---\n", "\r\n")) {
            var applied = Documents.putYaml("\ufeff" + beginning + DOCUMENT);

            assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        }
        assertProblem(Documents.putYaml("\ufeff"), 400, "body-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void textInUtf16IsRefused(String encoding) {
        var mark = encoding.equals("UTF-16") ? "" : "\ufeff";
        var response = Api.as("admin")
                .contentType("application/yaml")
                .body((mark + DOCUMENT).getBytes(Charset.forName(encoding)))
                .put("/configuration");

        assertProblem(response, 400, "malformed-yaml");
        assertThat(response.jsonPath().getString("detail")).contains("UTF-16", "save it in UTF-8");
    }

    private static Response as(String type, String yaml) {
        return Api.as("admin")
                .contentType(type)
                .body(yaml.getBytes(StandardCharsets.UTF_8))
                .put("/configuration");
    }

    @Test
    void onlyTheConfigurationAcceptsYaml() {
        var response = Api.as("admin")
                .contentType("application/yaml")
                .body("url: null".getBytes(StandardCharsets.UTF_8))
                .put("/gateway");

        assertProblem(response, 415, "unsupported-media-type");
    }
}
