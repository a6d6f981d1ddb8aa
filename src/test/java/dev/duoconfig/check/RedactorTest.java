package dev.duoconfig.check;

import java.util.Base64;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RedactorTest {

    private static final String KEY = "sk-4711-abcdefghijk";

    private final Redactor redactor = new Redactor(KEY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-4711-abcdefghijk",
                "prefix/sk-4711-abcdefghijk/suffix",
                "SK-4711-ABCDEFGHIJK",
                "s\u200bk\u200b-4711-abcdefghijk",
                "sk-4711-abcdefghijk\u202e",
                "\\\"sk\\-4711\\-abcdefghijk\\\"",
                "kjihgfedcba-1174-ks",
                "only abcdefgh of it",
                "736b2d343731312d6162636465666768696a6b"
            })
    void theKeyIsFoundInEveryEncoding(String text) {
        assertThat(redactor.redact(text)).isEqualTo("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "user:"})
    void theKeyIsFoundInBase64AtEveryOffset(String before) {
        var text = Base64.getEncoder().encodeToString((before + KEY + "tail").getBytes(UTF_8));

        assertThat(redactor.redact(text)).isEqualTo("[redacted]");
        assertThat(redactor.redact(text.replace('+', '-').replace('/', '_'))).isEqualTo("[redacted]");
    }

    @Test
    void aHarmlessTextIsUnchanged() {
        assertThat(redactor.redact("Mixtral-8x7B-Instruct-v0.1")).isEqualTo("Mixtral-8x7B-Instruct-v0.1");
        assertThat(redactor.isHarmless("Mixtral-8x7B-Instruct-v0.1")).isTrue();
        assertThat(new Redactor(null).isHarmless("anything")).isTrue();
    }

    @Test
    void invisibleCharactersAreRemovedAndLongTextsAreCut() {
        assertThat(redactor.redact("a\u202eb\u0000c\nd\u2066e\ud800f")).isEqualTo("abcdef");
        assertThat(redactor.isHarmless("a\u202eb")).isFalse();
        assertThat(redactor.redact("x".repeat(200))).hasSize(121).endsWith("…");
    }

    @Test
    void aShortKeyIsFoundAsAWhole() {
        assertThat(new Redactor("x1").redact("model-x1")).isEqualTo("[redacted]");
        assertThat(new Redactor("!!").redact("model!!")).isEqualTo("[redacted]");
        assertThat(new Redactor("x1").redact("model-y")).isEqualTo("model-y");
    }
}
