package dev.duoconfig.outbound.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

import dev.duoconfig.outbound.address.AddressPolicy.Verdict;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.outbound.OutboundFixture.address;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class AddressPolicyTest {

    private static final Allowlist EVERYTHING =
            Allowlist.parse(List.of("0.0.0.0/0", "::/0", "gw.internal", "gw.internal:80"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3|a private address (10.0.0.0/8)",
                "10.0.0.0|a private address (10.0.0.0/8)",
                "10.255.255.255|a private address (10.0.0.0/8)",
                "172.16.0.1|a private address (172.16.0.0/12)",
                "172.31.255.255|a private address (172.16.0.0/12)",
                "192.168.1.1|a private address (192.168.0.0/16)",
                "127.0.0.1|a loopback address (127.0.0.0/8)",
                "127.255.255.255|a loopback address (127.0.0.0/8)",
                "100.64.0.1|a shared address behind a carrier's NAT (100.64.0.0/10)",
                "100.127.255.255|a shared address behind a carrier's NAT (100.64.0.0/10)",
                "0.0.0.0|an address of this network (0.0.0.0/8)",
                "0.1.2.3|an address of this network (0.0.0.0/8)",
                "224.0.0.1|a multicast address (224.0.0.0/4)",
                "239.255.255.255|a multicast address (224.0.0.0/4)",
                "240.0.0.1|a reserved address (240.0.0.0/4)",
                "255.255.255.255|the broadcast address",
                "198.18.0.1|an address reserved for benchmarks (198.18.0.0/15)",
                "192.0.0.8|an address reserved for protocols (192.0.0.0/24)",
                "::|the unspecified address",
                "::1|the loopback address",
                "fc00::1|a private address (fc00::/7)",
                "fdff::1|a private address (fc00::/7)",
                "fec0::1|a private address (fec0::/10)",
                "ff02::1|a multicast address (ff00::/8)",
                "::8.8.8.8|an IPv6 address that contains the IPv4 address 8.8.8.8 (IPv4-compatible, ::/96)",
                "::ffff:10.1.2.3|a private address (10.0.0.0/8)",
                "::ffff:0:8.8.8.8|an IPv6 address that contains the IPv4 address 8.8.8.8 (IPv4-translated, ::ffff:0:0:0/96)",
                "2002:a01:203::1|an IPv6 address that contains the IPv4 address 10.1.2.3 (6to4, 2002::/16)",
                "64:ff9b::10.1.2.3|an IPv6 address that contains the IPv4 address 10.1.2.3 (NAT64, 64:ff9b::/96)",
                "64:ff9b:1::10.1.2.3|an IPv6 address that contains the IPv4 address 10.1.2.3 (local NAT64, 64:ff9b:1::/48)",
                "2001:0:808:808::|an IPv6 address that contains the IPv4 address 8.8.8.8 (Teredo server, 2001::/32)",
                "2600::5efe:10.1.2.3|an IPv6 address that contains the IPv4 address 10.1.2.3 (ISATAP)",
                "100::1|an IPv6 address outside the public range 2000::/3",
                "4000::1|an IPv6 address outside the public range 2000::/3",
            })
    void internalAddressesAreBlockedUntilTheyAreListed(String text, String description) {
        var address = address(text);
        var shown = IpLiterals.format(address);

        var blocked = verdict("gw.internal", address, Allowlist.EMPTY);
        var byAddress = verdict("gw.internal", address, Allowlist.parse(List.of(shown)));
        var byName = verdict("gw.internal", address, Allowlist.parse(List.of("gw.internal:80")));
        var byRange = verdict("gw.internal", address, Allowlist.parse(List.of("0.0.0.0/0", "::/0")));
        var byOtherPort = verdict("gw.internal", address, Allowlist.parse(List.of("gw.internal:81")));

        assertThat(blocked.allowed()).isFalse();
        assertThat(blocked.rule())
                .isEqualTo("blocked: " + shown + " is " + description + "; add it to the outbound allowlist");
        assertThat(byAddress).isEqualTo(new Verdict(true, shown + " allowed by " + shown));
        assertThat(byName).isEqualTo(new Verdict(true, shown + " allowed by gw.internal:80"));
        assertThat(byRange.allowed()).isTrue();
        assertThat(byOtherPort.allowed()).isFalse();
        assertThat(AddressPolicy.operatorVerdict("gw.internal", address).allowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "1.0.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2001:4860:4860::8888",
            })
    void publicAddressesAreAllowed(String text) {
        assertThat(verdict("example.com", address(text), Allowlist.EMPTY))
                .isEqualTo(new Verdict(true, text + " is a public address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fe80::a9fe:a9fe",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "64:ff9b::a9fe:a9fe",
                "2002:6464:64c8::1",
                "2001::5601:5601",
            })
    void metadataAddressesNeedAnEntryForTheExactAddress(String text) {
        var address = address(text);

        var blocked = verdict("gw.internal", address, EVERYTHING);
        var listed = verdict("gw.internal", address, Allowlist.parse(List.of(text)));

        assertThat(blocked.allowed()).isFalse();
        assertThat(blocked.rule())
                .endsWith("only an entry for exactly this address in the outbound allowlist allows it");
        assertThat(listed.allowed()).isTrue();
        assertThat(AddressPolicy.operatorVerdict("gw.internal", address).allowed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.1.1, 169.254.0.0/16",
        "169.254.1.1, 169.254.1.0/24",
        "fe80::1, fe80::/10",
        "fe80::1, fe80::/64",
    })
    void linkLocalAddressesNeedAnEntryForTheAddressOrALinkLocalRange(String text, String range) {
        var address = address(text);

        assertThat(verdict("gw.internal", address, EVERYTHING).allowed()).isFalse();
        assertThat(verdict("gw.internal", address, Allowlist.parse(List.of("169.0.0.0/8", "fe00::/7"))))
                .matches(verdict -> !verdict.allowed());
        assertThat(verdict("gw.internal", address, Allowlist.parse(List.of(text)))
                        .allowed())
                .isTrue();
        assertThat(verdict("gw.internal", address, Allowlist.parse(List.of(range))))
                .isEqualTo(new Verdict(true, text + " allowed by " + range));
        assertThat(AddressPolicy.operatorVerdict("gw.internal", address).allowed())
                .isFalse();
    }

    @Test
    void aZoneDoesNotHideAnAddress() throws UnknownHostException {
        var zoned = Inet6Address.getByAddress("fe80::1", address("fe80::1").getAddress(), 1);

        assertThat(verdict("gw.internal", zoned, EVERYTHING).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f.1", "127.1", "0177.0.0.1", "127.00.0.1", "0x08080808", "010.0.0.1"})
    void unusualSpellingsAreBlockedEvenIfListed(String hostName) {
        var verdict = verdict(hostName, IpLiterals.parse(hostName).orElseThrow(), EVERYTHING);

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.rule()).contains("is an unusual spelling of an IPv4 address");
        assertThat(AddressPolicy.operatorVerdict(hostName, address("127.0.0.1")).allowed())
                .isFalse();
    }

    @Test
    void addressesOfThisMachineAreBlockedUntilTheyAreListed() {
        var own = address("203.0.113.7");

        var blocked = AddressPolicy.verdict("gw.internal", own, 80, Allowlist.EMPTY, Set.of(own));
        var listed = AddressPolicy.verdict("gw.internal", own, 80, EVERYTHING, Set.of(own));

        assertThat(blocked)
                .isEqualTo(new Verdict(
                        false, "blocked: 203.0.113.7 is an address of this machine; add it to the outbound allowlist"));
        assertThat(listed.allowed()).isTrue();
    }

    @Property
    void addressesThatJavaCallsLocalAreNeverAllowedByDefault(@ForAll("addresses") InetAddress address) {
        var local = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();

        var verdict = verdict("example.com", address, Allowlist.EMPTY);

        assertThat(verdict.allowed() && local).isFalse();
        assertThat(verdict.rule()).contains(IpLiterals.format(address));
    }

    @Property
    void aBlockedIpv4AddressIsNotReachableThroughIpv6(@ForAll("ipv4") InetAddress address) {
        var text = IpLiterals.format(address);
        var blocked = !verdict("example.com", address, Allowlist.EMPTY).allowed();

        for (var prefix : List.of("::ffff:", "::", "64:ff9b::", "64:ff9b:1::", "2600::5efe:", "::ffff:0:")) {
            var embedded = verdict("example.com", address(prefix + text), Allowlist.EMPTY);
            assertThat(blocked && embedded.allowed()).as(prefix + text).isFalse();
        }
    }

    @Provide
    Arbitrary<InetAddress> addresses() {
        var ipv6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
        var special = Arbitraries.of(0x00, 0x20, 0xfc, 0xfe, 0xff)
                .flatMap(first -> ipv6.map(bytes -> {
                    bytes[0] = first.byteValue();
                    return bytes;
                }));
        return Arbitraries.oneOf(ipv4(), ipv6.map(IpLiterals::address), special.map(IpLiterals::address));
    }

    @Provide
    Arbitrary<InetAddress> ipv4() {
        Arbitrary<Byte> first =
                Arbitraries.of(0, 8, 10, 100, 127, 169, 172, 192, 224, 255).map(Integer::byteValue);
        var rest = Arbitraries.bytes().array(byte[].class).ofSize(3);
        return first.flatMap(
                head -> rest.map(tail -> IpLiterals.address(new byte[] {head, tail[0], tail[1], tail[2]})));
    }

    private static Verdict verdict(String hostName, InetAddress address, Allowlist allowlist) {
        return AddressPolicy.verdict(hostName, address, 80, allowlist, Set.of());
    }
}
