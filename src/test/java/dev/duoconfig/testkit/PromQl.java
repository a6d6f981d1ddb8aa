package dev.duoconfig.testkit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a query of Prometheus consists of, as far as tests need it. */
public final class PromQl {

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*+)\"");
    private static final Pattern SELECTOR = Pattern.compile("\\{[^{}]*+}|\\[[^\\[\\]]*+]");
    private static final Pattern LABELS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*+\\([^()]*+\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*+(?!\\s*+\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

    private PromQl() {}

    /** The metrics that a query names. */
    public static Set<String> metrics(String query) {
        var withoutTexts = TEXT.matcher(query).replaceAll("");
        var withoutSelectors = SELECTOR.matcher(withoutTexts).replaceAll("");
        var names = new TreeSet<String>();
        NAME.matcher(LABELS.matcher(withoutSelectors).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name))
                .forEach(names::add);
        return names;
    }

    /** The values of labels that a query names. */
    public static List<String> labelValues(String query) {
        return TEXT.matcher(query).results().map(text -> text.group(1)).toList();
    }
}
