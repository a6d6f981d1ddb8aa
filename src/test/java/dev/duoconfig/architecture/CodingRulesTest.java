package dev.duoconfig.architecture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.duoconfig.Main;
import dev.duoconfig.testkit.MainClasses;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.PersistenceContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static dev.duoconfig.architecture.Conditions.anyOverloadOf;

/** The rules of CONTRIBUTING.md about code in every package. */
@Tag("fast")
@AnalyzeClasses(packages = "dev.duoconfig", importOptions = MainClasses.class)
class CodingRulesTest {

    @ArchTest
    static final ArchRule packagesAreNamedAfterTheirContents = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..common..",
                    "..support..",
                    "..service..",
                    "..dto..",
                    "..mapper..",
                    "..config..",
                    "..impl..")
            .because("such a name does not say what the package contains; keep a helper with its first user");

    @ArchTest
    static final ArchRule entitiesHaveTheEntitySuffix = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .haveSimpleNameEndingWith("Entity")
            .allowEmptyShould(true)
            .because("a mutable row must not be mistaken for a record of the API");

    @ArchTest
    static final ArchRule dependenciesComeThroughConstructors = noFields()
            .should()
            .beAnnotatedWith(Inject.class)
            .orShould()
            .beAnnotatedWith(ConfigProperty.class)
            .orShould()
            .beAnnotatedWith(PersistenceContext.class)
            .orShould()
            .beAnnotatedWith(Resource.class)
            .allowEmptyShould(true)
            .because("an object is complete after its construction, in tests too; inject through the constructor");

    @ArchTest
    static final ArchRule nothingSleeps = noClasses()
            .should()
            .callMethodWhere(anyOverloadOf(Thread.class, "sleep"))
            .orShould()
            .callMethodWhere(anyOverloadOf(TimeUnit.class, "sleep"))
            .orShould()
            .callMethodWhere(anyOverloadOf(LockSupport.class, "parkNanos", "parkUntil"))
            .because("a fixed delay is a guess; wait for the event itself");

    @ArchTest
    static final ArchRule onlyStartupCodePrints = noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class)
            .and()
            .resideOutsideOfPackage("dev.duoconfig.embedded..")
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.ops.MemoryExhaustion")
            .should(ACCESS_STANDARD_STREAMS)
            .because(
                    "printed lines have no level and no request ID; only code that runs before the log exists, or when it"
                            + " may have no memory left, prints");
}
