package dev.duoconfig.outbound.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one allowlist entry; refuses entries that would never match, or would match something unexpected. */
final class AllowlistEntryParser {

    private static final Pattern RANGE = Pattern.compile("(?<network>[^/]*)/(?<prefix>[0-9]{1,3})");
    private static final Pattern BRACKETED = Pattern.compile("\\[(?<address>[^\\[\\]]*)](:(?<port>.*))?");
    private static final Pattern PLAIN = Pattern.compile("(?<host>[^:]*)(:(?<port>.*))?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final String FORMS =
            "Write a host name, an IPv4 address, or an IPv6 address, each with an optional port, or a range such as 10.0.0.0/8.";

    private AllowlistEntryParser() {}

    /** The entry is invalid. {@link Allowlist#parse} collects these exceptions. */
    static final class InvalidEntryException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String rule;

        InvalidEntryException(String rule) {
            super(rule);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }

    static AllowlistEntry parse(String text) throws InvalidEntryException {
        var entry = text.strip();
        checkText(entry);
        if (entry.indexOf('/') >= 0) {
            return range(entry);
        }
        var bracketed = BRACKETED.matcher(entry);
        if (bracketed.matches()) {
            var address = ipv6(bracketed.group("address"));
            return new AllowlistEntry.Address(entry, address, port(bracketed));
        }
        if (entry.indexOf(':') != entry.lastIndexOf(':')) {
            return new AllowlistEntry.Address(entry, ipv6(entry), AllowlistEntry.ANY_PORT);
        }
        var plain = PLAIN.matcher(entry);
        if (!plain.matches()) {
            throw new InvalidEntryException("The entry is not valid. " + FORMS);
        }
        return hostOrIpv4(entry, plain.group("host"), port(plain));
    }

    private static void checkText(String entry) throws InvalidEntryException {
        if (entry.isEmpty()) {
            throw new InvalidEntryException("The entry is empty. " + FORMS);
        }
        if (entry.length() > Allowlist.MAX_ENTRY_LENGTH) {
            throw new InvalidEntryException("The entry is longer than " + Allowlist.MAX_ENTRY_LENGTH + " characters.");
        }
        var enclosed = entry.startsWith("[") ? Optional.<String>empty() : PastedUrl.enclosed("entry", entry);
        if (enclosed.isPresent()) {
            throw new InvalidEntryException(enclosed.get());
        }
        if (PastedUrl.isList(entry)) {
            throw new InvalidEntryException("The text is a list. Write each entry as a string of its own.");
        }
        if (!entry.chars().allMatch(Ascii::isVisible)) {
            throw new InvalidEntryException(
                    "Only visible ASCII characters are allowed; write other names in their xn-- form.");
        }
        if (entry.indexOf('*') >= 0) {
            throw new InvalidEntryException(
                    "Wildcards are not supported; list each host, or a range such as 10.0.0.0/8.");
        }
        if (entry.contains("://")) {
            throw new InvalidEntryException("The entry is a URL; write only its host and, optionally, a port.");
        }
        if (entry.indexOf('%') >= 0) {
            throw new InvalidEntryException(
                    "An IPv6 address with a zone id (a percent sign and what follows) is not allowed.");
        }
    }

    private static AllowlistEntry range(String entry) throws InvalidEntryException {
        var parts = RANGE.matcher(entry);
        Optional<InetAddress> network =
                parts.matches() ? IpLiterals.parseCanonical(parts.group("network")) : Optional.empty();
        if (network.isEmpty()) {
            throw new InvalidEntryException(
                    "The range is not valid; write an address, a slash, and the number of bits, without a port, "
                            + "such as 10.0.0.0/8 or fd00::/8.");
        }
        refuseMapped(parts.group("network"), network.get());
        int prefix = Integer.parseInt(parts.group("prefix"));
        int bits = 8 * network.get().getAddress().length;
        if (prefix > bits) {
            throw new InvalidEntryException("The range has more than %d bits.".formatted(bits));
        }
        return new AllowlistEntry.Range(entry, new Cidr(network.get(), prefix));
    }

    private static InetAddress ipv6(String text) throws InvalidEntryException {
        var address = IpLiterals.parseCanonical(text)
                .filter(parsed -> text.indexOf(':') >= 0)
                .orElseThrow(() -> new InvalidEntryException(
                        "The text is not an IPv6 address; write it as fd00::1, or as [fd00::1]:8080 with a port."));
        refuseMapped(text, address);
        return address;
    }

    private static void refuseMapped(String text, InetAddress address) throws InvalidEntryException {
        if (text.indexOf(':') >= 0 && !(address instanceof Inet6Address)) {
            throw new InvalidEntryException(
                    "An IPv4 address written as IPv6 never matches; write " + IpLiterals.format(address) + ".");
        }
    }

    private static AllowlistEntry hostOrIpv4(String entry, String host, int port) throws InvalidEntryException {
        var ipv4 = IpLiterals.parseCanonical(host);
        if (ipv4.isPresent()) {
            return new AllowlistEntry.Address(entry, ipv4.get(), port);
        }
        var name = HostNames.normalize(host);
        var fault = HostNames.fault(name);
        if (fault.isPresent()) {
            throw new InvalidEntryException(fault.get());
        }
        if (HostNames.isMetadata(name)) {
            throw new InvalidEntryException("The name of a cloud metadata service is never allowed.");
        }
        return new AllowlistEntry.Host(entry, name, port);
    }

    private static int port(Matcher hostAndPort) throws InvalidEntryException {
        var text = hostAndPort.group("port");
        if (text == null) {
            return AllowlistEntry.ANY_PORT;
        }
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new InvalidEntryException("The port must be a number from 1 to 65535.");
        }
        return port;
    }
}
