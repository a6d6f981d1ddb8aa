package dev.duoconfig.outbound;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
public class RedactorTest {

    private static final String KEY = "sk-4711-abcdefghijk";

    private final Redactor redactor = new Redactor(KEY);

    /** A secret in forms in which servers send it back. None of them contains it as it is. */
    public static Stream<String> disguises(String secret) {
        var bytes = secret.getBytes(UTF_8);
        var base64 = Base64.getEncoder().encodeToString(bytes);
        var percent = percent(secret);
        return Stream.of(
                secret.toUpperCase(Locale.ROOT),
                swappedCase(secret),
                spaced(secret, " "),
                spaced(secret, "\u200b"),
                spaced(secret, "&nbsp;"),
                spaced(secret, "<wbr>"),
                spaced(secret, "</b><b>"),
                spaced(secret, "%20"),
                new StringBuilder(secret).reverse().toString(),
                base64,
                base64.replaceAll("=", ""),
                spaced(base64, " "),
                swappedCase(base64),
                new StringBuilder(base64).reverse().toString(),
                Base64.getUrlEncoder().encodeToString(("user:" + secret).getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(base64.getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(Base64.getEncoder().encode(("a" + base64).getBytes(UTF_8))),
                Base64.getEncoder().encodeToString(secret.getBytes(UTF_16LE)),
                Base64.getMimeEncoder(8, new byte[] {'\r', '\n'}).encodeToString(bytes),
                percent,
                URLEncoder.encode(percent, UTF_8),
                URLEncoder.encode(URLEncoder.encode(percent, UTF_8), UTF_8),
                percent(base64),
                Base64.getEncoder().encodeToString(percent.getBytes(UTF_8)),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                HexFormat.ofDelimiter(":").formatHex(bytes),
                HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(bytes),
                HexFormat.of().withPrefix("\\x").formatHex(bytes),
                HexFormat.of().formatHex(base64.getBytes(UTF_8)),
                Base64.getEncoder()
                        .encodeToString(HexFormat.of().formatHex(bytes).getBytes(UTF_8)),
                secret.chars().mapToObj("&#%d;"::formatted).collect(joining()),
                secret.chars().mapToObj("&#x%x"::formatted).collect(joining()),
                secret.chars().mapToObj("&amp;#%d;"::formatted).collect(joining()),
                secret.chars().mapToObj("\\u%04x"::formatted).collect(joining()),
                secret.chars().mapToObj("=%02X"::formatted).collect(joining()),
                secret.chars().mapToObj(Integer::toString).collect(joining(", ")),
                secret.chars().mapToObj(c -> Character.toString(c + 0xfee0)).collect(joining()));
    }

    static Stream<String> disguises() {
        return disguises(KEY);
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void aDisguisedSecretIsNeitherShownNorUsed(String disguised) {
        assertThat(redactor.redact("The token " + disguised + " is revoked.", 200))
                .isEqualTo("[redacted]");
        assertThat(redactor.redact(disguised, 200)).isEqualTo("[redacted]");
        assertThat(redactor.isHarmless("model/" + disguised)).isFalse();
        assertThat(redactor.isCarriedBy("name-" + disguised)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SK-4711-ABCDEFGHIJK",
                "s\u200bk\u200b-4711-abcdefghijk",
                "\\\"sk\\-4711\\-abcdefghijk\\\"",
                "kjihgfedcba-1174-ks",
                "only abcdefgh of it",
                "sk-4711-abcdefghijk and again kjihgfedcba-1174-ks",
                "736b2d343731312d6162636465666768696a6b"
            })
    void theSecretIsFoundInEveryEncoding(String text) {
        assertThat(redactor.redact(text, 120)).isEqualTo("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "user:"})
    void theSecretIsFoundInBase64AtEveryOffset(String before) {
        var text = Base64.getEncoder().encodeToString((before + KEY + "tail").getBytes(UTF_8));

        assertThat(redactor.redact(text, 120)).isEqualTo("[redacted]");
        assertThat(redactor.redact(text.replace('+', '-').replace('/', '_'), 120))
                .isEqualTo("[redacted]");
    }

    @Test
    void theSecretAsItIsIsReplacedInItsText() {
        assertThat(redactor.redact("bad token " + KEY + ", try another", 120))
                .isEqualTo("bad token [redacted], try another");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mixtral-8x7B-Instruct-v0.1",
                "Field 'aiSelfHostedModels' doesn't exist on type 'Query'",
                "<script>alert('&lt;b&gt;')</script> &amp; 100%25 \\u0041",
                "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQ=",
                "4c6f72656d20697073756d20646f6c6f72"
            })
    void aHarmlessTextIsUnchanged(String text) {
        assertThat(redactor.redact(text, 120)).isEqualTo(text);
        assertThat(redactor.isHarmless(text)).isTrue();
        assertThat(redactor.isCarriedBy(text)).isFalse();
        assertThat(new Redactor(null).isHarmless(text)).isTrue();
    }

    @Test
    void invisibleCharactersBecomeSpacesAndLongTextsAreCut() {
        assertThat(redactor.redact("a\u202eb\u0000c\nd\u2066e\ud800f\u2028g", 120))
                .isEqualTo("a b c d e f g");
        assertThat(redactor.isHarmless("a\u202eb")).isFalse();
        assertThat(redactor.redact("x".repeat(119) + "\uD83D\uDE00x", 120))
                .isEqualTo("x".repeat(119) + "\uD83D\uDE00...");
    }

    @Test
    void aShortSecretIsFoundAsAWhole() {
        assertThat(new Redactor("x1").redact("model-x1", 120)).isEqualTo("model-[redacted]");
        assertThat(new Redactor("!!").redact("model!!", 120)).isEqualTo("model[redacted]");
        assertThat(new Redactor("x1").redact("model-y", 120)).isEqualTo("model-y");
        assertThat(new Redactor("x1").isCarriedBy("model-x1"))
                .as("a value can contain two characters by chance")
                .isFalse();
    }

    @Test
    void aValueMayShareAWordWithTheSecret() {
        var token = new Redactor("mycompany-glpat-0123456789abcdefghij");

        assertThat(token.isCarriedBy("https://vllm.mycompany.example.com/v1")).isFalse();
        assertThat(token.isCarriedBy("mycompany-glpat-0123456789")).isTrue();
    }

    @Test
    void aLongTextTakesLinearTime() {
        var longest = "<a&#%41=41\\u0041aGVsbG8gd29ybGQ".repeat(40_000);

        assertThat(redactor.redact(longest, 200)).hasSize(203);
        assertThat(redactor.isCarriedBy(longest)).isFalse();
    }

    private static String spaced(String text, String separator) {
        return text.chars().mapToObj(Character::toString).collect(joining(separator));
    }

    private static String percent(String text) {
        return text.chars().mapToObj("%%%02x"::formatted).collect(joining());
    }

    private static String swappedCase(String text) {
        return text.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .mapToObj(Character::toString)
                .collect(joining());
    }
}
