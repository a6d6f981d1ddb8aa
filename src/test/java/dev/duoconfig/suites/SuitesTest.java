package dev.duoconfig.suites;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every test has the tag of its kind, so that it runs in exactly one suite. */
@Tag("fast")
class SuitesTest {

    private static final List<JavaClass> TESTS = new ClassFileImporter()
            .withImportOption(location -> location.contains("/test-classes/")).importPackages("dev.duoconfig").stream()
                    .filter(type -> type.getSimpleName().endsWith("Test") && !type.isNestedClass())
                    .toList();

    @Test
    void aTestOfTheServiceWithItsDefaultSettingsHasNoTag() {
        assertThat(TESTS)
                .filteredOn(test -> isService(test) && !hasProfile(test))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(tag(test))
                        .as("tag of %s, which tests the service with its default settings", test.getName())
                        .isEmpty());
    }

    @Test
    void aTestWithAProfileIsTaggedAndKeptOutOfDefaultSettings() {
        assertThat(TESTS).filteredOn(SuitesTest::hasProfile).isNotEmpty().allSatisfy(test -> assertThat(tag(test))
                .as("tag of %s, which has a profile", test.getName())
                .isEqualTo("own-start"));
        assertThat(names(TESTS.stream().filter(SuitesTest::hasProfile).toList()))
                .as("tests with a profile, which Suites.TESTS_WITH_A_PROFILE must match")
                .isEqualTo(names(TESTS.stream()
                        .filter(test -> test.getName().matches(Suites.TESTS_WITH_A_PROFILE))
                        .toList()));
    }

    @Test
    void aTestWithoutAServiceIsFastOrSlow() {
        assertThat(TESTS).filteredOn(test -> !isService(test)).isNotEmpty().allSatisfy(test -> assertThat(tag(test))
                .as("tag of %s, which does not start the service", test.getName())
                .isIn("fast", "slow"));
    }

    private static boolean isService(JavaClass test) {
        return test.isAnnotatedWith(QuarkusTest.class);
    }

    private static boolean hasProfile(JavaClass test) {
        return test.isAnnotatedWith(TestProfile.class);
    }

    private static String tag(JavaClass test) {
        return test.tryGetAnnotationOfType(Tag.class).map(Tag::value).orElse("");
    }

    private static Set<String> names(List<JavaClass> tests) {
        return tests.stream().map(JavaClass::getName).collect(Collectors.toSet());
    }
}
