package dev.duoconfig.http.body;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

/**
 * Which texts need no quotes in YAML: words, ids and URLs, which every reader of every version takes for the same text. All
 * others have quotes, however harmless they look.
 */
final class YamlQuoting extends StringQuotingChecker {

    private static final long serialVersionUID = 1L;

    /**
     * Begins with a letter; blanks are between words only, and a colon is never at the end of one. Possessive, so that a long
     * text needs no deep stack.
     */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z](?:[\\w./()+-]| (?=[\\w./()+-])|:(?=[\\w./()+-]))*+");

    /** What is no text to one reader of YAML or another. */
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    @Override
    public boolean needToQuoteName(String name) {
        return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return WORDS.contains(value.toLowerCase(Locale.ROOT))
                || !PLAIN.matcher(value).matches();
    }
}
