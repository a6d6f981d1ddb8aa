package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * An address that does not belong to the public internet.
 *
 * @param kind the class of the address, which determines the allowlist entry that it needs
 * @param description the kind of address in words that follow "is", such as {@code a private address (10.0.0.0/8)}
 */
record SpecialAddress(Kind kind, String description) {

    /** From the most to the least dangerous. */
    enum Kind {
        /** Returns the credentials of the machine to any client. */
        METADATA,
        /** Reaches only neighbors on the link and, in most clouds, the metadata service. */
        LINK_LOCAL,
        /** Any other address that cannot be reached from the internet. */
        INTERNAL
    }

    private record Range(Cidr cidr, String description) {}

    private static final List<InetAddress> METADATA = List.of(
                    // AWS, Azure, Google, Oracle, OpenStack and most others
                    "169.254.169.254",
                    "fd00:ec2::254",
                    "fd20:ce::254",
                    "fe80::a9fe:a9fe",
                    // AWS: credentials of containers
                    "169.254.170.2",
                    "169.254.170.23",
                    "fd00:ec2::23",
                    // Alibaba
                    "100.100.100.200",
                    // Azure's platform channel
                    "168.63.129.16",
                    // Oracle's older address
                    "192.0.0.192",
                    // Scaleway
                    "169.254.42.42",
                    "fd00:42::42")
            .stream()
            .map(text -> IpLiterals.parseCanonical(text).orElseThrow())
            .toList();

    private static final List<Cidr> LINK_LOCAL = List.of(Cidr.of("169.254.0.0/16"), Cidr.of("fe80::/10"));

    private static final List<Range> INTERNAL = List.of(
            internal("0.0.0.0/8", "an address of this network"),
            internal("10.0.0.0/8", "a private address"),
            internal("100.64.0.0/10", "a shared address behind a carrier's NAT"),
            internal("127.0.0.0/8", "a loopback address"),
            internal("172.16.0.0/12", "a private address"),
            internal("192.0.0.0/24", "an address reserved for protocols"),
            internal("192.168.0.0/16", "a private address"),
            internal("198.18.0.0/15", "an address reserved for benchmarks"),
            internal("224.0.0.0/4", "a multicast address"),
            internal("255.255.255.255/32", "the broadcast address"),
            internal("240.0.0.0/4", "a reserved address"),
            internal("::/128", "the unspecified address"),
            internal("::1/128", "the loopback address"),
            internal("fc00::/7", "a private address"),
            internal("fec0::/10", "a private address"),
            internal("ff00::/8", "a multicast address"));

    private static final Cidr PUBLIC_IPV6 = Cidr.of("2000::/3");

    /** The special meaning of an address without a zone, see {@link IpLiterals#plain}; empty for a public address. */
    static Optional<SpecialAddress> of(InetAddress address) {
        if (METADATA.contains(address)) {
            return Optional.of(new SpecialAddress(Kind.METADATA, "a cloud metadata address"));
        }
        return LINK_LOCAL.stream()
                .filter(range -> range.contains(address))
                .map(range -> new SpecialAddress(Kind.LINK_LOCAL, "a link-local address (" + range + ")"))
                .findFirst()
                .or(() -> internal(address))
                .or(() -> embedding(address))
                .or(() -> outsidePublicIpv6(address));
    }

    /** Whether a range consists of link-local addresses only, and so names them on purpose. */
    static boolean isWithinLinkLocal(Cidr range) {
        return LINK_LOCAL.stream().anyMatch(linkLocal -> linkLocal.contains(range));
    }

    private static Optional<SpecialAddress> internal(InetAddress address) {
        return INTERNAL.stream()
                .filter(range -> range.cidr().contains(address))
                .map(range -> new SpecialAddress(Kind.INTERNAL, range.description()))
                .findFirst();
    }

    private static Range internal(String cidr, String description) {
        var range = Cidr.of(cidr);
        var single = range.prefix() == 8 * range.network().getAddress().length;
        return new Range(range, single ? description : description + " (" + range + ")");
    }

    private static Optional<SpecialAddress> embedding(InetAddress address) {
        return EmbeddedIpv4.in(address).stream()
                .map(inner -> new SpecialAddress(
                        of(inner.address()).map(SpecialAddress::kind).orElse(Kind.INTERNAL),
                        "an IPv6 address that contains the IPv4 address %s (%s)"
                                .formatted(IpLiterals.format(inner.address()), inner.form())))
                .min((a, b) -> a.kind().compareTo(b.kind()));
    }

    private static Optional<SpecialAddress> outsidePublicIpv6(InetAddress address) {
        var ipv6 = address.getAddress().length == 16;
        return ipv6 && !PUBLIC_IPV6.contains(address)
                ? Optional.of(
                        new SpecialAddress(Kind.INTERNAL, "an IPv6 address outside the public range " + PUBLIC_IPV6))
                : Optional.empty();
    }
}
