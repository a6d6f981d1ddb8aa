package dev.duoconfig.model;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Validation of names, by which people distinguish models. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelNameTest {

    private static final String GRINNING = "\uD83D\uDE00";

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void aNameIsUnique() {
        var first = SampleModels.create("Mixtral", "mixtral");

        var second = named("Mixtral");

        assertProblem(second, 409, "name-taken");
        assertThat(second.jsonPath().getString("detail")).contains("id " + first);
    }

    @Test
    void aChangeCannotTakeAnExistingNameEither() {
        SampleModels.create("First", "mixtral");
        var second = SampleModels.create("Second", "mixtral");

        assertProblem(Api.as("admin").body("{\"name\": \"First\"}").patch("/models/" + second), 409, "name-taken");
        assertProblem(
                Api.as("admin").body(SampleModels.body("name", "First")).put("/models/" + second), 409, "name-taken");
    }

    @Test
    void aModelCanKeepItsName() {
        var id = SampleModels.create("Mixtral", "mixtral");

        var response =
                Api.as("admin").body(SampleModels.body("name", "Mixtral")).put("/models/" + id);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void theNameOfADeletedModelIsAvailableAgain() {
        var id = SampleModels.create("Mixtral", "mixtral");

        Api.as("admin").delete("/models/" + id).then().statusCode(204);

        assertThat(named("Mixtral").statusCode()).isEqualTo(201);
    }

    @Test
    void namesAreCaseSensitive() {
        SampleModels.create("Mixtral", "mixtral");

        assertThat(named("mixtral").statusCode()).isEqualTo(201);
        assertThat(named("MIXTRAL").statusCode()).isEqualTo(201);
    }

    @Test
    void whitespaceAroundANameIsRemoved() {
        var response = named("  Mixtral on vLLM\t\n");

        assertThat(response.jsonPath().getString("name")).isEqualTo("Mixtral on vLLM");
        assertProblem(named("Mixtral on vLLM "), 409, "name-taken");
    }

    @Test
    void aNameHasAtMost255Characters() {
        assertThat(named("n".repeat(255)).statusCode()).isEqualTo(201);
        assertInvalid(named("n".repeat(256))).containsExactly("/name too-long");
        assertThat(named(" " + "m".repeat(255) + " ").statusCode()).isEqualTo(201);
    }

    @Test
    void anEmojiCountsAsOneCharacter() {
        var response = named(GRINNING.repeat(255));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.jsonPath().getString("name")).isEqualTo(GRINNING.repeat(255));
        assertInvalid(named(GRINNING.repeat(256))).containsExactly("/name too-long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDE80 rocket",
                "\uD83D\uDC69\u200D\uD83D\uDCBB",
                "\u2764\uFE0F",
                "Gro\u00DFes Modell",
                "\u6A21\u578B",
                "\u05DE\u05D5\u05D3\u05DC",
                "<b>'; drop table model; --",
                "a/b%20c?d#e",
                "\"quoted\" \\ and ~1"
            })
    void aNameIsReturnedUnchanged(String name) {
        var id = SampleModels.id(named(name));

        assertThat(Api.as("viewer").get("/models/" + id).jsonPath().getString("name"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x01, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9F, 0xAD, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029,
                0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xE0061
            })
    void invisibleCharactersAreRefused(int character) {
        var response = named("a" + Character.toString(character) + "b");

        assertInvalid(response).containsExactly("/name invalid-characters");
        assertThat(response.jsonPath().getString("errors[0].detail")).contains("U+%04X".formatted(character));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "a\\ud83d\\ud83db", "\\ude00\\ud83d"})
    void unpairedSurrogatesAreRefused(String escaped) {
        var body = "{\"name\": \"" + escaped + "\", \"family\": \"mixtral\", \"identifier\": \"bedrock/mixtral\"}";

        assertInvalid(Api.as("admin").body(body).post("/models")).containsExactly("/name invalid-characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u3000"})
    void aBlankNameCountsAsMissing(String name) {
        assertInvalid(named(name)).containsExactly("/name required");
    }

    @Test
    void aNameIsRequired() {
        assertInvalid(named(null)).containsExactly("/name required");
        assertInvalid(SampleModels.post(SampleModels.bodyWithout("name"))).containsExactly("/name required");
    }

    private static Response named(@Nullable String name) {
        return SampleModels.post(SampleModels.body("name", name));
    }
}
