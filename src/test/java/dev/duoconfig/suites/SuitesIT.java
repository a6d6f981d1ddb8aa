package dev.duoconfig.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The reports of the suites contain every test class. A suite silently skips a class that it cannot load. */
class SuitesIT {

    private static final Path REPORTS = Path.of(System.getProperty("duo.test-reports", "target/surefire-reports"));
    private static final Pattern CLASS_OF_A_TEST = Pattern.compile("<testcase [^>]*classname=\"([^\"]+)\"");

    @Test
    void everyTestClassHasRun() throws IOException {
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

    private static Set<String> testClasses() {
        var names = new TreeSet<String>();
        new ClassFileImporter()
                        .withImportOption(location -> location.contains("/test-classes/"))
                        .importPackages("dev.duoconfig")
                        .stream()
                        .filter(type -> type.getSimpleName().endsWith("Test") && !type.isNestedClass())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .forEach(type -> names.add(type.getSimpleName()));
        return names;
    }

    /** Reports have the simple names of classes that other engines than JUnit's run. */
    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
