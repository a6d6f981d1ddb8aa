package dev.duoconfig.subscription;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads the names and messages of sources: whatever they hold, they can be stored and shown. */
final class SourceNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");
    private static final int LONGEST_QUOTE = 200;

    private SourceNames() {}

    /**
     * A name in lower case.
     *
     * @throws SourceException if it has other characters than names have, or more than 100
     */
    static @Nullable String lower(String property, @Nullable String name) {
        if (name == null) {
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            throw SourceException.failed("The subscription source's " + property
                    + " is not a name of at most 100 letters, digits, spaces, dots, dashes and underscores.");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /** A text by others, on one line and cut short. */
    static String quote(String text) {
        var line = text.replaceAll("\\p{C}", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)) + "...";
    }
}
