package dev.duoconfig.architecture;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

/** Predicates and conditions that ArchUnit lacks. */
final class Conditions {

    private Conditions() {}

    /** A call of a method with one of the names, with any parameters. */
    static DescribedPredicate<JavaMethodCall> anyOverloadOf(Class<?> owner, String... names) {
        var wanted = Set.of(names);
        return describe(
                owner.getSimpleName() + "." + String.join("/", names),
                call -> call.getTargetOwner().isAssignableTo(owner)
                        && wanted.contains(call.getTarget().getName()));
    }

    /** A call such as {@code Instant.now()}. */
    static DescribedPredicate<JavaMethodCall> aClockReading() {
        return describe("a method that reads the clock", call -> {
            var name = call.getTarget().getName();
            return call.getTargetOwner().isEquivalentTo(System.class)
                    ? name.equals("currentTimeMillis") || name.equals("nanoTime")
                    : call.getTargetOwner().getPackageName().startsWith("java.time") && name.equals("now");
        });
    }

    /** A call such as {@code Vertx.createHttpClient()}, of Vert.x or of its Mutiny variant. */
    static DescribedPredicate<JavaMethodCall> theCreationOfAVertxClient() {
        return describe(
                "a method that creates a Vert.x client",
                call -> call.getTargetOwner().getFullName().matches("io\\.vertx\\..*Vertx")
                        && call.getTarget()
                                .getName()
                                .matches("(create|http|webSocket).*(Client|Socket|ClientBuilder)"));
    }

    static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package whose package-info is annotated with @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type,
                        marked,
                        "%s is in %s, whose package-info.java %s @NullMarked"
                                .formatted(type.getName(), type.getPackageName(), marked ? "has" : "lacks")));
            }
        };
    }
}
