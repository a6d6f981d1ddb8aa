package dev.duoconfig.model;

import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.VisibleText;
import org.jspecify.annotations.Nullable;

/** Rules for texts that people read and compare. */
final class TextRules {

    private TextRules() {}

    /**
     * The text without surrounding whitespace.
     *
     * @param maxLength the maximum length in code points
     */
    static String required(String pointer, @Nullable String text, int maxLength, ProblemErrors errors) {
        if (text == null || text.isBlank()) {
            errors.add(pointer, "required", "The " + pointer.substring(1) + " is required and must not be blank.");
            return "";
        }
        var stripped = text.strip();
        check(pointer, stripped, maxLength, errors);
        return stripped;
    }

    static void check(String pointer, String text, int maxLength, ProblemErrors errors) {
        var length = text.codePointCount(0, text.length());
        var property = "The " + pointer.substring(1);
        if (length > maxLength) {
            errors.add(
                    pointer,
                    "too-long",
                    property + " has " + length + " characters; at most " + maxLength + " are allowed.");
        }
        text.codePoints()
                .filter(VisibleText::isInvisibleInName)
                .findFirst()
                .ifPresent(character -> errors.add(
                        pointer,
                        "invalid-characters",
                        property + " contains the character " + String.format("U+%04X", character)
                                + "; control, direction, and other invisible characters are not allowed."));
    }
}
