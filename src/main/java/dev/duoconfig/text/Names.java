package dev.duoconfig.text;

import java.text.Normalizer;

/** Compares names that people give. */
public final class Names {

    private static final String AROUND = " \t\n\u000b\f\r";

    private Names() {}

    /** Whether two texts are the same name, whatever their spelling in Unicode. */
    public static boolean same(String one, String other) {
        return one.equals(other) || normal(one).equals(normal(other));
    }

    /** The spelling in which names are compared: normalization form C. */
    public static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** The name without the spaces, tabs, and line ends around it. */
    public static String trimmed(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && AROUND.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && AROUND.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }
}
