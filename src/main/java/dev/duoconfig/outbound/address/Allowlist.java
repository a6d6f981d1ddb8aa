package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.duoconfig.outbound.address.AllowlistException.InvalidEntry;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator lets the service reach although the rules would block it: {@code host}, {@code host:port},
 * {@code IPv4}, {@code IPv4:port}, {@code IPv6}, {@code [IPv6]:port}, or a range such as {@code 10.0.0.0/8}. A name
 * matches itself only, not its subdomains; an entry without port matches every port.
 */
public final class Allowlist {

    /** The most entries that a list may have. */
    public static final int MAX_ENTRIES = 1000;

    /** The longest entry, in ASCII characters. */
    public static final int MAX_ENTRY_LENGTH = 255;

    /** Allows nothing beyond the rules. */
    public static final Allowlist EMPTY = new Allowlist(List.of());

    private final List<AllowlistEntry> entries;

    private Allowlist(List<AllowlistEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a list.
     *
     * @param entries the entries; white space around one is ignored
     * @throws AllowlistException if the list is too long, or naming every entry that is not valid
     */
    public static Allowlist parse(List<? extends @Nullable String> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw AllowlistException.tooLong(entries.size());
        }
        var parsed = new ArrayList<AllowlistEntry>();
        var invalid = new ArrayList<InvalidEntry>();
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            try {
                parsed.add(AllowlistEntryParser.parse(entry == null ? "" : entry));
            } catch (AllowlistEntryParser.InvalidEntryException e) {
                invalid.add(new InvalidEntry(i, e.rule()));
            }
        }
        if (!invalid.isEmpty()) {
            throw AllowlistException.invalid(invalid);
        }
        return new Allowlist(parsed);
    }

    /** The entries as they were given, in their order, without white space around them. */
    public List<String> entries() {
        return entries.stream().map(AllowlistEntry::text).toList();
    }

    /** The entry that names exactly this address. */
    Optional<String> literal(InetAddress address, int port) {
        return find(entry -> entry instanceof AllowlistEntry.Address literal && literal.matches(address, port));
    }

    /** The entry whose range holds this address, among the ranges that satisfy a condition. */
    Optional<String> range(InetAddress address, Predicate<Cidr> eligible) {
        return find(entry -> entry instanceof AllowlistEntry.Range range
                && eligible.test(range.cidr())
                && range.cidr().contains(address));
    }

    /** The entry that names this host. */
    Optional<String> host(String hostName, int port) {
        var normal = HostNames.normalize(hostName);
        return find(entry -> entry instanceof AllowlistEntry.Host host && host.matches(normal, port));
    }

    private Optional<String> find(Predicate<AllowlistEntry> wanted) {
        return entries.stream().filter(wanted).map(AllowlistEntry::text).findFirst();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Allowlist list && list.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries().toString();
    }
}
