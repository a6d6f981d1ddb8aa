package dev.duoconfig.http.problem;

import java.util.function.IntPredicate;

import dev.duoconfig.text.Names;
import org.jspecify.annotations.Nullable;

/** Rules for texts that people read and compare. See {@link dev.duoconfig.text}. */
public final class TextRules {

    private static final String ONLY_SPACE =
            "The only space that it may contain is U+0020. Retype or remove the character.";
    private static final String NO_SPACE = "Remove it.";
    private static final String INVISIBLE = ", which shows nothing. Remove it.";

    private TextRules() {}

    /**
     * A name: visible characters, and spaces between them.
     *
     * @param present the stored name, which stays valid
     * @param maxLength the maximum length in code points
     */
    public static String name(
            String pointer, @Nullable String text, @Nullable String present, int maxLength, ProblemErrors errors) {
        return valid(pointer, text, present, maxLength, VisibleText::isHiddenInName, ONLY_SPACE, errors);
    }

    /**
     * An identifier: visible characters only.
     *
     * @param present the stored identifier, which stays valid
     * @param maxLength the maximum length in code points
     */
    public static String identifier(
            String pointer, @Nullable String text, @Nullable String present, int maxLength, ProblemErrors errors) {
        return valid(
                pointer,
                text,
                present,
                maxLength,
                character -> character == ' ' || VisibleText.isHiddenInName(character),
                NO_SPACE,
                errors);
    }

    /** Adds an error if the text is longer than the maximum, in code points, or has characters that people do not see. */
    public static void check(String pointer, String text, int maxLength, ProblemErrors errors) {
        var unused = valid(pointer, text, null, maxLength, VisibleText::isHiddenInName, ONLY_SPACE, errors);
    }

    private static String valid(
            String pointer,
            @Nullable String text,
            @Nullable String present,
            int maxLength,
            IntPredicate refused,
            String ofSpaces,
            ProblemErrors errors) {
        if (text != null && text.equals(present)) {
            return text;
        }
        var property = "The " + pointer.substring(1);
        if (text == null || text.isBlank()) {
            errors.add(pointer, "required", property + " is required and must not be blank.");
            return "";
        }
        var trimmed = Names.trimmed(text);
        var length = trimmed.codePointCount(0, trimmed.length());
        if (length > maxLength) {
            errors.add(
                    pointer,
                    "too-long",
                    property + " has " + length + " characters; at most " + maxLength + " are allowed.");
        }
        trimmed.codePoints()
                .filter(refused)
                .findFirst()
                .ifPresent(character -> errors.add(
                        pointer,
                        "invalid-characters",
                        property + " contains the character " + VisibleText.named(character)
                                + (Character.isSpaceChar(character) ? ". " + ofSpaces : INVISIBLE)));
        return trimmed;
    }
}
