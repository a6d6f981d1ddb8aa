package dev.duoconfig.outbound.address;

import java.util.List;

/** An invalid allowlist, with all its faults. */
public final class AllowlistException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Whether the list as a whole or some of its entries are invalid. */
    public enum Kind {
        TOO_LONG,
        ENTRY_INVALID
    }

    /**
     * One invalid entry.
     *
     * @param index its position in the list, from 0
     * @param rule an English sentence: what is wrong, and what is allowed
     */
    public record InvalidEntry(int index, String rule) {}

    private final Kind kind;
    private final transient List<InvalidEntry> invalidEntries;

    private AllowlistException(Kind kind, String message, List<InvalidEntry> invalidEntries) {
        super(message);
        this.kind = kind;
        this.invalidEntries = List.copyOf(invalidEntries);
    }

    static AllowlistException tooLong(int entries) {
        var message = "The allowlist has %d entries; at most %d are allowed.".formatted(entries, Allowlist.MAX_ENTRIES);
        return new AllowlistException(Kind.TOO_LONG, message, List.of());
    }

    static AllowlistException invalid(List<InvalidEntry> entries) {
        var message = "Entry %d of the allowlist: %s"
                .formatted(entries.get(0).index(), entries.get(0).rule());
        return new AllowlistException(Kind.ENTRY_INVALID, message, entries);
    }

    public Kind kind() {
        return kind;
    }

    /** All invalid entries in the order of the list; empty if the list is too long. */
    public List<InvalidEntry> invalidEntries() {
        return invalidEntries;
    }
}
