package dev.duoconfig.realparts;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

import static java.util.stream.Collectors.joining;

/** Classes that Quarkus 3.34.1 generates with other bytes in each build, and why. Their content is compared instead. */
enum GeneratedClass {
    /**
     * Build steps run in parallel: they draw the numbers of proxies from one counter, iterate over sets without an order, and
     * record shared objects where they come first.
     */
    RECORDED_BUILD_STEP("io/quarkus/runner/recorded/.*"),

    /** Byte Buddy adds a random suffix to the fields that hold methods. */
    HIBERNATE_PROXY(".*\\$HibernateProxy\\.class"),

    /** The injection points of a synthetic bean are listed in the order of a set. */
    SYNTHETIC_BEAN(".*_Synthetic_Bean\\.class"),

    /** The classes of settings are numbered in the order of a set. */
    CONFIGURATION("io/quarkus/runtime/generated/.*"),

    /** Hibernate writes the values of its annotation EnhancementInfo in the order of a map. */
    ENTITY(
            "dev/duoconfig/.*Entity(?:\\$[A-Za-z]+)?\\.class|io/quarkus/hibernate/orm/panache/PanacheEntity(?:Base)?\\.class");

    /** Names and numbers that a build chooses by the order of its steps, or at random. */
    private static final List<Pattern> CHOSEN = List.of(
            Pattern.compile("proxykey[0-9]+"),
            Pattern.compile("cachedValue\\$[0-9A-Za-z]{8}\\$"),
            Pattern.compile("configClass\\$[0-9]+"),
            Pattern.compile("\\bL[0-9]+\\b"),
            Pattern.compile("(?<=[AIL](?:LOAD|STORE)) [0-9]+"),
            Pattern.compile("(?:ICONST_|BIPUSH |SIPUSH |LDC )[0-9]+"),
            // An object is cast where it is passed to the next part of a method that would otherwise be too long.
            Pattern.compile("CHECKCAST .*"),
            Pattern.compile("(?:MAXSTACK|MAXLOCALS) = [0-9]+"));

    private final Pattern names;

    GeneratedClass(String names) {
        this.names = Pattern.compile(names);
    }

    /** The kind of a class, by its path in the JAR; empty if it has to have the same bytes. */
    static Optional<GeneratedClass> of(String path) {
        return Arrays.stream(values())
                .filter(kind -> kind.names.matcher(path).matches())
                .findFirst();
    }

    /**
     * The different members and instructions of a class, with their names and texts but without what a build chooses. Their order
     * and number do not count: what several recorded objects share is written once, wherever a build comes to it first.
     */
    static List<String> content(byte[] bytes) {
        var text = new StringWriter();
        new ClassReader(bytes).accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(text)), 0);
        var content = text.toString();
        for (var chosen : CHOSEN) {
            content = chosen.matcher(content).replaceAll("*");
        }
        return content.lines()
                .map(String::strip)
                .map(GeneratedClass::withSortedValues)
                .distinct()
                .sorted()
                .toList();
    }

    private static String withSortedValues(String line) {
        return line.startsWith("@")
                ? Arrays.stream(line.split("[(), ]+", -1)).sorted().collect(joining(" "))
                : line;
    }
}
