package dev.duoconfig.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/** The packages from the bottom up, each with those it may use; what was not placed may not exist. */
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

    /** A package that may use the named ones only. */
    PackageOrder place(String name, String... uses) {
        return place(name, List.of(ROOT + "." + name + ".."), uses);
    }

    /** A package that may use everything placed so far. */
    PackageOrder placeOnTop(String name) {
        return place(name, placed.toArray(String[]::new));
    }

    /** Packages that may use everything placed so far, and one another. */
    PackageOrder placeOnTopTogether(String... names) {
        var identifiers = Stream.of(names).map(name -> ROOT + "." + name + "..").toList();
        return place(String.join(", ", names), identifiers, placed.toArray(String[]::new));
    }

    /** The root package, which may use the named ones only. */
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
