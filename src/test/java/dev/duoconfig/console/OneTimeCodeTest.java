package dev.duoconfig.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class OneTimeCodeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String CODE = OneTimeCode.random(new SecureRandom());

    private final OneTimeCode code = new OneTimeCode(CODE, NOW);

    @Test
    void aCodeHas256RandomBitsThatAUrlTakesAsTheyAre() {
        var random = new SecureRandom();
        var codes = new HashSet<String>();

        for (var i = 0; i < 100; i++) {
            codes.add(OneTimeCode.random(random));
        }

        assertThat(codes).hasSize(100).allMatch(each -> each.matches("[A-Za-z0-9_-]{43}"));
        // A link does not end with a character that terminals take for punctuation.
        assertThat(codes).allMatch(each -> each.matches(".*[A-Za-z0-9]"));
    }

    @Test
    void aCodeWorksOnce() {
        assertThat(code.redeem(CODE, NOW)).isTrue();
        assertThat(code.redeem(CODE, NOW)).isFalse();
    }

    @Test
    void aCodeWorksForTenMinutes() {
        assertThat(code.redeem(CODE, NOW.plus(LIFETIME))).isFalse();
        assertThat(code.redeem(CODE, NOW.plus(LIFETIME).plusSeconds(1))).isFalse();
        assertThat(code.redeem(CODE, NOW.plus(LIFETIME).minusMillis(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "\u0000", "guess"})
    void anotherTextIsNotTheCodeAndDoesNotUseItUp(String prefix) {
        assertThat(code.redeem(prefix, NOW)).isFalse();
        assertThat(code.redeem(prefix + CODE + "A", NOW)).isFalse();
        assertThat(code.redeem(CODE.substring(1), NOW)).isFalse();
        assertThat(code.redeem(CODE.toUpperCase(Locale.ROOT), NOW)).isFalse();

        assertThat(code.redeem(CODE, NOW)).isTrue();
    }

    @Test
    void itsHashIsAllThatIsKept() {
        assertThat(code).usingRecursiveAssertion().allFieldsSatisfy(field -> !CODE.equals(field));
    }

    @Test
    void tenAttemptsAMinuteAreAllowed() {
        for (var i = 0; i < 10; i++) {
            assertThat(code.count().isConsumed()).isTrue();
        }

        assertThat(code.count().isConsumed()).isFalse();
    }
}
