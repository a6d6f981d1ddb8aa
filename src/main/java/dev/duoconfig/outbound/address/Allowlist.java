package dev.duoconfig.outbound.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.duoconfig.outbound.address.AllowlistException.InvalidEntry;
import org.jspecify.annotations.Nullable;

/**
 * The outbound allowlist: hosts that the service can reach despite the outbound rules. An entry is {@code host},
 * {@code host:port}, {@code IPv4}, {@code IPv4:port}, {@code IPv6}, {@code [IPv6]:port}, or a range such as
 * {@code 10.0.0.0/8}. A name does not match its subdomains; an entry without a port matches every port.
 */
public final class Allowlist {

    /** The maximum number of entries. */
    public static final int MAX_ENTRIES = 1000;

    /** The maximum length of an entry, in ASCII characters. */
    public static final int MAX_ENTRY_LENGTH = 255;

    /** An allowlist without entries. */
    public static final Allowlist EMPTY = new Allowlist(List.of());

    private final List<AllowlistEntry> entries;

    private Allowlist(List<AllowlistEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a list.
     *
     * @param entries the entries; surrounding white space is ignored
     * @throws AllowlistException if the list is too long or has invalid entries; the exception lists all of them
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

    /** The entries in their original order and spelling, without surrounding white space. */
    public List<String> entries() {
        return entries.stream().map(AllowlistEntry::text).toList();
    }

    /** The entry for exactly this address. */
    Optional<String> literal(InetAddress address, int port) {
        return find(entry -> entry instanceof AllowlistEntry.Address literal && literal.matches(address, port));
    }

    /** The entry whose range contains this address, among the eligible ranges. */
    Optional<String> range(InetAddress address, Predicate<Cidr> eligible) {
        return find(entry -> entry instanceof AllowlistEntry.Range range
                && eligible.test(range.cidr())
                && range.cidr().contains(address));
    }

    /** The entry for this host name. */
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
