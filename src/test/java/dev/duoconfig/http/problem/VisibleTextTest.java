package dev.duoconfig.http.problem;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class VisibleTextTest {

    private static final String ESCAPE = "\u001b";
    private static final String RIGHT_TO_LEFT_OVERRIDE = "\u202e";
    private static final String ZERO_WIDTH_JOINER = "\u200d";
    private static final String LINE_SEPARATOR = "\u2028";
    private static final String PRIVATE_USE = "\ue000";
    private static final String UNASSIGNED = "\u0378";
    private static final String HALF_A_PAIR = "\ud83d";

    /** Unicode 16, DerivedCoreProperties.txt, without the control and format characters. */
    private static final String DEFAULT_IGNORABLE = "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2065\\u3164"
            + "\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufff8\\x{e0000}-\\x{e0fff}";

    private static final String BLANK = "\\u2800\\ufffc\\x{13441}\\x{13442}\\x{16fe4}\\x{1d159}";
    private static final String WITHOUT_GLYPH = DEFAULT_IGNORABLE + BLANK + "\\p{IsNoncharacter_Code_Point}";
    private static final String EMOJI = "\ud83d\ude00";

    @Test
    void controlCharactersBreakLinesOrFormatTheTextAroundThem() {
        assertSameCharacters(VisibleText::isControl, "[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
    }

    @Test
    void aNameHasNoCharacterThatShowsNothingAndNoSpaceButTheUsualOne() {
        assertSameCharacters(VisibleText::isHiddenInName, "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}" + WITHOUT_GLYPH + "&&[^ ]]");
    }

    @Test
    void aCharacterIsNamedByItsCodePointAndItsNameIfItHasOne() {
        assertThat(VisibleText.named(0xA0)).isEqualTo("U+00A0 (NO-BREAK SPACE)");
        assertThat(VisibleText.named(0xE0FFF)).isEqualTo("U+E0FFF");
        assertThat(VisibleText.named(0xD83D)).isEqualTo("U+D83D");
    }

    @Test
    void charactersOfPrivateUseAreInvisibleToOthers() {
        assertSameCharacters(
                VisibleText::isInvisible, "[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029" + WITHOUT_GLYPH + "]");
    }

    @Test
    void aMaskedTextShowsWhereACharacterWas() {
        assertThat(VisibleText.masked("a" + ESCAPE + RIGHT_TO_LEFT_OVERRIDE + "b" + HALF_A_PAIR + PRIVATE_USE + EMOJI))
                .isEqualTo("a??b??" + EMOJI);
        assertThat(VisibleText.masked("a b" + UNASSIGNED)).isEqualTo("a b" + UNASSIGNED);
    }

    @Test
    void aStrippedTextHasAssignedCharactersOnly() {
        assertThat(VisibleText.stripped("a" + ESCAPE + LINE_SEPARATOR + PRIVATE_USE + UNASSIGNED + HALF_A_PAIR + "b"))
                .isEqualTo("ab");
        assertThat(VisibleText.stripped("caf\u00e9 " + EMOJI)).isEqualTo("caf\u00e9 " + EMOJI);
    }

    @Test
    void anEscapedTextNamesTheControlCharacters() {
        assertThat(VisibleText.escaped("a\r\nb\tc" + ESCAPE + "[31m" + ZERO_WIDTH_JOINER + "\udb40\udc01"))
                .isEqualTo("a<U+000D><U+000A>b\tc<U+001B>[31m<U+200D><U+E0001>");
        assertThat(VisibleText.escaped(PRIVATE_USE + HALF_A_PAIR)).isEqualTo(PRIVATE_USE + HALF_A_PAIR);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "abc, abc", "abcd, abc...", "ab\ud83d\ude00, ab\ud83d\ude00"})
    void aTextIsCutBetweenCharacters(String text, String expected) {
        assertThat(VisibleText.cut(text, 3, "...")).isEqualTo(expected);
        assertThat(VisibleText.cut(EMOJI + text, 1, "")).isEqualTo(EMOJI);
    }

    @Test
    void anExcerptIsMaskedAndShort() {
        assertThat(VisibleText.excerpt("a\nb")).isEqualTo("a?b");
        assertThat(VisibleText.excerpt("a".repeat(100))).isEqualTo("a".repeat(100));
        assertThat(VisibleText.excerpt("a".repeat(99) + EMOJI + "b")).isEqualTo("a".repeat(99) + EMOJI + "...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!~", "sk-Az09_"})
    void visibleAsciiHasNeitherSpacesNorControlCharacters(String text) {
        assertThat(VisibleText.isVisibleAscii(text)).isTrue();
        assertThat(VisibleText.isVisibleAscii(text + " ")).isFalse();
        assertThat(VisibleText.isVisibleAscii(text + "\u007f")).isFalse();
        assertThat(VisibleText.isVisibleAscii(text + "\u00e9")).isFalse();
    }

    private static void assertSameCharacters(IntPredicate predicate, String regex) {
        var pattern = Pattern.compile(regex);

        assertThat(IntStream.rangeClosed(Character.MIN_CODE_POINT, Character.MAX_CODE_POINT)
                        .filter(character -> predicate.test(character)
                                != pattern.matcher(Character.toString(character))
                                        .matches()))
                .isEmpty();
    }
}
