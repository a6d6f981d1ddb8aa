package dev.duoconfig.http.wire;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Values that a connection repeats are not read again, and nothing else is let through. */
@Tag("fast")
class HeaderValidatorTest {

    private static final String TOKEN = "Bearer " + "a".repeat(500);

    private final HeaderValidator validator = new HeaderValidator();

    @Test
    void aValidValueStaysValid() {
        assertThatCode(() -> {
                    validator.accept("Authorization", TOKEN);
                    validator.accept("Authorization", TOKEN);
                    validator.accept("Accept", "*/*");
                    validator.accept("Authorization", TOKEN + "b");
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\r", "\n", "\u000b", "\u007f", "\r\nX-Admin: true"})
    void aValueWithAControlCharacterIsInvalidWheneverItCame(String characters) {
        for (var value : new String[] {TOKEN + characters, characters + TOKEN, "short" + characters}) {
            validator.accept("Authorization", TOKEN);

            for (var attempt = 0; attempt < 2; attempt++) {
                assertThatIllegalArgumentException().isThrownBy(() -> validator.accept("Authorization", value));
            }
        }
    }

    @Test
    void anInvalidNameIsInvalidWithAKnownValue() {
        validator.accept("Authorization", TOKEN);

        assertThatIllegalArgumentException().isThrownBy(() -> validator.accept("Author ization", TOKEN));
        assertThatIllegalArgumentException().isThrownBy(() -> validator.accept("Author\nization", TOKEN));
    }
}
