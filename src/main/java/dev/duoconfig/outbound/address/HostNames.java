package dev.duoconfig.outbound.address;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a host name may look like, and which names are never reached. */
final class HostNames {

    private static final int MAX_LENGTH = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private static final Set<String> METADATA = Set.of(
            "metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal");

    private HostNames() {}

    /** The form in which names are compared: lower case, without the dot that ends an absolute name. */
    static String normalize(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** What is wrong with a normal name, as a sentence; empty for a name that is fine. */
    static Optional<String> fault(String normal) {
        if (normal.isEmpty()) {
            return Optional.of("The host is missing.");
        }
        if (normal.length() > MAX_LENGTH) {
            return Optional.of("The host name is longer than " + MAX_LENGTH + " characters.");
        }
        if (IpLiterals.endsInNumber(normal)) {
            return Optional.of("The host ends in a number but is no IPv4 address; write four numbers from 0 to 255.");
        }
        for (var label : normal.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.of("The host is not valid; each part between dots has 1 to 63 letters, digits, "
                        + "underscores and inner hyphens.");
            }
        }
        return Optional.empty();
    }

    /** Whether a normal name belongs to the metadata service of a cloud. */
    static boolean isMetadata(String normal) {
        return METADATA.contains(normal);
    }
}
