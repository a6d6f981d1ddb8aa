package dev.duoconfig.outbound.address;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for host names, and the names that are always blocked. */
final class HostNames {

    private static final int MAX_LENGTH = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private static final Set<String> METADATA = Set.of(
            "metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal");

    private HostNames() {}

    /** The form in which names are compared: lower case, without the trailing dot of an absolute name. */
    static String normalize(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The fault of a normalized name, as a sentence; empty if the name is valid. */
    static Optional<String> fault(String name) {
        if (name.isEmpty()) {
            return Optional.of("The host is missing.");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("The host name is longer than " + MAX_LENGTH + " characters.");
        }
        if (IpLiterals.endsInNumber(name)) {
            return Optional.of(
                    "The host ends in a number but is not an IPv4 address; write four numbers from 0 to 255.");
        }
        for (var label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.of("The host is not valid; each part between dots has 1 to 63 letters, digits, "
                        + "underscores, and inner hyphens.");
            }
        }
        return Optional.empty();
    }

    /** Whether a normalized name is that of a cloud metadata service. */
    static boolean isMetadata(String name) {
        return METADATA.contains(name);
    }
}
