package dev.duoconfig.security;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class CallerTest {

    private static final String HASH = " \\[[0-9a-f]{16}\\]";

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u202eb", "a\u2028b", "a\ud800b", "a\u3164b", "a\ufe0fb", "a\u0378b"})
    void invisibleCharactersAreReplacedAndMarked(String name) {
        assertThat(name(name)).matches("a\\?b" + HASH);
    }

    @ParameterizedTest
    @ValueSource(strings = {" a b", "a b ", "a  b", "a\u00a0b", "a\u3000b"})
    void spacesThatCannotBeToldApartAreMarked(String name) {
        assertThat(name(name)).matches("a b" + HASH);
    }

    @Test
    void aLongNameIsCutBetweenCharacters() {
        assertThat(name("\ud83d\ude00".repeat(300))).matches("(\ud83d\ude00){236}" + HASH);
        assertThat(name("\ud83d\ude00".repeat(255))).isEqualTo("\ud83d\ude00".repeat(255));
    }

    @Test
    void noTwoNamesHaveTheSameForm() {
        var names = Stream.of(
                        "jane",
                        "jane ",
                        " jane",
                        "jane\u3164",
                        "jane?",
                        "jane\u200b",
                        "jane\ud800",
                        "jane\udbff",
                        "jan\u00e9",
                        "jane\u0301",
                        "",
                        " ",
                        "unnamed",
                        "system",
                        "caller system",
                        "SYSTEM",
                        "x".repeat(300) + "a",
                        "x".repeat(300) + "b")
                .collect(Collectors.toSet());
        names.addAll(names.stream().map(CallerTest::name).collect(Collectors.toSet()));

        var forms = names.stream().map(CallerTest::name).collect(Collectors.toList());

        assertThat(forms).doesNotHaveDuplicates();
        assertThat(Set.copyOf(forms)).doesNotContain("system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.doe@example.com",
                "J\u00fcrgen M\u00fcller",
                "\u5f20\u4f1f",
                "\u041f\u0440\u0438\u0432\u0435\u0442",
                "\ud83d\ude00",
                "systemd",
                "system-admin",
                "project_17_bot_8f3e",
                "[jane]"
            })
    void anOrdinaryNameIsUnchanged(String name) {
        assertThat(name(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "system, caller system",
        "\u0455\u0443\u0455\u0442\u0435\u043c, caller \u0455\u0443\u0455\u0442\u0435\u043c"
    })
    void noCallerIsMistakenForTheService(String name, String beginning) {
        assertThat(name(name)).startsWith(beginning + " [");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83c\uddf8\ud83c\uddfe\ud83c\uddf8\ud83c\uddf9\ud83c\uddea\ud83c\uddf2",
                "\ud83c\udd82\ud83c\udd88\ud83c\udd82\ud83c\udd83\ud83c\udd74\ud83c\udd7c",
                "\ud83c\udd62\ud83c\udd68\ud83c\udd62\ud83c\udd63\ud83c\udd54\ud83c\udd5c",
                "s\u01b4stem",
                "s\u024fstem",
                "sy\u023ftem",
                "sys\u0288em",
                "sys\u2c66em",
                "syst\u0247m",
                "s\u2ca9stem"
            })
    void lettersInBoxesAndOfOtherAlphabetsAreMarked(String name) {
        assertThat(name(name)).matches("caller .+" + HASH);
    }

    @Test
    void aCallerWithoutASubjectHasNoId() {
        var caller = Caller.of(new CallerPrincipal(new CallerKey("https://a", "name", "jane"), "jane"), "1");

        assertThat(caller).isEqualTo(new Caller(null, "https://a", "jane", "1"));
    }

    private static String name(String name) {
        return Caller.of(new CallerPrincipal(new CallerKey("https://a", "sub", "1"), name), "1")
                .name();
    }
}
