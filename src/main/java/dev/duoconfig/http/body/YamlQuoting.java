package dev.duoconfig.http.body;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

/**
 * Decides which texts need no quotes in YAML: words, IDs, and URLs, which readers of every version take for the same text.
 * All others are quoted, however harmless they look.
 */
final class YamlQuoting extends StringQuotingChecker {

    private static final long serialVersionUID = 1L;

    /**
     * Starts with a letter, has spaces between words only, and no colon at the end of a word. Possessive, because a long
     * text would need a deep stack otherwise.
     */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z](?:[\\w./()+-]| (?=[\\w./()+-])|:(?=[\\w./()+-]))*+");

    /** Words that some YAML readers do not take for texts. */
    private static final Set<String> RESERVED = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    @Override
    public boolean needToQuoteName(String name) {
        return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return RESERVED.contains(value.toLowerCase(Locale.ROOT))
                || !PLAIN.matcher(value).matches();
    }
}
