package dev.duoconfig.check;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ClosestNameTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4O, gpt-4o",
        "openai/gpt-4o, gpt-4o",
        "Llama-3-8B, meta/llama-3-8b",
        "gpt-4p, gpt-4o",
        "mixtral8x7b, mixtral-8x7b"
    })
    void theClosestNameIsFound(String wrong, String expected) {
        var served = List.of("embed-large", "gpt-4o", "gpt-4-turbo-preview", "meta/llama-3-8b", "mixtral-8x7b");

        assertThat(ClosestName.of(wrong, served)).map(ClosestName::name).contains(expected);
    }

    @Test
    void noNameIsGuessedAmongSeveralDifferentOnes() {
        assertThat(ClosestName.of("claude", List.of("gpt-4o", "mixtral"))).isEmpty();
    }

    @Test
    void theOnlyServedNameIsSuggested() {
        assertThat(ClosestName.of("Mixtral", List.of("/models/weights")))
                .map(ClosestName::name)
                .contains("/models/weights");
    }

    @Test
    void hugeListsAndLongNamesAreIgnored() {
        assertThat(ClosestName.of("x", List.of("x".repeat(100_000)))).isEmpty();
        assertThat(ClosestName.of("x", Collections.nCopies(100_000, "y".repeat(200))))
                .isEmpty();
    }
}
