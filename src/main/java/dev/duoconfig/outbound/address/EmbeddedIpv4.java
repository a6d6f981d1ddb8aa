package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An IPv4 address that is embedded in an IPv6 address. IPv4-mapped addresses are not included, because Java converts them
 * to IPv4 addresses.
 *
 * @param address the embedded address
 * @param form the convention of the embedding, with its range
 */
record EmbeddedIpv4(InetAddress address, String form) {

    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");
    private static final Cidr TEREDO = Cidr.of("2001::/32");
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
    private static final Cidr LOCAL_NAT64 = Cidr.of("64:ff9b:1::/48");
    private static final Cidr TRANSLATED = Cidr.of("::ffff:0:0:0/96");
    private static final Cidr COMPATIBLE = Cidr.of("::/96");

    /** All IPv4 addresses that an address can embed; empty for IPv4 addresses. */
    static List<EmbeddedIpv4> in(InetAddress address) {
        byte[] bytes = address.getAddress();
        var found = new ArrayList<EmbeddedIpv4>();
        if (bytes.length == 4) {
            return found;
        }
        if (SIX_TO_FOUR.contains(address)) {
            found.add(extract(bytes, "6to4, " + SIX_TO_FOUR, 2, 3, 4, 5));
        }
        if (TEREDO.contains(address)) {
            found.add(extract(bytes, "Teredo server, " + TEREDO, 4, 5, 6, 7));
            found.add(extract(inverted(bytes), "Teredo client, " + TEREDO, 12, 13, 14, 15));
        }
        if (NAT64.contains(address)) {
            found.add(extract(bytes, "NAT64, " + NAT64, 12, 13, 14, 15));
        }
        if (LOCAL_NAT64.contains(address)) {
            // The layouts of RFC 6052 for prefixes of 48, 56, 64, and 96 bits. The address does not show which one is
            // in use.
            var form = "local NAT64, " + LOCAL_NAT64;
            found.add(extract(bytes, form, 12, 13, 14, 15));
            found.add(extract(bytes, form, 6, 7, 9, 10));
            found.add(extract(bytes, form, 7, 9, 10, 11));
            found.add(extract(bytes, form, 9, 10, 11, 12));
        }
        if (TRANSLATED.contains(address)) {
            found.add(extract(bytes, "IPv4-translated, " + TRANSLATED, 12, 13, 14, 15));
        }
        if (COMPATIBLE.contains(address)) {
            found.add(extract(bytes, "IPv4-compatible, " + COMPATIBLE, 12, 13, 14, 15));
        }
        if ((bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe) {
            found.add(extract(bytes, "ISATAP", 12, 13, 14, 15));
        }
        return found;
    }

    private static EmbeddedIpv4 extract(byte[] bytes, String form, int first, int second, int third, int fourth) {
        byte[] ipv4 = {bytes[first], bytes[second], bytes[third], bytes[fourth]};
        return new EmbeddedIpv4(IpLiterals.address(ipv4), form);
    }

    private static byte[] inverted(byte[] bytes) {
        byte[] inverted = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        return inverted;
    }
}
