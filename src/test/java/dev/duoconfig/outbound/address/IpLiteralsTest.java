package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.util.Arrays;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class IpLiteralsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "0X7F.0.0.0x1, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "0, 0.0.0.0",
        "0x, 0.0.0.0",
        "169.254.43518, 169.254.169.254",
        "0000000000000251.254.169.254, 169.254.169.254",
        "::, ::",
        "::1, ::1",
        "[::1], ::1",
        "FD00:0EC2::0254, fd00:ec2::254",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:0:4:0:0:0:8, 1:0:0:4::8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "1::, 1::",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::ffff:a00:1, 10.0.0.1",
        "64:ff9b::169.254.169.254, 64:ff9b::a9fe:a9fe",
    })
    void everySpellingIsParsedAndFormattedCanonically(String spelling, String canonical) {
        assertThat(IpLiterals.parse(spelling)).map(IpLiterals::format).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "example.com",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.65536",
                "4294967296",
                "99999999999999999999999999",
                "1..2",
                "1.2.3.4..",
                "0x1g.0.0.1",
                "08.0.0.1",
                "-1.0.0.1",
                "１27.0.0.1",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "1::2::3",
                ":1::",
                "::1:",
                "::12345",
                "::g",
                "::1.2.3.04",
                "1.2.3.4::",
                "fe80::1%eth0",
                "[::1",
                "::1]",
                "[[::1]]",
                "[127.0.0.1]",
            })
    void textsThatAreNotAddressesAreNotParsed(String text) {
        assertThat(IpLiterals.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "127.0.0.01", "127.0.0.1.", "0x7f.0.0.1", "2130706433", "[::1]", "localhost"})
    void unusualSpellingsAreNotCanonical(String text) {
        assertThat(IpLiterals.parseCanonical(text)).isEmpty();
    }

    @Property
    void anyTextIsParsedWithoutException(@ForAll String text) {
        assertThat(IpLiterals.parse(text)).isNotNull();
        assertThat(IpLiterals.readings(text)).isNotNull();
    }

    @Property
    void textsThatLookLikeAddressesAreParsedWithoutException(@ForAll("addressLike") String text) {
        IpLiterals.parseCanonical(text)
                .ifPresent(address -> assertThat(IpLiterals.parse(text)).contains(address));
    }

    @Property
    void formattedAddressesAreParsedBack(@ForAll("addresses") InetAddress address) {
        assertThat(IpLiterals.parseCanonical(IpLiterals.format(address))).contains(address);
    }

    @Property
    void javasSpellingIsParsedToo(@ForAll("addresses") InetAddress address) {
        assertThat(IpLiterals.parse(address.getHostAddress())).contains(address);
    }

    @Property
    void everyIpv4SpellingMeansTheSameAddress(
            @ForAll @Size(4) byte[] bytes, @ForAll("spellings") Ipv4Spelling spelling) {
        assertThat(IpLiterals.parse(spelling.write(bytes)))
                .as(spelling.write(bytes))
                .contains(IpLiterals.address(bytes));
    }

    @Provide
    Arbitrary<Ipv4Spelling> spellings() {
        return Ipv4Spelling.any();
    }

    @Provide
    Arbitrary<String> addressLike() {
        return Arbitraries.strings().withChars("0123456789abcdefxX.:%[]/").ofMaxLength(45);
    }

    @Provide
    Arbitrary<InetAddress> addresses() {
        Arbitrary<Byte> mostlyZero =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just((byte) 0)), Tuple.of(1, Arbitraries.bytes()));
        var ipv4 = mostlyZero.array(byte[].class).ofSize(4);
        var ipv6 = mostlyZero.array(byte[].class).ofSize(16);
        return Arbitraries.oneOf(ipv4, ipv6).map(bytes -> IpLiterals.address(Arrays.copyOf(bytes, bytes.length)));
    }
}
