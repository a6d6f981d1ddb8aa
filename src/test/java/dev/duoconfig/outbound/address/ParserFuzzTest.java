package dev.duoconfig.outbound.address;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Unexpected texts, found by coverage-guided fuzzing. A normal build runs the recorded seeds; CONTRIBUTING.md describes
 * how to search for more.
 */
@Tag("slow")
class ParserFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void aUrlIsAcceptedUnchangedOrRefusedWithARule(@NotNull String text) {
        try {
            var url = HttpUrl.parse(text);

            assertThat(HttpUrl.parse(url.value())).isEqualTo(url);
            assertThat(url.value()).isEqualTo(text.strip());
            assertThat(url.port()).isBetween(1, 65_535);
            assertThat(url.host()).isNotEmpty().doesNotContain("@", "/", "\\", "#", "?", " ");
            assertThat(url.requestTarget()).doesNotContain("\r", "\n", " ");
            IpLiterals.parse(url.host()).map(IpLiterals::plain).ifPresent(address -> assertThat(
                            address.isLinkLocalAddress())
                    .as("a link-local address gets past the parser: %s", text)
                    .isFalse());
        } catch (HttpUrlException e) {
            assertThat(e.rule()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "2m")
    void anAllowlistIsAcceptedOrRefusedAtAnEntry(@NotNull String text) {
        try {
            var allowlist = Allowlist.parse(List.of(text));

            assertThat(Allowlist.parse(allowlist.entries())).isEqualTo(allowlist);
        } catch (AllowlistException e) {
            assertThat(e.invalidEntries()).singleElement().satisfies(entry -> assertThat(entry.rule())
                    .isNotBlank());
        }
    }
}
