package dev.duoconfig.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Names and values in the form of the specification: {@code name=value}, percent-encoded, separated by commas. */
public final class EncodedPairs {

    private EncodedPairs() {}

    /**
     * Parses the pairs.
     *
     * @param variable the variable that contains them
     * @throws ConfigurationException if they do not have the form; the message does not quote them
     */
    public static Map<String, String> parse(String variable, String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (var pair : text.split(",", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(
                        pair.substring(0, equals).strip(),
                        decoded(variable, pair.substring(equals + 1).strip()));
            } else if (!pair.isBlank()) {
                throw malformed(variable);
            }
        }
        return pairs;
    }

    private static String decoded(String variable, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(variable);
        }
    }

    /** The refusal of pairs that cannot be used. */
    // The example has a percent-encoded space.
    @SuppressWarnings("OrphanedFormatString")
    public static ConfigurationException malformed(String variable) {
        return new ConfigurationException(variable + " must be names and percent-encoded values, such as"
                + " name=first%20value,other=second, separated by commas.");
    }
}
