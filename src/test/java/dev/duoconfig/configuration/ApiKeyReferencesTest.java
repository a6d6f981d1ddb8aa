package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.configuration.Documents.document;
import static dev.duoconfig.configuration.Documents.model;
import static dev.duoconfig.testkit.OtherSettings.KEYS;
import static dev.duoconfig.testkit.OtherSettings.OTHER_KEYS;
import static dev.duoconfig.testkit.OtherSettings.VARIABLE;
import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** API keys come from allowed environment variables and files, and from nowhere else. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@TestProfile(OtherSettings.class)
@ExtendWith(CleanConfiguration.class)
class ApiKeyReferencesTest {

    private static final String SECRET = "sk-from-a-file";

    @BeforeEach
    void createKeyFiles() throws IOException {
        Api.entitled();
        Files.writeString(KEYS.resolve("key"), SECRET);
        Files.writeString(KEYS.resolve("with-line-break"), SECRET + "\n");
        Files.writeString(KEYS.resolve("with-two"), SECRET + "\n\n");
        Files.writeString(KEYS.resolve("windows"), SECRET + "\r\n");
        Files.writeString(KEYS.resolve("marked"), "\ufeff" + SECRET + "\r\n");
        Files.writeString(KEYS.resolve("mark"), "\ufeff\n");
        Files.write(KEYS.resolve("utf-16"), ("\ufeff" + SECRET).getBytes(StandardCharsets.UTF_16LE));
        Files.writeString(KEYS.resolve("empty"), "");
        Files.writeString(KEYS.resolve("line-break"), "\n");
        Files.writeString(KEYS.resolve("long"), "s".repeat(2001));
        Files.write(KEYS.resolve("bytes"), new byte[] {(byte) 0xff, 1, 2});
        Files.createDirectories(KEYS.resolve("directory"));
        Files.writeString(OTHER_KEYS.resolve("key"), "sk-of-others");
        link("link-inside", KEYS.resolve("key"));
        link("link-outside", OTHER_KEYS.resolve("key"));
        link("link-to-directory", OTHER_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "with-line-break", "windows", "marked", "link-inside", "directory/../key"})
    void aKeyComesFromAFile(String file) {
        var applied = put(file(KEYS + "/" + file));

        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(storedKey()).isEqualTo(SECRET);
        assertThat(applied.asString() + Documents.get().asString()).doesNotContain(SECRET);
    }

    @Test
    void aFileInUtf16IsNamedAsSuch() {
        var refused = put(file(KEYS + "/utf-16"));

        assertInvalid(refused).containsExactly("/models/0/api_key/file api-key-reference-failed");
        assertThat(refused.jsonPath().getString("detail")).contains("UTF-16", "save it in UTF-8");
    }

    @Test
    void aKeyComesFromTheEnvironment() {
        var applied = put("{\"env\": \"" + VARIABLE + "\"}");

        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(storedKey()).isEqualTo(System.getenv(VARIABLE));
    }

    @Test
    void theSameKeyFromAnotherSourceIsNotAChange() {
        put("\"" + SECRET + "\"").then().statusCode(200);
        var events = Documents.events();

        var again = put(file(KEYS + "/with-line-break"));
        put("{\"env\": \"" + VARIABLE + "\"}").then().statusCode(200);
        var environmentAgain = put("{\"env\": \"" + VARIABLE + "\"}");

        assertThat(Documents.changesNothing(again)).as(again.asString()).isTrue();
        assertThat(Documents.changesNothing(environmentAgain)).isTrue();
        assertThat(Documents.events()).isEqualTo(events + 1);
    }

    @Test
    void aPlanReadsTheReferenceToo() throws IOException {
        put(file(KEYS + "/key")).then().statusCode(200);
        Files.writeString(KEYS.resolve("key"), "sk-rotated");

        var plan = Documents.plan(document(model("Claude", "\"api_key\": " + file(KEYS + "/key")), ""));

        assertThat(plan.jsonPath().getBoolean("models.update[0].api_key_changed"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "USER", "duo_model_key_A", "XHOME", "", " HOME", "DUO_MASTER_KEY"})
    void otherVariablesAreForbidden(String name) {
        assertInvalid(put("{\"env\": \"" + name + "\"}"))
                .containsExactly("/models/0/api_key/env api-key-reference-forbidden");
    }

    @Test
    void aMissingVariableIsReported() {
        assertInvalid(put("{\"env\": \"DUO_MODEL_KEY_ABSENT\"}"))
                .containsExactly("/models/0/api_key/env api-key-reference-failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/proc/self/environ",
                "/etc/absent",
                "relative",
                "",
                ".",
                "/",
                "%s/../keys-of-others/key",
                "%s/../../../etc/passwd",
                "%s-of-others/key",
                "%s/link-outside",
                "%s/link-to-directory/key",
                "%s/link-to-directory/absent",
                "%s/link-to-directory/absent/key",
                "%s/link-to-directory/../keys-of-others/key",
                "file://%s/key"
            })
    void filesElsewhereAreForbidden(String path) {
        var response = put(file(path.replace("%s", KEYS.toString())));

        assertInvalid(response).containsExactly("/models/0/api_key/file api-key-reference-forbidden");
        assertThat(response.asString()).doesNotContain("sk-of-others", "root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "empty", "line-break", "directory", ".", "key/x", "a\\u0000b", "bytes", "mark"})
    void aFileThatCannotBeReadIsReported(String file) {
        assertInvalid(put(file(KEYS + "/" + file))).containsExactly("/models/0/api_key/file api-key-reference-failed");
    }

    @Test
    void anInvalidKeyIsRefusedWithoutBeingShown() {
        var response = put(file(KEYS + "/with-two"));

        assertInvalid(response).containsExactly("/models/0/api_key invalid-characters");
        assertThat(response.asString()).doesNotContain(SECRET);
    }

    @Test
    void aFileThatIsTooLongForAKeyIsRefused() {
        assertInvalid(put(file(KEYS + "/long"))).containsExactly("/models/0/api_key too-long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"env\": \"HOME\", \"file\": \"/x\"}",
                "{\"ENV\": \"HOME\"}",
                "{\"env\": \"HOME\", \"more\": 1}",
                "[]",
                "true",
                "7"
            })
    void anInvalidReferenceIsOfTheWrongType(String reference) {
        assertInvalid(put(reference)).containsExactly("/models/0/api_key wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "file"})
    void aReferenceIsAString(String kind) {
        assertInvalid(put("{\"" + kind + "\": null}")).containsExactly("/models/0/api_key/" + kind + " wrong-type");
        assertInvalid(put("{\"" + kind + "\": 7}")).containsExactly("/models/0/api_key/" + kind + " wrong-type");
    }

    private static Response put(String key) {
        return Documents.put(document(model("Claude", "\"api_key\": " + key), ""));
    }

    private static String file(String path) {
        return "{\"file\": \"" + path + "\"}";
    }

    /** The key as a resolver receives it. */
    private static String storedKey() {
        var id = Api.as("viewer").get("/models").jsonPath().getLong("[0].id");
        Api.as("admin")
                .body("{\"url\": \"https://aigw.example.com\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        Api.as("admin")
                .body("{\"model_id\": " + id + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
        return Api.as("resolver")
                .get("/features/duo_chat/model-metadata")
                .jsonPath()
                .getString("api_key");
    }

    private static void link(String name, Path target) throws IOException {
        Files.deleteIfExists(KEYS.resolve(name));
        Files.createSymbolicLink(KEYS.resolve(name), target);
    }
}
