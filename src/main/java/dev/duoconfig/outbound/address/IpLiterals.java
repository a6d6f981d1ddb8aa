package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * IP addresses as text: parses every spelling that browsers, command-line tools, and C libraries accept, and formats
 * addresses canonically. Never queries DNS.
 */
public final class IpLiterals {

    private IpLiterals() {}

    /**
     * Parses a host as an address.
     *
     * @param host an IPv4 address in any spelling (decimal, octal with a leading 0, hexadecimal with 0x, with one to
     *     four parts, with a trailing dot) or an IPv6 address without a zone id, with or without brackets
     * @return the address; empty if the text is not an address. An IPv4-mapped IPv6 address is returned as the IPv4
     *     address
     */
    public static Optional<InetAddress> parse(String host) {
        if (host.indexOf(':') >= 0) {
            return Ipv6Text.parse(withoutBrackets(host)).map(IpLiterals::address);
        }
        return Ipv4Text.parse(host, Ipv4Text.LeadingZero.OCTAL).map(IpLiterals::address);
    }

    /**
     * Parses an address in its usual spelling only.
     *
     * @param host four decimal numbers without leading zeros, or an IPv6 address without brackets and zone id
     * @return the address; empty for every other text
     */
    public static Optional<InetAddress> parseCanonical(String host) {
        if (host.indexOf(':') >= 0) {
            return Ipv6Text.parse(host).map(IpLiterals::address);
        }
        return Ipv4Text.parseCanonical(host).map(IpLiterals::address);
    }

    /**
     * Formats an address canonically: dotted decimal, or compressed lower-case IPv6 (RFC 5952), without its host name and
     * zone.
     */
    public static String format(InetAddress address) {
        byte[] bytes = plain(address).getAddress();
        return bytes.length == 4 ? Ipv4Text.format(bytes) : Ipv6Text.format(bytes);
    }

    /**
     * All addresses that programs understand a host to be: some read numbers with a leading zero as octal, others as
     * decimal.
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

    /** Whether a host is meant as an IPv4 address, well-formed or not: its last label is a number. */
    static boolean endsInNumber(String host) {
        return Ipv4Text.endsInNumber(host);
    }

    /** The address without host name and zone; an IPv4-mapped IPv6 address becomes the IPv4 address. */
    public static InetAddress plain(InetAddress address) {
        return address(address.getAddress());
    }

    /** The host for use before a port: an IPv6 address in brackets. */
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
