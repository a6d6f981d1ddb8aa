package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * IP addresses as text: reads every spelling that browsers, command line tools and C libraries take for an address,
 * and writes the canonical one. Never asks DNS.
 */
public final class IpLiterals {

    private IpLiterals() {}

    /**
     * Reads a host text as an address.
     *
     * @param host an IPv4 address in any spelling (decimal, octal with a leading 0, hexadecimal with 0x, with one to
     *     four parts, with a trailing dot) or an IPv6 address, with or without brackets. Zone ids are refused.
     * @return the address; empty if the text is a name or nothing at all. An IPv4 address written as IPv4-mapped IPv6
     *     comes back as the IPv4 address
     */
    public static Optional<InetAddress> parse(String host) {
        if (host.indexOf(':') >= 0) {
            return Ipv6Text.parse(withoutBrackets(host)).map(IpLiterals::address);
        }
        return Ipv4Text.parse(host, Ipv4Text.LeadingZero.OCTAL).map(IpLiterals::address);
    }

    /**
     * Reads an address in its usual spelling only.
     *
     * @param host four decimal numbers without leading zeros, or IPv6 without brackets and zone id
     * @return the address; empty for every other text
     */
    public static Optional<InetAddress> parseCanonical(String host) {
        if (host.indexOf(':') >= 0) {
            return Ipv6Text.parse(host).map(IpLiterals::address);
        }
        return Ipv4Text.parseCanonical(host).map(IpLiterals::address);
    }

    /**
     * Writes an address in its canonical form: dotted decimal, or compressed lower-case IPv6 (RFC 5952). The name that
     * the address was looked up by and its zone are left out.
     */
    public static String format(InetAddress address) {
        byte[] bytes = plain(address).getAddress();
        return bytes.length == 4 ? Ipv4Text.format(bytes) : Ipv6Text.format(bytes);
    }

    /**
     * All addresses that one program or another understands under a host text: numbers with a leading zero are octal
     * to some and decimal to others.
     */
    static List<InetAddress> readings(String host) {
        if (host.indexOf(':') >= 0) {
            return parse(host).stream().toList();
        }
        return List.of(Ipv4Text.LeadingZero.values()).stream()
                .flatMap(meaning -> Ipv4Text.parse(host, meaning).stream())
                .map(IpLiterals::address)
                .distinct()
                .toList();
    }

    /** Whether a host text is meant as an IPv4 address, well-formed or not: its last label is a number. */
    static boolean endsInNumber(String host) {
        return Ipv4Text.endsInNumber(host);
    }

    /** The address without name and zone; IPv4-mapped IPv6 becomes the IPv4 address that it stands for. */
    public static InetAddress plain(InetAddress address) {
        return address(address.getAddress());
    }

    /** The host as it stands before a port: an IPv6 address in brackets. */
    public static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    private static String withoutBrackets(String host) {
        var bracketed = host.startsWith("[") && host.endsWith("]");
        return bracketed ? host.substring(1, host.length() - 1) : host;
    }
}
