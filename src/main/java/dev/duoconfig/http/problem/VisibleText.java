package dev.duoconfig.http.problem;

import java.util.function.IntPredicate;

/**
 * Invisible characters in texts that callers and other servers send: which they are, how to replace them, and how to
 * shorten a text. They can break a line, color a terminal, reverse a text, or make one name look like another.
 *
 * <p>The sets grow from one use to the next. A log keeps every character that cannot harm the reader. A name has no character
 * that shows nothing, but may have characters of private use, which are icons in many fonts. A text that is shown again has
 * neither; and a text of another server has no unassigned characters either, because their appearance is unknown.
 */
public final class VisibleText {

    private static final int EXCERPT_LENGTH = 100;

    private VisibleText() {}

    /** Whether the text has visible ASCII characters only: no spaces, no control characters. */
    public static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /**
     * Whether the character acts on the text around it instead of being seen: control characters, line breaks of every
     * kind, and format characters such as direction marks.
     */
    public static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /**
     * Whether a name may not have the character, because a reader cannot see it: all characters that show nothing, except those of
     * private use, which are icons in many fonts; and spaces other than U+0020, which look like it.
     */
    public static boolean isHiddenInName(int codePoint) {
        return (isInvisible(codePoint) && Character.getType(codePoint) != Character.PRIVATE_USE)
                || (Character.isSpaceChar(codePoint) && codePoint != ' ');
    }

    /** The code point and, if it has one, the name of a character, such as {@code U+00A0 (NO-BREAK SPACE)}. */
    public static String named(int codePoint) {
        var name = Character.getType(codePoint) == Character.SURROGATE ? null : Character.getName(codePoint);
        return String.format("U+%04X", codePoint) + (name == null ? "" : " (" + name + ")");
    }

    /**
     * Whether no reader can be expected to see the character: also those of private use, the zero-width joiner, and letters
     * and marks that have no glyph.
     */
    public static boolean isInvisible(int codePoint) {
        return hasNoGlyph(codePoint) || isInvisibleByType(codePoint);
    }

    private static boolean isInvisibleByType(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SURROGATE, Character.PRIVATE_USE -> true;
            default -> isControl(codePoint);
        };
    }

    /**
     * Whether nothing is drawn for the character, although its type does not say so: Unicode's Default_Ignorable_Code_Point
     * (fillers, variation selectors, vowels that are not pronounced, and reserved code points), letters and symbols that are
     * blank, the placeholder of an embedded object, and code points that are not characters.
     */
    private static boolean hasNoGlyph(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0, 0xFFFC -> true;
            case 0x13441, 0x13442, 0x16FE4, 0x1D159 -> true;
            default ->
                isBetween(0x180B, codePoint, 0x180F)
                        || isBetween(0xFE00, codePoint, 0xFE0F)
                        || isBetween(0xFFF0, codePoint, 0xFFF8)
                        || isBetween(0xE0000, codePoint, 0xE0FFF)
                        || isNoCharacter(codePoint);
        };
    }

    private static boolean isNoCharacter(int codePoint) {
        return isBetween(0xFDD0, codePoint, 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
    }

    private static boolean isBetween(int first, int codePoint, int last) {
        return first <= codePoint && codePoint <= last;
    }

    /** The text with {@code ?} for each invisible character. */
    public static String masked(String text) {
        return replaced(text, VisibleText::isInvisible, "?");
    }

    /** The text without its invisible and its unassigned characters. */
    public static String stripped(String text) {
        return replaced(
                text, codePoint -> isInvisible(codePoint) || Character.getType(codePoint) == Character.UNASSIGNED, "");
    }

    /**
     * The text with its control characters as code points, such as {@code <U+000A>}. Tabs stay, because they do no harm in
     * a line of a log.
     */
    public static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (isControl(codePoint) && codePoint != '\t') {
                escaped.append(String.format("<U+%04X>", codePoint));
            } else {
                escaped.appendCodePoint(codePoint);
            }
        });
        return escaped.toString();
    }

    /**
     * The text, or its beginning if it is too long.
     *
     * @param maxLength in code points, the ending not counted
     * @param ending follows the beginning of a text that is too long, such as {@code ...}
     */
    public static String cut(String text, int maxLength, String ending) {
        return text.codePointCount(0, text.length()) <= maxLength
                ? text
                : text.substring(0, text.offsetByCodePoints(0, maxLength)) + ending;
    }

    /** A text that the caller sent, fit for a problem: masked, and at most {@value #EXCERPT_LENGTH} code points of it. */
    public static String excerpt(String text) {
        return cut(masked(text), EXCERPT_LENGTH, "...");
    }

    private static String replaced(String text, IntPredicate unwanted, String replacement) {
        var replaced = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (unwanted.test(codePoint)) {
                replaced.append(replacement);
            } else {
                replaced.appendCodePoint(codePoint);
            }
        });
        return replaced.toString();
    }
}
