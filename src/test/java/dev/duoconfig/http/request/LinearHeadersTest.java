package dev.duoconfig.http.request;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.IpLiterals;
import dev.duoconfig.testkit.Work;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Parsing a header, a parameter, or an address takes work in proportion to its length. */
@Tag("fast")
class LinearHeadersTest {

    private static final Map<String, Consumer<String>> PARSERS = Map.of(
            "If-Match", header -> WriteCondition.parse(header, null),
            "If-None-Match", IfNoneMatch::parse,
            "Prefer", Preferences::parse,
            "id", value -> QueryParameters.id("id", value),
            "text", value -> QueryParameters.text("search", value, 255),
            "time", value -> QueryParameters.time("since", value),
            "cursor", value -> CursorPaging.parse(value, null),
            "min_revision", MinRevision::parse,
            "url", HttpUrl::parse,
            "addresses",
                    value -> {
                        var unused = IpLiterals.parse(value);
                        Allowlist.parse(List.of(value));
                    });

    private static final List<String> REPEATED = List.of(
            " ",
            "\"1\",",
            "\"1\" ",
            "W/\"1\",",
            "\"",
            ",",
            "1",
            "0",
            "a",
            ":",
            ".",
            "wait=1,",
            ",wait= ",
            "%41",
            "-gzip",
            ";br",
            "-");

    static Stream<String> parsers() {
        return PARSERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void fourTimesTheInputIsFourTimesTheWork(String name) {
        for (var repeated : REPEATED) {
            for (var end : List.of("", "x", "\"")) {
                Work.assertLinear(
                        4000,
                        length -> "\"a\"" + repeated.repeat(length) + end,
                        PARSERS.getOrDefault(name, text -> {}));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\"1\",", "W/\"1\" , "})
    void aLongListOfTagsIsStillUnderstood(String repeated) {
        var header = "\"7\" ," + repeated.repeat(3000) + "\"8\"";

        var condition = IfNoneMatch.parse(header);

        assertThat(condition.has(7)).isTrue();
        assertThat(condition.has(8)).isTrue();
        assertThatThrownBy(() -> IfNoneMatch.parse(header + repeated + "x")).isInstanceOf(ApiException.class);
    }

    @Test
    void aPreferenceIsFoundBehindOthers() {
        assertThat(Preferences.parse("respond-async" + ", a=b".repeat(3000) + ",  WAIT = \"7\" ; x=y")
                        .waitTime())
                .hasSeconds(7);
    }
}
