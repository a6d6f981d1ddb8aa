package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

import dev.duoconfig.outbound.address.SpecialAddress.Kind;

/**
 * The outbound rules: decides whether an address can be connected to. Pure: does not look up names or read a clock.
 *
 * <p>Addresses of the public internet are allowed. Internal addresses (private, loopback, and own addresses, IPv4 inside
 * IPv6, and so on) need an entry in the allowlist: the host name, the address, or a range. Link-local addresses need an
 * entry for the address or for a range of link-local addresses. Cloud metadata addresses need an entry for exactly that
 * address.
 */
public final class AddressPolicy {

    private AddressPolicy() {}

    /**
     * A decision and its reason.
     *
     * @param allowed whether the address can be connected to
     * @param rule the reason in words for administrators, such as {@code 10.1.2.3 allowed by 10.0.0.0/8}
     */
    public record Verdict(boolean allowed, String rule) {

        private static Verdict allow(String rule) {
            return new Verdict(true, rule);
        }

        private static Verdict block(String reason) {
            return new Verdict(false, "blocked: " + reason);
        }
    }

    /**
     * Decides about an address of a host that an administrator configured.
     *
     * @param hostName the host of the URL: a name, or the address itself
     * @param address one of its addresses
     * @param port the port to connect to
     * @param allowlist the outbound allowlist
     * @param ownAddresses the addresses of this machine's interfaces
     */
    public static Verdict verdict(
            String hostName, InetAddress address, int port, Allowlist allowlist, Set<InetAddress> ownAddresses) {
        var plain = IpLiterals.plain(address);
        var text = IpLiterals.format(plain);
        if (isUnusualSpelling(hostName)) {
            return Verdict.block(unusualSpelling(hostName, text));
        }
        var special = SpecialAddress.of(plain).or(() -> own(plain, ownAddresses));
        if (special.isEmpty()) {
            return Verdict.allow(text + " is a public address");
        }
        return entryFor(special.get().kind(), hostName, plain, port, allowlist)
                .map(entry -> Verdict.allow(text + " allowed by " + entry))
                .orElseGet(() -> Verdict.block(text + " is " + special.get().description() + "; "
                        + remedy(special.get().kind())));
    }

    /**
     * Decides about an address of a host that the operator configured in the settings of the service: all addresses except
     * link-local and metadata addresses are allowed.
     *
     * @param hostName the host of the URL: a name, or the address itself
     * @param address one of its addresses
     */
    public static Verdict operatorVerdict(String hostName, InetAddress address) {
        var plain = IpLiterals.plain(address);
        var text = IpLiterals.format(plain);
        if (isUnusualSpelling(hostName)) {
            return Verdict.block(unusualSpelling(hostName, text));
        }
        return SpecialAddress.of(plain)
                .filter(special -> special.kind() != Kind.INTERNAL)
                .map(special -> Verdict.block(text + " is " + special.description() + ", which is never allowed"))
                .orElseGet(() -> Verdict.allow(text + " allowed: the operator configured this URL"));
    }

    /**
     * The narrowest allowlist entry that allows a blocked host: the host with its port. Empty for unusual spellings, and for
     * link-local and metadata addresses, which must not be allowed casually.
     *
     * @param hostName the host of the URL: a name, or the address itself
     * @param address the blocked address
     * @param port the port to connect to
     */
    public static Optional<String> entryToAdd(String hostName, InetAddress address, int port) {
        var special = SpecialAddress.of(IpLiterals.plain(address));
        var internal = special.map(SpecialAddress::kind).orElse(Kind.INTERNAL) == Kind.INTERNAL;
        if (!internal || isUnusualSpelling(hostName)) {
            return Optional.empty();
        }
        return Optional.of(IpLiterals.bracketed(hostName) + ":" + port);
    }

    private static Optional<SpecialAddress> own(InetAddress address, Set<InetAddress> ownAddresses) {
        return ownAddresses.contains(address)
                ? Optional.of(new SpecialAddress(Kind.INTERNAL, "an address of this machine"))
                : Optional.empty();
    }

    private static Optional<String> entryFor(
            Kind kind, String hostName, InetAddress address, int port, Allowlist allowlist) {
        var literal = allowlist.literal(address, port);
        return switch (kind) {
            case METADATA -> literal;
            case LINK_LOCAL -> literal.or(() -> allowlist.range(address, SpecialAddress::isWithinLinkLocal));
            case INTERNAL ->
                literal.or(() -> allowlist.range(address, range -> true)).or(() -> allowlist.host(hostName, port));
        };
    }

    private static String remedy(Kind kind) {
        return switch (kind) {
            case METADATA -> "only an entry for exactly this address in the outbound allowlist allows it";
            case LINK_LOCAL ->
                "only an entry for this address, or for a range of link-local addresses, in the outbound "
                        + "allowlist allows it";
            case INTERNAL -> "add it to the outbound allowlist";
        };
    }

    private static boolean isUnusualSpelling(String hostName) {
        boolean ipv4 =
                hostName.indexOf(':') < 0 && !IpLiterals.readings(hostName).isEmpty();
        return ipv4 && IpLiterals.parseCanonical(HostNames.normalize(hostName)).isEmpty();
    }

    private static String unusualSpelling(String hostName, String address) {
        return hostName + " is an unusual spelling of an IPv4 address; write " + address + " if you mean that address";
    }
}
