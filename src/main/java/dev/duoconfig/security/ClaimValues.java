package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The claim values that grant a role, as operators list them. A semicolon always separates two values, and a comma only if no
 * equals sign follows it before the next separator, so that a distinguished name is one value. A backslash takes the meaning of
 * the comma, semicolon, equals sign, or backslash behind it. In a distinguished name, which has backslashes of its own, they stay;
 * the name without them is a value, too, unless it would be another distinguished name. Where a list can be understood in two
 * ways, the result grants less rather than more.
 */
final class ClaimValues {

    private static final String SPECIAL = ",;=\\";

    private ClaimValues() {}

    /** The values in a list, without blanks around them and without empty ones. */
    static Set<String> parse(String list) {
        var values = new LinkedHashSet<String>();
        for (var item : items(list)) {
            var plain = withoutBackslashes(item);
            var names = countNames(item);
            if (names > 0) {
                values.add(item);
            }
            if (names == 0 || names == countNames(plain)) {
                values.add(plain);
            }
        }
        values.remove("");
        return values;
    }

    /** The items of a list in which a word comes before a distinguished name, which are one value and were meant to be two. */
    static List<String> ambiguous(String list) {
        return items(list).stream()
                .filter(item -> countNames(item) > 0 && !hasEqualsSign(item, 0))
                .toList();
    }

    private static List<String> items(String list) {
        var items = new ArrayList<String>();
        var begin = 0;
        while (begin <= list.length()) {
            var end = end(list, begin);
            while (end < list.length() && list.charAt(end) == ',' && hasEqualsSign(list, end + 1)) {
                end = end(list, end + 1);
            }
            items.add(list.substring(begin, end).strip());
            begin = end + 1;
        }
        return items;
    }

    /** The number of parts between separators that have an equals sign, as those of a distinguished name do. */
    private static int countNames(String text) {
        var count = 0;
        for (var begin = 0; begin <= text.length(); begin = end(text, begin) + 1) {
            if (hasEqualsSign(text, begin)) {
                count++;
            }
        }
        return count;
    }

    private static boolean hasEqualsSign(String text, int begin) {
        return indexOf("=", text, begin, end(text, begin)) >= 0;
    }

    /** The position of the next separator, or the length of the text. */
    static int end(String text, int begin) {
        var found = indexOf(",;", text, begin, text.length());
        return found < 0 ? text.length() : found;
    }

    /** The position of the first of these characters that has its meaning, or -1. */
    static int indexOf(String characters, String text, int begin, int end) {
        for (var i = begin; i < end; i++) {
            if (isEscape(text, i)) {
                i++;
            } else if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** The text without the backslashes that take the meaning of the character behind them. */
    static String withoutBackslashes(String text) {
        var plain = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == '\\' && at + 1 < text.length() && SPECIAL.indexOf(text.charAt(at + 1)) >= 0;
    }
}
