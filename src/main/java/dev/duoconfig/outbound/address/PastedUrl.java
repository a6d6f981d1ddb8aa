package dev.duoconfig.outbound.address;

import java.util.Locale;
import java.util.Optional;

/** Finds what was pasted together with a URL, or with an entry of the allowlist: quotation marks, brackets, a second one. */
final class PastedUrl {

    /** The characters that stand before a quoted text, each with the one behind it at the same place of {@link #CLOSING}. */
    private static final String OPENING = "\"'`<([{\u201c\u2018\u201e\u201a\u00ab\u2039\u201d\u2019\u00bb\u203a";

    private static final String CLOSING = "\"'`>)]}\u201d\u2019\u201c\u2018\u00bb\u203a\u201d\u2019\u00ab\u2039";

    /** The characters between the items of a list. */
    private static final String SEPARATORS = ",;|";

    private PastedUrl() {}

    /** The fault of a URL and what to do about it, as a sentence; empty if nothing was pasted with it. */
    static Optional<String> fault(String url) {
        return enclosed("URL", url).or(() -> secondUrl(url)).or(() -> listEnd(url));
    }

    /** The fault of a text that may have quotation marks or brackets around it. An IPv6 address has brackets of its own. */
    static Optional<String> enclosed(String what, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var first = text.charAt(0);
        if (OPENING.indexOf(first) >= 0) {
            return Optional.of("The %s begins with the character %s. Remove what stands around the %s."
                    .formatted(what, first, what));
        }
        var last = text.charAt(text.length() - 1);
        var pair = CLOSING.indexOf(last);
        var unpaired = pair >= 0
                && text.indexOf(OPENING.charAt(pair)) == (OPENING.charAt(pair) == last ? text.length() - 1 : -1);
        return unpaired && text.indexOf('?') < 0
                ? Optional.of("The %s ends with the character %s. Remove it.".formatted(what, last))
                : Optional.empty();
    }

    /** Whether a text has characters that stand between the items of a list. */
    static boolean isList(String text) {
        return text.chars().anyMatch(character -> SEPARATORS.indexOf(character) >= 0);
    }

    private static Optional<String> secondUrl(String url) {
        var lower = url.toLowerCase(Locale.ROOT);
        for (var at = lower.indexOf("http", 1); at > 0; at = lower.indexOf("http", at + 1)) {
            if (lower.startsWith("http://", at) || lower.startsWith("https://", at)) {
                var before = lower.charAt(at - 1);
                if (at == lower.indexOf("://") + "://".length()) {
                    return Optional.of("The URL begins with http:// or https:// twice. Remove one of them.");
                }
                if (SEPARATORS.indexOf(before) >= 0
                        || Character.isWhitespace(before)
                        || Character.isLetterOrDigit(before)) {
                    return Optional.of("The text contains two URLs. Send only one.");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> listEnd(String url) {
        var last = url.isEmpty() ? ' ' : url.charAt(url.length() - 1);
        return SEPARATORS.indexOf(last) >= 0 && url.indexOf('?') < 0
                ? Optional.of("The URL ends with the character %s. Remove it.".formatted(last))
                : Optional.empty();
    }
}
