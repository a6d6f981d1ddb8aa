package dev.duoconfig.http.edge;

import java.util.Arrays;
import java.util.Comparator;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.duoconfig.testkit.MainClasses;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class FilterOrderTest {

    @Test
    void filtersAreListedFromTheOutermostToTheInnermost() {
        assertThat(Arrays.stream(FilterOrder.values()).map(FilterOrder::priority))
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void everyFilterIsRegisteredThroughThisList() {
        var classes =
                new ClassFileImporter().withImportOption(new MainClasses()).importPackages("dev.duoconfig");

        noClasses()
                .that()
                .doNotBelongToAnyOf(FilterOrder.class)
                .should()
                .callMethod(Filters.class, "register", Handler.class, int.class)
                .because("the order of the filters is read in one place")
                .check(classes);
    }
}
