package dev.duoconfig.subscription;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads the names of sources: whatever they hold, they can be stored and shown. */
final class SourceNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");

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
}
