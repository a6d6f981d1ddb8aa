package dev.duoconfig.http.edge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.http.body.MediaTypes;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Accept} as the framework understands it: one line of media ranges, each with a valid weight or none. On
 * anything else, the framework fails, or takes the first line only. See docs/framework.md. An alias of a media type becomes the
 * type that it stands for.
 */
final class AcceptedTypes {

    /** Compatible with no type of this service. */
    static final String NOTHING = "unknown/unknown";

    private static final Set<String> USUAL = Set.of("*/*", "application/json");
    private static final Pattern RANGE =
            Pattern.compile("\\*/\\*|[!#$%&'+.^_`|~0-9A-Za-z-]++/(?:\\*|[!#$%&'+.^_`|~0-9A-Za-z-]++)");
    private static final Pattern WEIGHT = Pattern.compile("0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?");

    private AcceptedTypes() {}

    /**
     * The header in one line, without ranges that are not valid, and without parameters other than a valid weight.
     *
     * @return null if the header is to count as absent, because it lists nothing
     */
    static @Nullable String of(List<String> lines) {
        if (lines.size() == 1 && USUAL.contains(lines.get(0))) {
            return lines.get(0);
        }
        var listed = lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        if (listed.isEmpty()) {
            return null;
        }
        var valid = listed.stream().flatMap(range -> range(range).stream()).collect(Collectors.joining(", "));
        return valid.isEmpty() ? NOTHING : valid;
    }

    private static Optional<String> range(String text) {
        var parts = text.split(";");
        var range = parts.length == 0 ? "" : parts[0].strip();
        var type = range.equals("*") ? "*/*" : MediaTypes.registered(range);
        return RANGE.matcher(type).matches() ? Optional.of(type + weight(parts)) : Optional.empty();
    }

    private static String weight(String[] parts) {
        return Stream.of(parts)
                .skip(1)
                .map(String::strip)
                .filter(part -> part.regionMatches(true, 0, "q=", 0, 2))
                .map(part -> part.substring(2))
                .filter(weight -> WEIGHT.matcher(weight).matches())
                .findFirst()
                .map(weight -> ";q=" + weight)
                .orElse("");
    }
}
