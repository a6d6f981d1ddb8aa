package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
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
    void namesAreComparedInTheSpellingOfUnicode() {
        var id = SampleModels.create("Mod\u00e8le", "mixtral");

        var decomposed = named("Mode\u0300le");

        assertProblem(decomposed, 409, "name-taken");
        assertThat(decomposed.jsonPath().getString("detail")).contains("id " + id);
        assertThat(named("\ud55c").statusCode()).isEqualTo(201);
        assertProblem(named("\u1112\u1161\u11ab"), 409, "name-taken");
        assertThat(named("\u212b").statusCode()).isEqualTo(201);
        assertProblem(named("\u00c5"), 409, "name-taken");
        assertProblem(named("A\u030a"), 409, "name-taken");
    }

    @Test
    void aModelCanChangeTheSpellingOfItsName() {
        var id = SampleModels.create("Mod\u00e8le", "mixtral");

        var response =
                Api.as("admin").body(SampleModels.body("name", "Mode\u0300le")).put("/models/" + id);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.jsonPath().getString("name")).isEqualTo("Mode\u0300le");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA0, 0x1680, 0x2000, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000})
    void theOnlySpaceInANameIsTheUsualOne(int space) {
        SampleModels.create("A", "mixtral");
        var character = Character.toString(space);

        for (var name : List.of("A" + character, character + "A", "A" + character + "B")) {
            var response = named(name);

            assertInvalid(response).containsExactly("/name invalid-characters");
            assertThat(response.jsonPath().getString("errors[0].detail"))
                    .contains("U+%04X".formatted(space), Character.getName(space), "U+0020");
        }
    }

    @Test
    void aStoredNameStaysValid() {
        var id = SampleModels.create("Mixtral", "mixtral");
        Database.execute(
                "update model set name = E'A\\u00a0\\u3164' where id = " + id,
                "update configuration_state set revision = revision + 1");
        Api.refresh();

        var patched = Api.as("admin").body("{\"api_key\": \"sk-1\"}").patch("/models/" + id);
        var kept =
                Api.as("admin").body(SampleModels.body("name", "A\u00a0\u3164")).put("/models/" + id);
        var other = Api.as("admin").body("{\"name\": \"B\u00a0\"}").patch("/models/" + id);

        assertThat(patched.statusCode()).as(patched.asString()).isEqualTo(200);
        assertThat(kept.statusCode()).as(kept.asString()).isEqualTo(200);
        assertInvalid(other).containsExactly("/name invalid-characters");
    }

    @Test
    void aSearchFindsBothSpellings() {
        SampleModels.create("Mod\u00e8le", "mixtral");
        SampleModels.create("Autre mode\u0300le", "mixtral");

        for (var search : List.of("d\u00e8l", "de\u0300l", "D\u00c8L")) {
            assertThat(Api.as("viewer")
                            .queryParam("search", search)
                            .get("/models")
                            .jsonPath()
                            .getList("name"))
                    .hasSize(2);
        }
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
                "\u2764",
                "e\u0301",
                "\uE000",
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
                0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xE0061, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180B,
                0x180E, 0x200C, 0x200D, 0x2064, 0x2065, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFFA0, 0xFFF0, 0xFFF9,
                0xFFFC, 0xFFFF, 0x13441, 0x16FE4, 0x1BCA0, 0x1D159, 0x1D173, 0xE0100, 0xE0FFF
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
