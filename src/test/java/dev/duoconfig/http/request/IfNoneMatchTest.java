package dev.duoconfig.http.request;

import dev.duoconfig.testkit.Work;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The comparison of a single tag, for the requests that are served from memory. */
@Tag("fast")
class IfNoneMatchTest {

    private static final int TIMES = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"42\"",
                "W/\"42\"",
                "\"42-gzip\"",
                "\"42;br\"",
                "W/\"42--zstd\"",
                "\"42-deflate\"",
                "\"42-gzip;gzip\"",
                "\"42-br-gzip-zstd-deflate\""
            })
    void aTagIsTheSameWhateverProxiesAdd(String header) {
        assertThat(IfNoneMatch.isOnly(header, "\"42\"")).isTrue();
        assertThat(IfNoneMatch.parse(header).has(42)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\"\"",
                "W/",
                "W/\"",
                "42",
                "\"42",
                "42\"",
                "\"421\"",
                "\"142\"",
                "\"4\"",
                "\"2\"",
                "\"43-gzip\"",
                "\"42-gzi\"",
                "\"42-\"",
                "\"42;\"",
                "\"42gzip\"",
                "\"-gzip\"",
                "\"gzip\"",
                "-gzip\"",
                "gzip\"",
                "\"42---br\"",
                "\"42;-br\"",
                "\"42 -br\"",
                "\"-br42\"",
                "W/W/\"42\"",
                "w/\"42\"",
                "\"42\", \"43\"",
                "\"42\",\"42-gzip\""
            })
    void anotherTextIsNotOnlyTheTag(String header) {
        assertThat(IfNoneMatch.isOnly(header, "\"42\"")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"42\"", "W/\"42\"", "\"42-gzip\"", "\"41\""})
    void theComparisonAllocatesNothing(String header) {
        Runnable comparisons = () -> {
            for (var i = 0; i < TIMES; i++) {
                var unused = IfNoneMatch.isOnly(header, "\"42\"");
            }
        };
        comparisons.run();

        assertThat(Work.bytes(comparisons)).isLessThan(TIMES);
    }
}
