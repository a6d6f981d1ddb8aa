package dev.duoconfig.architecture;

import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.duoconfig.testkit.MainClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

/** Every regular expression reads each character a bounded number of times, whatever a caller sends. */
@Tag("fast")
class LinearPatternsTest {

    private static final int LENGTH = 80;
    private static final int REPETITIONS = 4000;

    private static final Set<String> SEARCHES = Set.of("find", "results", "replaceAll", "replaceFirst");

    private static final List<String> BEGINNINGS = List.of(
            "", "\"a\"", "W/\"", "wait=", ",wait=1", "http://a", "[", "a/b;", "; charset=", "{a:", "a:", "1", "%", ",");

    private static final List<String> REPEATED = List.of(
            " ",
            "\t",
            "a",
            "A",
            "1",
            "0",
            ",",
            ";",
            ":",
            "\"",
            "\"a\",",
            "W/",
            "=",
            "/",
            "/a",
            "/v1",
            ".",
            "-",
            "_",
            "%",
            "[",
            "{a:",
            "{a",
            "}",
            "a ",
            " ,",
            "a:",
            "1_",
            ":1",
            "0.",
            "; charset",
            ",wait ",
            "max ",
            "&=",
            "%41",
            "\u00e9",
            "\n");

    private static final List<String> ENDS = List.of("", "x");

    static Stream<Arguments> patterns() {
        return new ClassFileImporter()
                .withImportOption(new MainClasses()).importPackages("dev.duoconfig").stream()
                        .flatMap(javaClass -> javaClass.getFields().stream()
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .flatMap(field -> patterns(field)
                                        .map(pattern ->
                                                Arguments.of(field.getFullName(), pattern, searches(javaClass)))));
    }

    /** The patterns in a constant: one, or those of a list. */
    private static Stream<Pattern> patterns(JavaField field) {
        if (field.getRawType().isEquivalentTo(Pattern.class)) {
            return Stream.of((Pattern) value(field));
        }
        return field.getRawType().isEquivalentTo(List.class)
                ? ((List<?>) value(field))
                        .stream().filter(Pattern.class::isInstance).map(Pattern.class::cast)
                : Stream.of();
    }

    private static Object value(JavaField field) {
        try {
            var constant = field.reflect();
            constant.setAccessible(true);
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the class searches a text, which tries the pattern at every character. */
    private static boolean searches(JavaClass javaClass) {
        return javaClass.getMethodCallsFromSelf().stream()
                .map(call -> call.getTarget())
                .anyMatch(method ->
                        method.getOwner().isEquivalentTo(Matcher.class) && SEARCHES.contains(method.getName()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void fourTimesTheInputIsFourTimesTheWork(String name, Pattern pattern, boolean searched) {
        for (var beginning : BEGINNINGS) {
            for (var repeated : REPEATED) {
                for (var end : ENDS) {
                    assertLinear(pattern, beginning, repeated, end, matcher -> matcher.matches() ? 1 : 0);
                    assertLinear(pattern, beginning, repeated, end, matcher -> matcher.lookingAt() ? 1 : 0);
                    if (searched) {
                        assertLinear(pattern, beginning, repeated, end, LinearPatternsTest::findAll);
                    }
                }
            }
        }
    }

    /** Java repeats groups by recursion, which ends with a StackOverflowError if the text is long enough. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void aLongTextDoesNotTakeTheStack(String name, Pattern pattern, boolean searched) {
        for (var beginning : BEGINNINGS) {
            for (var repeated : REPEATED) {
                var text = beginning + repeated.repeat(REPETITIONS);
                assertThatCode(() -> pattern.matcher(text).matches())
                        .as("%s on %s, %s repeated", pattern, beginning, repeated)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static int findAll(Matcher matcher) {
        var found = 0;
        while (matcher.find()) {
            found++;
        }
        return found;
    }

    private static void assertLinear(
            Pattern pattern, String beginning, String repeated, String end, ToIntFunction<Matcher> use) {
        var once = steps(pattern, beginning + repeated.repeat(LENGTH) + end, use);
        var fourTimes = steps(pattern, beginning + repeated.repeat(4 * LENGTH) + end, use);
        if (fourTimes > 5 * once + 500) {
            fail("%s on %s, %s repeated, %s", pattern, beginning, repeated, end);
        }
    }

    private static long steps(Pattern pattern, String text, ToIntFunction<Matcher> use) {
        var counted = new Counted(text);
        var unused = use.applyAsInt(pattern.matcher(counted));
        return counted.reads;
    }

    private static final class Counted implements CharSequence {

        private final String text;
        private long reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
