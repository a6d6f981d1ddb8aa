package dev.duoconfig.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/** The packages from the bottom up, each with the packages that it may use. Packages that are not listed are violations. */
final class PackageOrder {

    private static final String ROOT = "dev.duoconfig";

    private final List<String> placed = new ArrayList<>();
    private LayeredArchitecture rule = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .withOptionalLayers(true)
            .ensureAllClassesAreContainedInArchitecture();

    static PackageOrder fromTheBottomUp() {
        return new PackageOrder();
    }

    /** Adds a package that may use only the named ones. */
    PackageOrder place(String name, String... uses) {
        return place(name, List.of(ROOT + "." + name + ".."), uses);
    }

    /** Adds a package that may use all packages added so far. */
    PackageOrder placeOnTop(String name) {
        return place(name, placed.toArray(String[]::new));
    }

    /** Adds packages that may use one another and all packages added so far. */
    PackageOrder placeOnTopTogether(String... names) {
        var identifiers = Stream.of(names).map(name -> ROOT + "." + name + "..").toList();
        return place(String.join(", ", names), identifiers, placed.toArray(String[]::new));
    }

    /** Adds the root package, which may use only the named ones, and returns the rule. */
    ArchRule root(String main, String... uses) {
        return place(main, List.of(ROOT), uses).rule;
    }

    private PackageOrder place(String name, List<String> identifiers, String... uses) {
        rule = rule.layer(name).definedBy(identifiers.toArray(String[]::new));
        rule = uses.length == 0
                ? rule.whereLayer(name).mayNotAccessAnyLayer()
                : rule.whereLayer(name).mayOnlyAccessLayers(uses);
        placed.add(name);
        return this;
    }
}
