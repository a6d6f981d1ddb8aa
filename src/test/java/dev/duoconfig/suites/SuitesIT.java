package dev.duoconfig.suites;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The reports of the suites contain every test class. A suite silently skips a class that it cannot load. */
class SuitesIT {

    private static final Path REPORTS = Path.of(System.getProperty("duo.test-reports", "target/surefire-reports"));
    private static final Pattern CLASS_OF_A_TEST = Pattern.compile("<testcase [^>]*classname=\"([^\"]+)\"");

    @Test
    void everyTestClassHasRun() throws Exception {
        assertThat(reported()).as("test classes in the reports of all suites").containsAll(testClasses());
    }

    private static Set<String> reported() throws IOException {
        var names = new TreeSet<String>();
        for (var suite : Suites.ALL) {
            var report = Files.readString(REPORTS.resolve("TEST-" + suite.getName() + ".xml"));
            CLASS_OF_A_TEST.matcher(report).results().forEach(found -> names.add(simpleName(found.group(1))));
        }
        return names;
    }

    private static Set<String> testClasses() throws Exception {
        var names = new TreeSet<String>();
        var root = Path.of(SuitesIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(root)) {
            for (var file : files.filter(SuitesIT::isTest).toList()) {
                var path = root.relativize(file).toString();
                var name = path.substring(0, path.length() - ".class".length()).replace(File.separatorChar, '.');
                var type = Class.forName(name, false, SuitesIT.class.getClassLoader());
                if (!Modifier.isAbstract(type.getModifiers())) {
                    names.add(type.getSimpleName());
                }
            }
        }
        return names;
    }

    private static boolean isTest(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith("Test.class") && !name.contains("$");
    }

    /** Reports have the simple names of classes that other engines than JUnit's run. */
    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
