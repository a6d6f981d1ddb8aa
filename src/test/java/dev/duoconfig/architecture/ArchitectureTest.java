package dev.duoconfig.architecture;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.NetworkChannel;
import java.time.Clock;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.duoconfig.testkit.MainClasses;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Tag;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.duoconfig.architecture.Conditions.aClockReading;
import static dev.duoconfig.architecture.Conditions.anyOverloadOf;
import static dev.duoconfig.architecture.Conditions.beInANullMarkedPackage;
import static dev.duoconfig.architecture.Conditions.theCreationOfAVertxClient;

/** The rules of CONTRIBUTING.md about dependencies between packages and on libraries. */
@Tag("fast")
@AnalyzeClasses(packages = "dev.duoconfig", importOptions = MainClasses.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesDependDownward = PackageOrder.fromTheBottomUp()
            .place("text")
            .place("catalogue")
            .place("resolve", "catalogue")
            .place("trace")
            .place("http", "text", "trace")
            .place("limit")
            .place("outbound", "limit", "text", "trace")
            .place("gitlab", "outbound")
            .place("secret", "text")
            .place("security", "http", "limit", "outbound", "text")
            .placeOnTop("audit")
            .placeOnTop("store")
            .placeOnTop("apikey")
            .placeOnTop("snapshot")
            .placeOnTop("diagnosis")
            .placeOnTop("follow")
            .placeOnTop("reference")
            .placeOnTop("lastcheck")
            .placeOnTopTogether("gateway", "model", "feature", "subscription")
            .placeOnTop("check")
            .placeOnTop("instance")
            .placeOnTop("configuration")
            .place("console", "http", "security")
            .placeOnTop("ops")
            .place("embedded", "security")
            .root("Main", "ops", "embedded")
            .because("a package may depend only on packages below it; add a new package to this list in its place");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.duoconfig.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true)
            .because("even packages that may use one another, such as model and feature, must not form a cycle");

    @ArchTest
    static final ArchRule subpackagesAreKnown = classes()
            .that()
            .resideInAPackage("dev.duoconfig.*.*..")
            .should()
            .resideInAnyPackage(
                    "dev.duoconfig.http.problem",
                    "dev.duoconfig.http.request",
                    "dev.duoconfig.http.body",
                    "dev.duoconfig.http.edge",
                    "dev.duoconfig.http.wire",
                    "dev.duoconfig.outbound.address",
                    "dev.duoconfig.snapshot.prepared",
                    "dev.duoconfig.snapshot.replica",
                    "dev.duoconfig.snapshot.lastknowngood")
            .because("only a package with more than one concern has subpackages; add a new subpackage to this list");

    @ArchTest
    static final ArchRule subpackagesOfHttpHaveNoCycles = slices().matching("dev.duoconfig.http.(*)")
            .should()
            .beFreeOfCycles()
            .because(
                    "they build on one another in one direction: problem, then request and body, then edge, then wire");

    @ArchTest
    static final ArchRule snapshotDoesNotDependOnItsSubpackages = noClasses()
            .that()
            .resideInAPackage("dev.duoconfig.snapshot")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.duoconfig.snapshot.*..")
            .because("the published snapshot must not depend on how it is requested, updated, or saved");

    @ArchTest
    static final ArchRule addressesArePure = noClasses()
            .that()
            .resideInAPackage("dev.duoconfig.outbound.address..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.duoconfig.outbound", "jakarta..", "io..", "java.net.http..")
            .because("the rules for addresses must be testable without a network");

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().should(beInANullMarkedPackage()).because("NullAway checks only packages that are marked");

    @ArchTest
    static final ArchRule theResolverIsPure = classes()
            .that()
            .resideInAPackage("dev.duoconfig.resolve..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.duoconfig.resolve..", "dev.duoconfig.catalogue..", "java.lang..", "java.util..")
                    .or(resideInAnyPackage("java.time..", "org.jspecify..")))
            .allowEmptyShould(true)
            .because("a resolution depends only on a snapshot: no framework, no input, no output");

    @ArchTest
    static final ArchRule theResolverHasNoClock = noClasses()
            .that()
            .resideInAPackage("dev.duoconfig.resolve..")
            .should()
            .dependOnClassesThat(assignableTo(Clock.class))
            .orShould()
            .callMethodWhere(aClockReading())
            .allowEmptyShould(true)
            .because("a resolution depends only on a snapshot, which contains everything that depends on time");

    @ArchTest
    static final ArchRule thePlannerIsPure = classes()
            .that()
            .haveNameMatching("dev\\.duoconfig\\.instance\\.("
                    + "Planner|Plan|Step|Findings|Obstacle|WantedModel|Deletion|Renaming|FreeNames|KeyTransfers"
                    + "|(Gateway|Model|Feature|Deletion)(Steps|Form|Matching|Names|Warnings))")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.duoconfig.instance..", "dev.duoconfig.resolve..", "dev.duoconfig.catalogue..")
                    .or(resideInAnyPackage("dev.duoconfig.gitlab..", "dev.duoconfig.outbound.address.."))
                    .or(resideInAnyPackage("java.lang..", "java.util..", "org.jspecify..")))
            .because("a plan depends only on its input: no framework, no clock, no connection");

    @ArchTest
    static final ArchRule entitiesAndRepositoriesStayInTheirPackage = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .or()
            .haveSimpleNameEndingWith("Entity")
            .or()
            .haveSimpleNameEndingWith("Repository")
            .should()
            .bePackagePrivate()
            .allowEmptyShould(true)
            .because("other packages must not depend on how a package stores its rows");

    @ArchTest
    static final ArchRule resourcesStayInTheirPackage = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .or()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .bePackagePrivate()
            .andShould()
            .haveSimpleNameEndingWith("Resource")
            .allowEmptyShould(true)
            .because("a resource is called over HTTP, never from another class");

    @ArchTest
    static final ArchRule errorsAreThrownAsApiExceptions = noClasses()
            .that()
            .resideOutsideOfPackage("dev.duoconfig.http..")
            .should()
            .dependOnClassesThat(assignableTo(WebApplicationException.class))
            .because("every error is a ProblemType; throw ApiException, and only http builds the response");

    @ArchTest
    static final ArchRule resourcesReturnSuccessesOnly = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat(belongToAnyOf(Response.class))
            .orShould()
            .dependOnClassesThat(assignableTo(Response.StatusType.class))
            .orShould()
            .callMethodWhere(anyOverloadOf(RestResponse.class, "status", "notFound", "serverError"))
            .orShould()
            .callMethodWhere(anyOverloadOf(RestResponse.ResponseBuilder.class, "create", "status", "serverError"))
            .allowEmptyShould(true)
            .because("an error response that a resource builds has no code and no request ID; throw ApiException");

    /** The resources of operations that are called to find out how to get a token. */
    private static final String WITHOUT_A_TOKEN =
            "dev\\.duoconfig\\.(console\\.(SignIn|Console)|security\\.WellKnown)Resource";

    @ArchTest
    static final ArchRule everyOperationNamesTheRolesItAdmits = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .and()
            .areDeclaredInClassesThat()
            .haveNameNotMatching(WITHOUT_A_TOKEN)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .allowEmptyShould(true)
            .because("each method names the roles that may call it; a method without roles is denied to everyone");

    @ArchTest
    static final ArchRule onlySigningInNeedsNoToken = methods()
            .that()
            .areAnnotatedWith(PermitAll.class)
            .should()
            .beDeclaredInClassesThat()
            .haveNameMatching(WITHOUT_A_TOKEN)
            .because("only someone who has no token yet can call an operation without one");

    @ArchTest
    static final ArchRule accessIsDeclaredPerMethod = noClasses()
            .should()
            .beAnnotatedWith(PermitAll.class)
            .orShould()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(Authenticated.class)
            .because("an annotation on the class would also grant access to methods that are added later");

    @ArchTest
    static final ArchRule onlyOutboundOpensConnections = noClasses()
            .that()
            .resideOutsideOfPackage("dev.duoconfig.outbound..")
            // It only looks for a free port on the loopback interface and sends nothing.
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.embedded.PostgresPort")
            // It only finds out whether the service can listen, and accepts nothing.
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.http.wire.PortCheck")
            // It opens no connection, but limits what OIDC receives on its own.
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.security.IssuerResponses")
            // They read and show a key pair, and read the cause of a failure.
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.ops.TlsPair")
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.ops.CurrentKey")
            .and()
            .doNotHaveFullyQualifiedName("dev.duoconfig.ops.DatabaseTls")
            .should()
            .dependOnClassesThat(assignableTo(Socket.class)
                    .or(assignableTo(ServerSocket.class))
                    .or(assignableTo(InetAddress.class))
                    .or(assignableTo(NetworkChannel.class))
                    .or(assignableTo(URLConnection.class))
                    .or(resideInAnyPackage("java.net.http..", "javax.net..", "jakarta.ws.rs.client..")))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "io\\.vertx\\..*(Http|Web|Net)(Client|Socket).*|org\\.eclipse\\.microprofile\\.rest\\.client\\..*")
            .orShould()
            .callMethodWhere(theCreationOfAVertxClient())
            .orShould()
            .callMethodWhere(anyOverloadOf(URL.class, "openConnection", "openStream"))
            .because("outbound checks each address before it connects; use it for all outgoing connections");

    @ArchTest
    static final ArchRule onlySecretsAndTokensUseCryptography = noClasses()
            .that()
            .resideOutsideOfPackages("dev.duoconfig.secret..", "dev.duoconfig.security..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.crypto..")
            .because("plaintext secrets and keys are handled in secret and security only");
}
