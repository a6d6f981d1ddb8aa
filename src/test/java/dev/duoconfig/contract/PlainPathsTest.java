package dev.duoconfig.contract;

import java.util.List;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every path has the value that REST Assured reads, whoever reads it. */
@Tag("fast")
class PlainPathsTest {

    private static final String DOCUMENT = """
            {"id": 1, "large": 3000000000, "ratio": 1.5, "name": "one", "on": true, "nothing": null, "empty": [], "class": "c",
             "size": 7, "default": "d", "object": {"a": {"b": 2}}, "numbers": [1, 2], "mixed": [{"a": 1}, null, 3],
             "models": [{"id": 1, "keys": ["k", "l"], "of": [{"x": 1}]}, {"id": 2, "keys": [], "of": []}, {"id": null}]}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "",
                "id",
                "large",
                "ratio",
                "name",
                "on",
                "nothing",
                "missing",
                "empty",
                "class",
                "size",
                "default",
                "object",
                "object.a.b",
                "object.missing",
                "numbers",
                "numbers[1]",
                "numbers[2]",
                "numbers[-1]",
                "numbers.size()",
                "mixed.a",
                "models[0]",
                "models[0].id",
                "models[0].keys[1]",
                "models.id",
                "models.keys",
                "models.of.x",
                "models[1].of.x",
                "models.find { it.id == 2 }.id"
            })
    void aPathHasTheValueThatRestAssuredReads(String path) {
        assertThat(read(new PlainPaths(DOCUMENT), path)).isEqualTo(read(new JsonPath(DOCUMENT), path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0].id", "id", "[1]", "[0].id.more"})
    void aListHasTheValuesThatRestAssuredReads(String path) {
        var list = "[{\"id\": 5}, {\"id\": 6}]";

        assertThat(read(new PlainPaths(list), path)).isEqualTo(read(new JsonPath(list), path));
    }

    @Test
    void valuesAreConvertedAsByRestAssured() {
        var paths = new PlainPaths(DOCUMENT);

        assertThat(paths.getLong("id")).isEqualTo(1);
        assertThat(paths.getString("id")).isEqualTo("1");
        assertThat(paths.getList("numbers", Long.class)).isEqualTo(List.of(1L, 2L));
        assertThat(paths.getMap("object.a")).containsEntry("b", 2);
        assertThat(paths.getBoolean("on")).isTrue();
    }

    @Test
    void aRootPathIsObeyed() {
        var paths = new PlainPaths(DOCUMENT).setRootPath("object.a");

        assertThat(paths.getInt("b")).isEqualTo(2);
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> new PlainPaths("<html>")).hasMessageContaining("JSON");
    }

    /** The value, or the error. */
    private static List<Object> read(JsonPath paths, String path) {
        try {
            var value = paths.get(path);
            return List.of(value == null ? "null" : value.getClass(), String.valueOf(value));
        } catch (RuntimeException e) {
            return List.of(e.getClass(), String.valueOf(e.getMessage()));
        }
    }
}
