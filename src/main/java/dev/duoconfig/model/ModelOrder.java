package dev.duoconfig.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.resolve.ModelDetails;
import dev.duoconfig.resolve.Snapshot;

/** The orders of a list of models. Models with equal values are in the order of names, if they can have different ones, and ids. */
enum ModelOrder {
    NAME,
    FAMILY,
    PLATFORM,
    CREATED_AT,
    UPDATED_AT,
    ID;

    /** The name in {@code order_by}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(ModelOrder::id).toList();
    }

    static ModelOrder ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The order, in which models with equal values are never reversed. */
    Comparator<Snapshot.Model> comparator(boolean descending) {
        var term = term();
        return (descending ? term.reversed() : term).thenComparing(rest());
    }

    private Comparator<Snapshot.Model> term() {
        return switch (this) {
            case NAME -> ModelOrder::byName;
            case FAMILY -> Comparator.comparing(Snapshot.Model::family);
            case PLATFORM -> Comparator.comparing(ModelOrder::platform);
            case CREATED_AT -> Comparator.comparing(model -> details(model).createdAt());
            case UPDATED_AT -> Comparator.comparing(model -> details(model).updatedAt());
            case ID -> ModelOrder::byId;
        };
    }

    private Comparator<Snapshot.Model> rest() {
        return switch (this) {
            case FAMILY, PLATFORM -> ModelOrder::byName;
            case NAME, CREATED_AT, UPDATED_AT, ID -> ModelOrder::byId;
        };
    }

    private static int byId(Snapshot.Model one, Snapshot.Model other) {
        return Long.compare(one.id(), other.id());
    }

    /** By code points, which is the order of the bytes in UTF-8. */
    private static int byName(Snapshot.Model one, Snapshot.Model other) {
        var a = one.name();
        var b = other.name();
        var length = Math.min(a.length(), b.length());
        for (var index = 0; index < length; index++) {
            if (a.charAt(index) != b.charAt(index)) {
                return Integer.compare(codePoint(a.charAt(index)), codePoint(b.charAt(index)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** A number that orders code points by their first different character in UTF-16: surrogates are above all others. */
    private static int codePoint(char character) {
        return Character.isSurrogate(character) ? character + Character.MAX_VALUE : character;
    }

    private static String platform(Snapshot.Model model) {
        return platformOf(model).id();
    }

    /** The platform of a model; {@code other} if its identifier names none. */
    static Platform platformOf(Snapshot.Model model) {
        return Objects.requireNonNullElse(model.platform(), Platform.OTHER);
    }

    private static ModelDetails details(Snapshot.Model model) {
        return Objects.requireNonNull(model.details());
    }
}
