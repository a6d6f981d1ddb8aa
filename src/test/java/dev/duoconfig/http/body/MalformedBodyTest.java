package dev.duoconfig.http.body;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that are not JSON, are missing, or have trailing content. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class MalformedBodyTest {

    static Stream<String> malformed() {
        return Stream.of(
                "{",
                "}",
                "{\"url\"",
                "{\"url\": }",
                "{\"url\": \"http://a\"",
                "{url: \"http://a\"}",
                "{'url': 'http://a'}",
                "{\"url\": \"http://a\",}",
                "{\"outbound_allowlist\": [\"a\",]}",
                "{\"url\": \"\\x\"}",
                "{\"url\": \"\\u12\"}",
                "{\"url\": \"two\nlines\"}",
                "{\"request_timeout_seconds\": NaN}",
                "{\"request_timeout_seconds\": 0060}",
                "{\"request_timeout_seconds\": +60}",
                "{\"request_timeout_seconds\": 60.}",
                "{} // why",
                "/* why */ {}",
                "nul",
                "url=http://a",
                "<gateway/>",
                "{\"request_timeout_seconds\": " + "6".repeat(5000) + "}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedJsonIsRejected(String body) {
        assertProblem(put(body), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"http://a\", \"url\": \"http://b\"}",
                "{\"url\": null, \"url\": null}",
                "{\"request_timeout_seconds\": 60, \"url\": null, \"request_timeout_seconds\": 60}",
                "{\"u\\u0072l\": \"http://a\", \"url\": \"http://b\"}"
            })
    void aDuplicateKeyIsRejected(String body) {
        assertProblem(put(body), 400, "malformed-json");
    }

    @Test
    void aDuplicateKeyOfAModelIsRejected() {
        var response = Api.as("admin").body("""
                        {"name": "a", "family": "mixtral", "identifier": "bedrock/a", "api_key": "one", "api_key": "two"}""").post("/models");

        assertProblem(response, 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}{", "{}]", "{},", "{} null", "{} x"})
    void trailingContentIsRejected(String body) {
        assertProblem(put(body), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00007B00", "0000FEFF0000007B00", "FEFF007B", "007B0022", "EFBBBF7B"})
    void bytesInAnotherEncodingOrCutShortAreRejected(String hex) {
        var response = Api.as("admin").body(HexFormat.of().parseHex(hex)).patch("/gateway");

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("code")).isEqualTo("malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void jsonInAnotherUnicodeEncodingIsRejected(String encoding) {
        var bytes = "{\"request_timeout_seconds\": 90}".getBytes(Charset.forName(encoding));

        assertProblem(Api.as("admin").body(bytes).patch("/gateway"), 400, "malformed-json");
    }

    @Test
    void aByteOrderMarkOfUtf8IsIgnored() {
        var bytes = "\ufeff{\"request_timeout_seconds\": 90}".getBytes(StandardCharsets.UTF_8);

        assertThat(Api.as("admin").body(bytes).patch("/gateway").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST, /models", "PUT, /gateway", "PATCH, /features", "PUT, /configuration", "POST, /models/check"})
    void aByteOrderMarkAloneIsNoBody(String method, String path) {
        var bytes = "\ufeff".getBytes(StandardCharsets.UTF_8);

        assertThat(Api.as("admin").body(bytes).request(method, path).statusCode())
                .isEqualTo(400);
    }

    @Test
    void bytesThatAreNotUtf8AreRejected() {
        var latin1 = "{\"url\": \"http://caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        var response = Api.as("admin").body(latin1).put("/gateway");

        assertProblem(response, 400, "malformed-json");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /gateway",
        "PATCH, /gateway",
        "POST, /models",
        "PUT, /models/7",
        "PATCH, /models/7",
        "PUT, /features/duo_chat",
        "PATCH, /features",
        "PUT, /configuration",
        "POST, /configuration/imports/gitlab",
        "POST, /plan"
    })
    void aWriteWithoutABodyIsRejected(String method, String path) {
        assertProblem(Api.as("admin").request(method, path), 400, "body-missing");
        assertProblem(Api.as("admin").body("null").request(method, path), 400, "body-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n\n", "\t"})
    void aBlankBodyIsRejected(String body) {
        var response = put(body);

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "\"\"", "\" \"", "\"{}\"", "7", "7.5", "true"})
    void aBodyThatIsNotAnObjectIsOfTheWrongType(String body) {
        assertInvalid(put(body)).containsExactly(" wrong-type");
        assertInvalid(Api.as("admin").body(body).patch("/gateway")).containsExactly(" wrong-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "\"\"", "\"[]\"", "7", "false", "{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}"})
    void aBatchThatIsNotAListIsOfTheWrongType(String body) {
        assertInvalid(Api.as("admin").body(body).patch("/features")).containsExactly(" wrong-type");
    }

    @Test
    void theProblemNeitherRepeatsTheBodyNorNamesTheParser() {
        var response = Api.as("admin").body("{\"api_key\": \"hunter2\", oops}").post("/models");

        assertProblem(response, 400, "malformed-json");
        assertThat(response.asString()).doesNotContain("hunter2").doesNotContainIgnoringCase("jackson");
    }

    @Test
    void aDeeplyNestedBodyIsRejectedByItsType() {
        var deep = "[".repeat(5000) + "]".repeat(5000);

        assertInvalid(put("{\"url\": " + deep + "}")).containsExactly("/url wrong-type");
        assertThat(put(deep).statusCode()).isBetween(400, 422);
    }

    private static Response put(String body) {
        return Api.as("admin").body(body).put("/gateway");
    }
}
