package dev.duoconfig.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Hashes stay those that releases up to 0.2 computed with Jackson and a formatter. */
@Tag("fast")
class HashChainTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("texts")
    void aTextIsEscapedAsInEarlierReleases(String text) throws Exception {
        var list = new JsonList().begin().add(text).add(text).end();

        assertThat(Arrays.copyOf(list.bytes(), list.length()))
                .isEqualTo(JSON.writeValueAsString(Arrays.asList(text, text)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLongTextOfEscapesFindsRoom() throws Exception {
        var text = "\u0001\"".repeat(10_000);

        var list = new JsonList().begin().add(text).end();

        assertThat(Arrays.copyOf(list.bytes(), list.length())).isEqualTo(JSON.writeValueAsBytes(List.of(text)));
    }

    @Test
    void aHashIsThatOfTheListWithTheHashBefore() throws Exception {
        var chain = new HashChain();
        var columns = Arrays.asList("before", 1L, Long.MIN_VALUE, Long.MAX_VALUE, null, "a \"text\"");

        chain.after("other");
        var first = chain.hash();
        chain.after("before")
                .add(1)
                .add(Long.MIN_VALUE)
                .add(Long.MAX_VALUE)
                .addNull()
                .add("a \"text\"");
        var second = chain.hash();

        assertThat(first).isEqualTo(sha256("[\"other\"]"));
        assertThat(second).isEqualTo(sha256(JSON.writeValueAsString(columns)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-28T13:05:09.120Z",
                "2026-11-28T23:59:59.999Z",
                "2026-11-29T00:00:00Z",
                "2026-11-29T00:00:00.000001Z",
                "2026-11-29T00:00:00.100200Z",
                "2026-11-29T00:00:00.123456789Z",
                "1969-12-31T23:59:59.999Z",
                "0001-01-01T00:00:00Z",
                "-0044-03-15T12:00:00Z",
                "+10000-01-01T00:00:00Z",
                "+294277-01-09T04:00:54.775807Z"
            })
    void aTimeIsWrittenAsInEarlierReleases(String text) {
        var at = Instant.parse(text);
        var chain = new HashChain();

        assertThat(chain.text(at)).isEqualTo(chain.text(at)).isEqualTo(earlier(at));
    }

    private static Stream<String> texts() {
        var random = new Random(1);
        var fixed = Stream.of("", "\"quoted\" \\ / \b\t\n\f\r \u0000\u001f\u007f", "\u00fc\u6f22\ud83d\ude00\u2028");
        var longest = Stream.of("\u0001".repeat(5_000), "a".repeat(5_000));
        var others = IntStream.range(0, 200).mapToObj(number -> random(random));
        return Stream.of(fixed, longest, others).flatMap(texts -> texts);
    }

    /** Any characters but halves of pairs, which PostgreSQL cannot store. */
    private static String random(Random random) {
        return random.ints(random.nextInt(50), 0, Character.MAX_CODE_POINT + 1)
                .map(character -> random.nextBoolean() ? character % 128 : character)
                .filter(character -> Character.getType(character) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String earlier(Instant at) {
        return new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
                .appendLiteral('Z')
                .toFormatter()
                .withZone(ZoneOffset.UTC)
                .format(at);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
