package dev.duoconfig.security;

import java.util.List;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ClaimPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "groups | {\"groups\": [\"a\"]}",
                "groups | {\"groups\": \"a\"}",
                "realm/roles | {\"realm\": {\"roles\": [\"a\"]}}",
                "resource_access/duo-config/roles | {\"resource_access\": {\"duo-config\": {\"roles\": [\"a\"]}}}",
                "https://example.com/roles | {\"https://example.com/roles\": [\"a\"]}",
                "https://example.com/roles | {\"https://example.com/roles\": \"a\", \"https:\": {\"\": {\"b\": 1}}}",
                "urn:example:roles | {\"urn:example:roles\": [\"a\"]}",
                "https://example.com | {\"https://example.com\": [\"a\"]}",
                "realm/roles | {\"realm/roles\": [\"a\"]}",
                "realm/roles | {\"realm/roles\": [\"a\"], \"realm\": {\"roles\": [\"b\"]}}",
                "realm/roles | {\"realm/roles\": null, \"realm\": {\"roles\": [\"a\"]}}",
                "\"https://example.com/roles\" | {\"https://example.com/roles\": [\"a\"]}",
                "\"https://example.com\"/roles | {\"https://example.com\": {\"roles\": [\"a\"]}}"
            })
    void theClaimIsFoundAtItsPath(String path, String claims) {
        assertThat(values(path, claims)).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "groups | {}",
                "groups | {\"Groups\": [\"a\"]}",
                "https://example.com/roles | {\"https://example.com/role\": [\"a\"]}",
                "realm/roles | {\"realm/roles\": 5, \"realm\": {\"roles\": [\"a\"]}}",
                "realm/roles | {\"realm\": [\"roles\"]}",
                "realm/roles | {\"realm\": \"roles\"}",
                "realm | {\"realm\": {\"roles\": [\"a\"]}}",
                "realm/roles/more | {\"realm\": {\"roles\": [\"a\"]}}"
            })
    void thereAreNoValuesElsewhere(String path, String claims) {
        assertThat(values(path, claims)).isEmpty();
    }

    @Test
    void onlyTextsAreValues() {
        assertThat(values("groups", "{\"groups\": [5, null, true, [\"a\"], {\"b\": \"c\"}, \"d e\", \"\"]}"))
                .containsExactlyInAnyOrderElementsOf(List.of("d e", ""));
    }

    private static Set<String> values(String path, String claims) {
        return ClaimPath.at(path).values(new JsonObject(claims));
    }
}
