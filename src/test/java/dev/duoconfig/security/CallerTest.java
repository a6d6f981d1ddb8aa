package dev.duoconfig.security;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class CallerTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u202eb", "a\u2028b", "a\ud800b"})
    void invisibleCharactersAreReplaced(String name) {
        assertThat(Caller.of(name, "1").name()).isEqualTo("a?b");
    }

    @Test
    void aLongNameIsCutBetweenCharacters() {
        assertThat(Caller.of("\ud83d\ude00".repeat(300), "1").name()).isEqualTo("\ud83d\ude00".repeat(255));
    }

    @Test
    void noCallerIsMistakenForTheService() {
        assertThat(Caller.of("system", "1").name()).isNotEqualTo(Caller.SYSTEM.name());
    }

    @Test
    void anOrdinaryNameIsUnchanged() {
        assertThat(Caller.of("jane.doe@example.com", "1").name()).isEqualTo("jane.doe@example.com");
    }
}
