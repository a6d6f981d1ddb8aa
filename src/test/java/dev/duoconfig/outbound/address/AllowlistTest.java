package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import dev.duoconfig.outbound.address.AllowlistException.InvalidEntry;
import dev.duoconfig.outbound.address.AllowlistException.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("fast")
class AllowlistTest {

    private static final InetAddress ANY = IpLiterals.parseCanonical("10.1.2.3").orElseThrow();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "gw.internal",
                "GW.Internal.",
                "gw.internal:5052",
                "model_server:8000",
                "10.1.2.3",
                "10.1.2.3:8000",
                "fd00::1",
                "::1",
                "[fd00::1]",
                "[fd00::1]:8000",
                "10.0.0.0/8",
                "10.1.2.3/8",
                "0.0.0.0/0",
                "fd00::/8",
                "::1/128",
                "169.254.169.254",
            })
    void everyFormOfEntryIsAccepted(String entry) {
        assertThat(Allowlist.parse(List.of(" " + entry + " ")).entries()).containsExactly(entry);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|The entry is empty.",
                "' '|The entry is empty.",
                "*|Wildcards",
                "*.internal|Wildcards",
                "http://gw.internal|is a URL",
                "gw.internal/v1|The range is not valid",
                "10.0.0.0/8:80|The range is not valid",
                "[fd00::]/8|The range is not valid",
                "10.0.0.0/|The range is not valid",
                "10.0.0.0/-1|The range is not valid",
                "10.0.0/8|The range is not valid",
                "10.0.0.0/33|more than 32 bits",
                "fd00::/129|more than 128 bits",
                "gw internal|visible ASCII",
                "bücher.example|visible ASCII",
                "fe80::1%eth0|zone",
                "::ffff:10.0.0.1|write 10.0.0.1",
                "::ffff:10.0.0.0/104|write 10.0.0.0",
                "[::ffff:10.0.0.1]:80|write 10.0.0.1",
                "127.1|ends in a number",
                "0x7f.0.0.1|ends in a number",
                "2130706433|ends in a number",
                "010.0.0.1|ends in a number",
                "10.1.2.256|ends in a number",
                "10.1.2.3.|ends in a number",
                "gw.internal:|port",
                "gw.internal:0|port",
                "gw.internal:65536|port",
                "gw.internal:http|port",
                ":80|The host is missing.",
                "fd00::1:x|not an IPv6 address",
                "fd00:::1|not an IPv6 address",
                "[10.0.0.1]:80|not an IPv6 address",
                "[fd00::1|not an IPv6 address",
                "[fd00::1]80|not an IPv6 address",
                "a..b|The host is not valid",
                "user@gw.internal|The host is not valid",
                "metadata.google.internal|never allowed",
                "'\"gw.internal\"'|begins with the character \"",
                "`gw.internal`|begins with the character `",
                "<10.0.0.0/8>|begins with the character <",
                "gw.internal,10.0.0.0/8|a list",
                "10.0.0.0/8; 10.1.0.0/16|a list",
                "10.0.0.0/8,|a list",
            })
    void invalidEntriesAreRefusedWithTheRule(String entry, String rule) {
        var refusal = refusal(List.of("gw.internal", entry));

        assertThat(refusal.kind()).isEqualTo(Kind.ENTRY_INVALID);
        assertThat(refusal.invalidEntries()).hasSize(1);
        assertThat(refusal.invalidEntries().get(0).index()).isEqualTo(1);
        assertThat(refusal.invalidEntries().get(0).rule()).contains(rule);
    }

    @Test
    void allInvalidEntriesAreReportedByIndex() {
        var refusal = refusal(Arrays.asList("*", "gw.internal", null, "10.0.0.0/8", "a/b"));

        assertThat(refusal.invalidEntries()).extracting(InvalidEntry::index).containsExactly(0, 2, 4);
    }

    @Test
    void aListHasAtMost1000EntriesOf255Characters() {
        var full = Collections.nCopies(1000, "10.0.0.0/8");
        var tooMany = Collections.nCopies(1001, "10.0.0.0/8");
        var label = "a".repeat(49) + ".";
        var longest = label.repeat(4) + "a".repeat(49) + ":65535";

        assertThat(Allowlist.parse(full).entries()).hasSize(1000);
        assertThat(refusal(tooMany).kind()).isEqualTo(Kind.TOO_LONG);
        assertThat(refusal(tooMany)).hasMessageContaining("1001").hasMessageContaining("1000");
        assertThat(Allowlist.parse(List.of(longest)).entries()).containsExactly(longest);
        assertThat(refusal(List.of("a".repeat(256))).getMessage()).contains("255");
    }

    @Test
    void aNameMatchesItselfWithItsPortButNoSubdomain() {
        var list = Allowlist.parse(List.of("GW.Internal:5052", "any.internal"));

        assertThat(list.host("gw.internal", 5052)).contains("GW.Internal:5052");
        assertThat(list.host("gw.internal.", 5052)).contains("GW.Internal:5052");
        assertThat(list.host("gw.internal", 80)).isEmpty();
        assertThat(list.host("a.gw.internal", 5052)).isEmpty();
        assertThat(list.host("internal", 5052)).isEmpty();
        assertThat(list.host("any.internal", 1)).contains("any.internal");
    }

    @Property
    void aRangeContainsExactlyTheAddressesThatShareItsFirstBits(
            @ForAll @Size(4) byte[] network, @ForAll @Size(4) byte[] other, @ForAll @IntRange(max = 32) int prefix) {
        var entry = Ipv4Text.format(network) + "/" + prefix;
        int shift = 32 - prefix;
        var same = prefix == 0 || number(network) >>> shift == number(other) >>> shift;

        var list = Allowlist.parse(List.of(entry));

        assertThat(list.range(IpLiterals.address(other), range -> true).isPresent())
                .isEqualTo(same);
        assertThat(list.range(IpLiterals.address(network), range -> true)).contains(entry);
    }

    @Property
    void anAddressMatchesItselfOnly(@ForAll @Size(4) byte[] entry, @ForAll @Size(4) byte[] other) {
        var list = Allowlist.parse(List.of(Ipv4Text.format(entry)));

        assertThat(list.literal(IpLiterals.address(other), 80).isPresent()).isEqualTo(Arrays.equals(entry, other));
        assertThat(list.literal(IpLiterals.address(entry), 80)).isPresent();
    }

    @Property
    void anyEntryIsAcceptedUnchangedOrRefusedWithARule(@ForAll("entryLike") String text) {
        try {
            var list = Allowlist.parse(List.of(text));

            assertThat(list.entries()).containsExactly(text.strip());
            var name = text.strip().toLowerCase(Locale.ROOT);
            assertThat(list.host(name + ".evil", 80)).isEmpty();
            assertThat(list.literal(ANY, 80).isPresent()).isEqualTo(name.matches("10\\.1\\.2\\.3(:0*80)?"));
        } catch (AllowlistException e) {
            assertThat(e.invalidEntries()).hasSize(1);
            assertThat(e.invalidEntries().get(0).rule()).isNotBlank().endsWith(".");
        }
    }

    @Provide
    Arbitrary<String> entryLike() {
        Arbitrary<String> pieces =
                Arbitraries.of("10.1.2.3", "::1", ":80", "/8", "[", "]", "gw", ".", "*", "%", "0x7f", " ", "é");
        return Arbitraries.oneOf(
                Arbitraries.strings(), pieces.list().ofMaxSize(4).map(list -> String.join("", list)));
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static AllowlistException refusal(List<String> entries) {
        var refusal = catchThrowableOfType(AllowlistException.class, () -> Allowlist.parse(entries));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
