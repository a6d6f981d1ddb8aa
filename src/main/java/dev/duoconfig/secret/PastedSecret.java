package dev.duoconfig.secret;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds secrets that were pasted with something around them, and texts that stand for a secret. A key such as {@code EMPTY},
 * {@code none}, or {@code dummy} is neither: servers without authentication are called with it.
 */
public final class PastedSecret {

    private static final Pattern SCHEME = Pattern.compile("(?is)(?:bearer(?:[\\s:].*+)?+|(?:basic|token)\\s.*+)");
    private static final Pattern HEADER = Pattern.compile(
            "(?is)['\"]?+(?:(?:proxy-)?+authorization|(?:x-)?+api-key|private-token)['\"]?+\\s*+[:=].*+");

    /** A reference that has not been resolved: to a variable, to a value of a template, or to a secret store. */
    private static final Pattern REFERENCE =
            Pattern.compile("(?is)\\$[a-z_{(].*+|@?+\\{.*+|%\\w++%|.*?(?:\\$\\{|\\{\\{).*+"
                    + "|(?:os\\.environ|process\\.env|env|environ|getenv|vault|secrets?+)(?:[/:(\\[]|\\.[a-z_]).*+"
                    + "|(?:op|file|vault|ref\\+\\w++)://.*+");

    private static final Pattern ENCLOSED = Pattern.compile("(?s)<.*>|\\[.*]|\\(.*\\)|\".*\"|'.*'|`.*`");

    /** A key that was shown without most of its characters. */
    private static final Pattern MASKED = Pattern.compile("(?is).*?(?:\\*{3}|\\.{3}|\\?{3}|#{3}|x{5}|_{5}|-{5}).*+");

    /** Words that ask for a key, or say that there is none to see. */
    private static final Pattern WORDS =
            Pattern.compile("(?is)(?:[a-z]{1,6}-)?(?:(?:your|insert|enter|paste|replace)[-_.].*+"
                    + "|x{3,}+|(?:change|replace|fill)[-_.]?+(?:me|this|it|in)"
                    + "|placeholder|todo|tbd|redacted|masked|hidden|null|nil|undefined)"
                    + "|.*?your[-_.]?+(?:api|key|token|secret).*+|.*?(?:key|token|secret)[-_.]?+(?:goes[-_.]?+)?+here"
                    + "|api[-_.]?+key(?:[-_.]?+value)?+");

    private static final int MIN_REPETITIONS = 4;

    private PastedSecret() {}

    /**
     * What has to be taken away so that only a secret remains; null if nothing has to.
     *
     * @param property the name of the property that holds the text, such as {@code api_key}
     */
    public static @Nullable String excess(String property, String text) {
        var pasted = text.strip();
        if (SCHEME.matcher(pasted).matches()) {
            return "The " + property + " begins with \"" + pasted.split("[\\s:]", 2)[0]
                    + "\", which is added when it is sent. Remove it, and set only what follows it.";
        }
        return HEADER.matcher(pasted).matches()
                ? "The " + property + " is a whole HTTP header. Set only the secret in it."
                : null;
    }

    /** Whether a text looks like the place of a secret, and not like a secret. */
    public static boolean isPlaceholder(String text) {
        return REFERENCE.matcher(text).matches()
                || ENCLOSED.matcher(text).matches()
                || MASKED.matcher(text).matches()
                || WORDS.matcher(text).matches()
                || (text.length() >= MIN_REPETITIONS && text.chars().distinct().count() == 1);
    }
}
